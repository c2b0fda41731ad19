package io.licorice.imageio;

import java.util.Locale;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageOutputStream;

/**
 * Offers the writer of {@code .lic} pictures to {@code javax.imageio}, which finds it by itself.
 *
 * <p>Immutable, hence safe for use by several threads; a writer it makes belongs to one thread at a
 * time. Loads no native library.
 *
 * <pre>{@code
 * ImageIO.write(image, "lic", new File("picture.lic"));
 * }</pre>
 */
public final class LicImageWriterSpi extends ImageWriterSpi {
  /** Called by {@code javax.imageio}. */
  public LicImageWriterSpi() {
    super(
        LicProviderInfo.VENDOR,
        LicProviderInfo.VERSION,
        LicProviderInfo.formatNames(),
        LicProviderInfo.suffixes(),
        LicProviderInfo.mimeTypes(),
        LicProviderInfo.WRITER,
        new Class<?>[] {ImageOutputStream.class},
        new String[] {LicProviderInfo.READER_SPI},
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
   * Whether the writer takes images of a type: gray or RGB, with or without alpha, of at most 16
   * bits a sample, or indexed.
   *
   * @param type the images' type
   * @return true if it does; {@link PictureImages#refusal} tells why it does not
   */
  @Override
  public boolean canEncodeImage(ImageTypeSpecifier type) {
    if (type == null) {
      throw new IllegalArgumentException("type == null");
    }
    return PictureImages.supports(type);
  }

  @Override
  public ImageWriter createWriterInstance(Object extension) {
    return new LicImageWriter(this);
  }

  @Override
  public String getDescription(Locale locale) {
    return "Licorice picture (.lic) writer";
  }
}
