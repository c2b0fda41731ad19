package io.licorice.imageio;

import com.twelvemonkeys.imageio.util.ImageReaderAbstractTest;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.spi.ImageReaderSpi;

class LicImageReaderTest extends ImageReaderAbstractTest<LicImageReader> {
  private static final List<BufferedImage> IMAGES =
      List.of(
          TestImages.gradient(200, 150, BufferedImage.TYPE_3BYTE_BGR),
          TestImages.gradient(200, 150, BufferedImage.TYPE_BYTE_GRAY),
          TestImages.noise(64, 64, BufferedImage.TYPE_INT_RGB),
          TestImages.gradient(13, 7, BufferedImage.TYPE_3BYTE_BGR),
          TestImages.gradient(1, 1, BufferedImage.TYPE_BYTE_GRAY),
          TestImages.gradient(1, 1, BufferedImage.TYPE_3BYTE_BGR));

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
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return coded;
    }
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
      data.add(new TestData(new ByteArrayInputStream(Files.CODED.get(i)), size));
    }
    return data;
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
