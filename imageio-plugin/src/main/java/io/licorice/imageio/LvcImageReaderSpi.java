package io.licorice.imageio;

import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * Offers the reader of {@code .lvc} video to {@code javax.imageio}, frame by frame as a sequence of
 * images. The frames come from the video module, {@code licorice-video}; without it the reader says
 * so.
 *
 * <p>Immutable, hence safe for use by several threads; a reader it makes belongs to one thread at a
 * time. Loads no native library.
 */
public final class LvcImageReaderSpi extends ImageReaderSpi {
  /** Called by {@code javax.imageio}. */
  public LvcImageReaderSpi() {
    super(
        LicProviderInfo.VENDOR,
        LicProviderInfo.VERSION,
        LicProviderInfo.videoFormatNames(),
        LicProviderInfo.videoSuffixes(),
        LicProviderInfo.videoMimeTypes(),
        LicProviderInfo.VIDEO_READER,
        new Class<?>[] {ImageInputStream.class},
        new String[] {LicProviderInfo.VIDEO_WRITER_SPI},
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
   * @param source what may be a {@code .lvc} video
   * @return true for an {@link ImageInputStream} that starts as a {@code .lvc} file does
   * @throws IOException if reading fails; a short stream is no failure
   */
  @Override
  public boolean canDecodeInput(Object source) throws IOException {
    if (source == null) {
      throw new IllegalArgumentException("source == null");
    }
    return source instanceof ImageInputStream stream && LicProviderInfo.isLvc(stream);
  }

  @Override
  public ImageReader createReaderInstance(Object extension) {
    return new LvcImageReader(this);
  }

  @Override
  public String getDescription(Locale locale) {
    return "Licorice video (.lvc) reader";
  }
}
