package io.licorice.imageio;

import com.twelvemonkeys.imageio.util.ImageWriterAbstractTest;
import java.awt.image.BufferedImage;
import java.util.List;
import javax.imageio.spi.ImageWriterSpi;

class LicImageWriterTest extends ImageWriterAbstractTest<LicImageWriter> {
  @Override
  protected ImageWriterSpi createProvider() {
    return new LicImageWriterSpi();
  }

  @Override
  protected List<BufferedImage> getTestData() {
    return List.of(
        new BufferedImage(100, 75, BufferedImage.TYPE_3BYTE_BGR),
        new BufferedImage(50, 75, BufferedImage.TYPE_INT_RGB),
        new BufferedImage(50, 75, BufferedImage.TYPE_INT_BGR),
        new BufferedImage(50, 75, BufferedImage.TYPE_BYTE_GRAY),
        new BufferedImage(50, 75, BufferedImage.TYPE_USHORT_555_RGB),
        new BufferedImage(50, 75, BufferedImage.TYPE_USHORT_565_RGB),
        new BufferedImage(50, 75, BufferedImage.TYPE_BYTE_BINARY),
        new BufferedImage(50, 75, BufferedImage.TYPE_BYTE_INDEXED),
        new BufferedImage(50, 75, BufferedImage.TYPE_INT_ARGB),
        new BufferedImage(50, 75, BufferedImage.TYPE_INT_ARGB_PRE),
        new BufferedImage(50, 75, BufferedImage.TYPE_4BYTE_ABGR),
        new BufferedImage(50, 75, BufferedImage.TYPE_4BYTE_ABGR_PRE),
        new BufferedImage(50, 75, BufferedImage.TYPE_USHORT_GRAY),
        new BufferedImage(17, 1, BufferedImage.TYPE_3BYTE_BGR),
        new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY));
  }
}
