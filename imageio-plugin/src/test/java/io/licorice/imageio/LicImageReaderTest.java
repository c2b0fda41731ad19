package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twelvemonkeys.imageio.util.ImageReaderAbstractTest;
import io.licorice.codec.CodingMode;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReadParam;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.Test;

class LicImageReaderTest extends ImageReaderAbstractTest<LicImageReader> {
  private static final List<BufferedImage> IMAGES =
      List.of(
          TestImages.gradient(200, 150, BufferedImage.TYPE_3BYTE_BGR),
          TestImages.gradient(200, 150, BufferedImage.TYPE_BYTE_GRAY),
          TestImages.noise(64, 64, BufferedImage.TYPE_INT_RGB),
          TestImages.gradient(13, 7, BufferedImage.TYPE_3BYTE_BGR),
          TestImages.gradient(1, 1, BufferedImage.TYPE_BYTE_GRAY),
          TestImages.gradient(1, 1, BufferedImage.TYPE_3BYTE_BGR));

  private static final List<BufferedImage> LOSSLESS =
      List.of(
          TestImages.noise(23, 11, BufferedImage.TYPE_4BYTE_ABGR),
          TestImages.gradient(23, 11, BufferedImage.TYPE_USHORT_GRAY),
          TestImages.gradient(23, 11, BufferedImage.TYPE_BYTE_GRAY),
          PictureImages.toImage(Picture.blank(23, 11, 2, 8)),
          PictureImages.toImage(Picture.blank(23, 11, 3, 16)),
          PictureImages.toImage(Picture.blank(23, 11, 4, 12)));

  private static final class Files {
    static final List<byte[]> CODED = code();

    private static List<byte[]> code() {
      List<byte[]> coded = new ArrayList<>();
      LicImageWriteParam boxed = new LicImageWriteParam();
      boxed.setBoxed(true);
      try {
        for (BufferedImage image : IMAGES) {
          coded.add(TestImages.tiled(image));
        }
        coded.add(TestImages.write(IMAGES.get(3), boxed));
        coded.add(LicImageReaderTest.withEverything());
        for (BufferedImage image : LOSSLESS) {
          coded.add(TestImages.write(image, TestImages.param("Lossless")));
        }
        coded.add(TestImages.write(LOSSLESS.get(0), TestImages.param("Near-lossless")));
        coded.add(TestImages.write(LOSSLESS.get(1), null));
        coded.add(SequenceTest.sequence(3));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return coded;
    }
  }

  /** Profile, Exif, XMP, pixel size and two thumbnails. */
  static byte[] withEverything() throws IOException {
    PictureMetadata blocks =
        PictureMetadata.NONE
            .withIcc(TestProfiles.adobeRgb())
            .withExif(ExifBlock.withOrientation(null, 6))
            .withXmp(new byte[] {'<', 'x', '/', '>'})
            .withPixelSize(new PixelSize(1e-6, 2e-6, PixelSize.Unit.METRE));
    BufferedImage gray = TestImages.gradient(4, 2, BufferedImage.TYPE_BYTE_GRAY);
    return Blocks.write(
        IMAGES.get(3),
        List.of(IMAGES.get(3), gray),
        new LicMetadata(3, 8, CodingMode.LOSSY, blocks),
        null);
  }

  @Override
  protected ImageReaderSpi createProvider() {
    return new LicImageReaderSpi();
  }

  @Override
  protected List<TestData> getTestData() {
    List<TestData> data = new ArrayList<>();
    for (int i = 0; i < Files.CODED.size(); i++) {
      BufferedImage image = IMAGES.get(i < IMAGES.size() ? i : 3);
      Dimension size = new Dimension(image.getWidth(), image.getHeight());
      if (i > IMAGES.size() + 1) {
        size = new Dimension(23, 11);
      }
      Dimension[] sizes = {size};
      if (i == Files.CODED.size() - 1) {
        sizes = new Dimension[] {size(0), size(1), size(2)};
      }
      data.add(new TestData(new ByteArrayInputStream(Files.CODED.get(i)), sizes));
    }
    return data;
  }

  private static Dimension size(int number) {
    BufferedImage image = SequenceTest.image(number);
    return new Dimension(image.getWidth(), image.getHeight());
  }

  /** Disabled in the inherited suite, which has no body for it. */
  @Test
  @Override
  public void testSetDestinationBands() {
    checkBands(null, new int[] {2, 1, 0}, new int[] {2, 1, 0});
    checkBands(new int[] {1}, new int[] {2}, new int[] {-1, -1, 1});
  }

  /** Disabled in the inherited suite, which has no body for it. */
  @Test
  @Override
  public void testSetSourceBands() {
    checkBands(new int[] {1, 2, 0}, null, new int[] {1, 2, 0});
    ImageReadParam param = new ImageReadParam();
    param.setSourceBands(new int[] {0, 3, 1});
    assertThatThrownBy(() -> TestImages.read(Files.CODED.get(0), param))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Reads with bands.
   *
   * @param expected for each band of the image the band of the file, or -1 for zeros
   */
  private static void checkBands(int[] source, int[] target, int[] expected) {
    try {
      BufferedImage whole = TestImages.read(Files.CODED.get(0));
      ImageReadParam param = new ImageReadParam();
      param.setSourceBands(source);
      param.setDestinationBands(target);
      BufferedImage image = TestImages.read(Files.CODED.get(0), param);
      for (int b = 0; b < 3; b++) {
        for (int x = 0; x < 200; x++) {
          int was = expected[b] < 0 ? 0 : whole.getRaster().getSample(x, 75, expected[b]);
          assertThat(image.getRaster().getSample(x, 75, b)).isEqualTo(was);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected List<String> getFormatNames() {
    return List.of(LicProviderInfo.formatNames());
  }

  @Override
  protected List<String> getSuffixes() {
    return List.of(LicProviderInfo.suffixes());
  }

  @Override
  protected List<String> getMIMETypes() {
    return List.of(LicProviderInfo.mimeTypes());
  }
}
