package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReadParam;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Pictures read at another size. */
class RenderSizeTest {
  private static final Picture PICTURE =
      PictureImages.toPicture(TestImages.noise(300, 200, BufferedImage.TYPE_3BYTE_BGR));

  private static BufferedImage read(FakeCodec codec, Dimension size, Rectangle region, int step)
      throws IOException {
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi(), 10_000);
    reader.setInput(FakeCodec.stream());
    ImageReadParam param = reader.getDefaultReadParam();
    assertThat(param.canSetSourceRenderSize()).isTrue();
    param.setSourceRenderSize(size);
    param.setSourceRegion(region);
    param.setSourceSubsampling(step, step, 0, 0);
    assertThat(codec.decoded).isEmpty();
    return reader.read(0, param);
  }

  @Property(tries = 60, seed = "3")
  void eachPixel_isTheMeanOfThoseBeneath_inAnyRegion(
      @ForAll @IntRange(min = 1, max = 600) int width,
      @ForAll @IntRange(min = 1, max = 400) int height,
      @ForAll @IntRange(max = 99) int x,
      @ForAll @IntRange(max = 99) int y,
      @ForAll @IntRange(min = 1, max = 3) int step)
      throws IOException {
    Rectangle region = new Rectangle(x * width / 100, y * height / 100, width, height);
    region = region.intersection(new Rectangle(width, height));
    try (FakeCodec codec = new FakeCodec(PICTURE, 64)) {
      BufferedImage image = read(codec, new Dimension(width, height), region, step);
      assertThat(image.getWidth()).isEqualTo((region.width - 1) / step + 1);
      assertThat(image.getHeight()).isEqualTo((region.height - 1) / step + 1);
      for (int row = 0; row < image.getHeight(); row += 1 + row / 3) {
        for (int column = 0; column < image.getWidth(); column += 1 + column / 3) {
          double mean = mean(region.x + column * step, region.y + row * step, width, height);
          assertThat((double) image.getRaster().getSample(column, row, 1))
              .isBetween(mean - 0.501, mean + 0.501);
        }
      }
    }
  }

  private static double mean(int column, int row, int width, int height) {
    int left = column * 300 / width;
    int right = Math.max(left + 1, (column + 1) * 300 / width);
    int top = row * 200 / height;
    int bottom = Math.max(top + 1, (row + 1) * 200 / height);
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += PICTURE.plane(1)[y * 300 + x];
      }
    }
    return sum / ((right - left) * (bottom - top));
  }

  @Test
  void everyPixelOfThePicture_isDecodedOnce() throws IOException {
    try (FakeCodec codec = new FakeCodec(PICTURE, 64)) {
      read(codec, new Dimension(30, 20), null, 1);
      List<Integer> sizes = new ArrayList<>();
      for (Region part : codec.decoded) {
        sizes.add(part.width() * part.height());
      }
      assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(300 * 200);
    }
  }

  @Test
  void thumbnail_standsInOnlyWhereItIsAccepted() throws IOException {
    BufferedImage image = TestImages.gradient(200, 100, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage white = new BufferedImage(40, 20, BufferedImage.TYPE_3BYTE_BGR);
    white.createGraphics().fillRect(0, 0, 40, 20);
    BufferedImage square = new BufferedImage(30, 30, BufferedImage.TYPE_3BYTE_BGR);
    LicImageReader reader =
        TestImages.reader(Blocks.write(image, List.of(square, white), null, null));
    LicImageReadParam param = (LicImageReadParam) reader.getDefaultReadParam();
    param.setSourceRenderSize(new Dimension(20, 10));
    assertThat(param.isThumbnailAccepted()).isFalse();
    assertThat(level(reader.read(0, param))).isLessThan(200);
    param.setThumbnailAccepted(true);
    assertThat(level(reader.read(0, param))).isGreaterThan(240);
    param.setSourceRenderSize(new Dimension(50, 25));
    assertThat(level(reader.read(0, param))).isLessThan(200);
  }

  private static int level(BufferedImage image) {
    return image.getRaster().getSample(image.getWidth() / 2, image.getHeight() / 2, 1);
  }
}
