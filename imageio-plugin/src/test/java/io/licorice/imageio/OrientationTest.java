package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.CodingMode;
import io.licorice.codec.PictureMetadata;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageWriteParam;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures turned as their Exif block tells. */
class OrientationTest {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 170;
  private static final BufferedImage IMAGE =
      TestImages.noise(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
  private static final byte[][] FILES = new byte[9][];

  /** A lossless file with tiles of 128. */
  private static byte[] file(int orientation) throws IOException {
    if (FILES[orientation] == null) {
      LicImageWriteParam param = TestImages.param("Lossless");
      param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
      param.setTiling(128, 128, 0, 0);
      PictureMetadata blocks =
          PictureMetadata.NONE.withExif(ExifBlock.withOrientation(null, orientation));
      LicMetadata metadata = new LicMetadata(3, 8, CodingMode.LOSSLESS, blocks);
      FILES[orientation] = Blocks.write(IMAGE, List.of(), metadata, param);
    }
    return FILES[orientation];
  }

  private static LicImageReadParam applied() {
    LicImageReadParam param = new LicImageReadParam();
    param.setOrientationApplied(true);
    return param;
  }

  /** The image as Exif's table describes it, by turning to the right and looking in a mirror. */
  private static BufferedImage seen(int orientation) {
    return switch (orientation) {
      case 1 -> IMAGE;
      case 2 -> mirror(IMAGE);
      case 3 -> turn(turn(IMAGE));
      case 4 -> mirror(turn(turn(IMAGE)));
      case 5 -> mirror(turn(IMAGE));
      case 6 -> turn(IMAGE);
      case 7 -> mirror(turn(turn(turn(IMAGE))));
      default -> turn(turn(turn(IMAGE)));
    };
  }

  /** What was at the left is above. */
  private static BufferedImage turn(BufferedImage image) {
    int height = image.getHeight();
    BufferedImage turned =
        new BufferedImage(height, image.getWidth(), BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        turned.setRGB(height - 1 - y, x, image.getRGB(x, y));
      }
    }
    return turned;
  }

  private static BufferedImage mirror(BufferedImage image) {
    int width = image.getWidth();
    BufferedImage mirrored =
        new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        mirrored.setRGB(width - 1 - x, y, image.getRGB(x, y));
      }
    }
    return mirrored;
  }

  private static void assertSame(BufferedImage found, BufferedImage expected) {
    assertThat(found.getWidth()).isEqualTo(expected.getWidth());
    assertThat(found.getHeight()).isEqualTo(expected.getHeight());
    int w = expected.getWidth();
    int h = expected.getHeight();
    assertThat(found.getRGB(0, 0, w, h, null, 0, w))
        .isEqualTo(expected.getRGB(0, 0, w, h, null, 0, w));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void orientation_isAppliedOnlyWhenAskedFor(int orientation) throws IOException {
    assertSame(TestImages.read(file(orientation)), IMAGE);
    assertSame(TestImages.read(file(orientation), applied()), seen(orientation));
    LicImageReader small = new LicImageReader(new LicImageReaderSpi(), 128 * 128);
    small.setInput(TestImages.stream(file(orientation)));
    assertSame(small.read(0, applied()), seen(orientation));
    assertThat(small.getWidth(0)).isEqualTo(WIDTH);
    Raster raster = TestImages.reader(file(orientation)).readRaster(0, applied());
    assertThat(raster.getWidth()).isEqualTo(seen(orientation).getWidth());
  }

  @Test
  void pictureWithoutAnExifBlock_staysAsItIs() throws IOException {
    byte[] file = TestImages.write(IMAGE, TestImages.param("Lossless"));
    assertSame(TestImages.read(file, applied()), IMAGE);
  }

  @Property(tries = 100, seed = "5")
  void anyRegionAndSubsampling_isTheCropOfTheTurnedPicture(
      @ForAll @IntRange(min = 1, max = 8) int orientation,
      @ForAll @IntRange(max = 299) int x,
      @ForAll @IntRange(max = 299) int y,
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll @IntRange(min = 1, max = 5) int stepX,
      @ForAll @IntRange(min = 1, max = 5) int stepY)
      throws IOException {
    BufferedImage whole = seen(orientation);
    Rectangle region =
        new Rectangle(x % whole.getWidth(), y % whole.getHeight(), width, height)
            .intersection(whole.getRaster().getBounds());
    ImageReadParam param = applied();
    param.setSourceRegion(region);
    param.setSourceSubsampling(stepX, stepY, 0, 0);
    BufferedImage part = TestImages.read(file(orientation), param);
    assertThat(part.getWidth()).isEqualTo((region.width - 1) / stepX + 1);
    assertThat(part.getHeight()).isEqualTo((region.height - 1) / stepY + 1);
    for (int row = 0; row < part.getHeight(); row++) {
      for (int column = 0; column < part.getWidth(); column++) {
        assertThat(part.getRGB(column, row))
            .isEqualTo(whole.getRGB(region.x + column * stepX, region.y + row * stepY));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 6, 7})
  void renderSize_isThatOfTheTurnedPicture(int orientation) throws IOException {
    ImageReadParam param = applied();
    Dimension half =
        new Dimension(seen(orientation).getWidth() / 2, seen(orientation).getHeight() / 2);
    param.setSourceRenderSize(half);
    BufferedImage image = TestImages.read(file(orientation), param);
    assertThat(new Dimension(image.getWidth(), image.getHeight())).isEqualTo(half);
    BufferedImage whole = seen(orientation);
    for (int y = 0; y < half.height; y += 7) {
      for (int x = 0; x < half.width; x += 5) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
          sum += whole.getRaster().getSample(2 * x + i % 2, 2 * y + i / 2, 1);
        }
        assertThat(image.getRaster().getSample(x, y, 1)).isEqualTo((sum + 2) / 4);
      }
    }
  }
}
