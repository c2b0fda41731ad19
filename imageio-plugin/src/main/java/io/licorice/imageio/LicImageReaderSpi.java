package io.licorice.imageio;

import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * Offers the reader of {@code .lic} pictures to {@code javax.imageio}, which finds it by itself.
 *
 * <p>Immutable, hence safe for use by several threads; a reader it makes belongs to one thread at a
 * time. Loads no native library.
 *
 * <pre>{@code
 * BufferedImage image = ImageIO.read(new File("picture.lic"));
 * }</pre>
 */
public final class LicImageReaderSpi extends ImageReaderSpi {
  /** Called by {@code javax.imageio}. */
  public LicImageReaderSpi() {
    super(
        LicProviderInfo.VENDOR,
        LicProviderInfo.VERSION,
        LicProviderInfo.formatNames(),
        LicProviderInfo.suffixes(),
        LicProviderInfo.mimeTypes(),
        LicProviderInfo.READER,
        new Class<?>[] {ImageInputStream.class},
        new String[] {LicProviderInfo.WRITER_SPI},
        false,
        null,
        null,
        null,
        null,
        true,
        LicProviderInfo.METADATA,
        LicProviderInfo.METADATA_FORMAT,
        null,
        null);
  }

  /**
   * Looks at the first bytes of a stream, whose position and byte order stay as they are.
   *
   * @param source what may be a {@code .lic} picture
   * @return true for an {@link ImageInputStream} that starts as a {@code .lic} file does
   * @throws IOException if reading fails; a short stream is no failure
   */
  @Override
  public boolean canDecodeInput(Object source) throws IOException {
    if (source == null) {
      throw new IllegalArgumentException("source == null");
    }
    return source instanceof ImageInputStream stream && LicProviderInfo.isLic(stream);
  }

  @Override
  public ImageReader createReaderInstance(Object extension) {
    return new LicImageReader(this);
  }

  @Override
  public String getDescription(Locale locale) {
    return "Licorice picture (.lic) reader";
  }
}
