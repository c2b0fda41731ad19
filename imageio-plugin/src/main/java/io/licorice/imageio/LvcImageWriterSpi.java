package io.licorice.imageio;

import java.util.Locale;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageOutputStream;

/**
 * Offers the writer of {@code .lvc} video to {@code javax.imageio}: a sequence of images becomes a
 * video, a single one a video of one frame. The frames are coded by the video module, {@code
 * licorice-video}; without it the writer says so.
 *
 * <p>Immutable, hence safe for use by several threads; a writer it makes belongs to one thread at a
 * time. Loads no native library.
 *
 * <pre>{@code
 * ImageWriter writer = ImageIO.getImageWritersByFormatName("lvc").next();
 * try (ImageOutputStream stream = ImageIO.createImageOutputStream(file)) {
 *   LvcImageWriteParam param = (LvcImageWriteParam) writer.getDefaultWriteParam();
 *   param.setFrameRate(30);
 *   writer.setOutput(stream);
 *   writer.prepareWriteSequence(null);
 *   for (BufferedImage image : images) {
 *     writer.writeToSequence(new IIOImage(image, null, null), param);
 *   }
 *   writer.endWriteSequence();
 * } finally {
 *   writer.dispose();
 * }
 * }</pre>
 */
public final class LvcImageWriterSpi extends ImageWriterSpi {
  /** Called by {@code javax.imageio}. */
  public LvcImageWriterSpi() {
    super(
        LicProviderInfo.VENDOR,
        LicProviderInfo.VERSION,
        LicProviderInfo.videoFormatNames(),
        LicProviderInfo.videoSuffixes(),
        LicProviderInfo.videoMimeTypes(),
        LicProviderInfo.VIDEO_WRITER,
        new Class<?>[] {ImageOutputStream.class},
        new String[] {LicProviderInfo.VIDEO_READER_SPI},
        false,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null);
  }

  /**
   * Whether the writer takes images of a type: gray or RGB of at most 16 bits a sample, or indexed.
   * Images with alpha are taken if all their pixels are opaque, which only writing finds out.
   *
   * @param type the images' type
   * @return true if it does
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
    return new LvcImageWriter(this);
  }

  @Override
  public String getDescription(Locale locale) {
    return "Licorice video (.lvc) writer";
  }
}
