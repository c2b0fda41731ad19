package io.licorice.imageio;

import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.util.Optional;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;

/** What is to be said of a picture that is about to be written. */
final class PictureToWrite {
  private PictureToWrite() {}

  /**
   * Gathers the blocks for an image.
   *
   * @param metadata the image's metadata of whatever format, or null
   * @param colors the image's colour model, whose profile counts if the metadata has none
   * @param param subsampling makes pixels larger; or null
   */
  static PictureMetadata metadata(IIOMetadata metadata, ColorModel colors, ImageWriteParam param) {
    PictureMetadata blocks = metadata == null ? PictureMetadata.NONE : ForeignMetadata.of(metadata);
    if (blocks.icc().isEmpty()) {
      blocks = profile(colors).map(blocks::withIcc).orElse(blocks);
    }
    if (param != null && blocks.pixelSize().isPresent()) {
      PixelSize size = blocks.pixelSize().get();
      blocks =
          blocks.withPixelSize(
              new PixelSize(
                  size.width() * param.getSourceXSubsampling(),
                  size.height() * param.getSourceYSubsampling(),
                  size.unit()));
    }
    return blocks;
  }

  /**
   * The profile of an image's samples. The JDK's own gray is none: it claims to be linear, and
   * nobody's {@code TYPE_BYTE_GRAY} is.
   */
  private static Optional<byte[]> profile(ColorModel colors) {
    ColorSpace space = colors.getColorSpace();
    if (colors instanceof IndexColorModel
        || space.isCS_sRGB()
        || space == ColorSpace.getInstance(ColorSpace.CS_GRAY)) {
      return Optional.empty();
    }
    return space instanceof ICC_ColorSpace own
        ? Optional.of(own.getProfile().getData())
        : Optional.empty();
  }
}
