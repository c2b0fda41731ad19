package io.licorice.imageio;

import io.licorice.codec.LabelMap;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import io.licorice.codec.Provenance;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.util.Optional;
import java.util.function.Consumer;
import javax.imageio.IIOException;
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
   * The blocks for the pixels that are written, if these are not all of the image: provenance
   * follows them, a label map that does not fit is left out.
   *
   * @param param its label map takes the place of the blocks'; or null
   * @param warnings hears of what is left out
   * @throws IIOException if the parameter's label map does not fit
   */
  static PictureMetadata fitted(
      PictureMetadata blocks,
      RenderedSource source,
      ImageWriteParam param,
      Consumer<String> warnings)
      throws IIOException {
    Optional<LabelMap> labels =
        param instanceof LicImageWriteParam lic ? lic.getLabels() : Optional.empty();
    if (labels.isPresent() && !source.hasSize(labels.get().width(), labels.get().height())) {
      throw new IIOException(
          "the label map" + other(labels.get().width(), labels.get().height(), source));
    }
    PictureMetadata fitted = labels.map(blocks::withLabels).orElse(blocks);
    LabelMap map = fitted.labels().orElse(null);
    if (map != null && !source.hasSize(map.width(), map.height())) {
      String why = other(map.width(), map.height(), source);
      warnings.accept("the metadata's label map is left out: it" + why);
      fitted = fitted.withLabels(null);
    }
    Provenance told = blocks.provenance().orElse(null);
    if (told == null || source.hasSize(told.width(), told.height())) {
      return fitted;
    }
    Optional<Provenance> taken = source.provenance(told);
    if (taken.isEmpty()) {
      String why = other(told.width(), told.height(), source);
      warnings.accept("which pixels were synthesised is not kept: what the metadata say" + why);
    }
    return fitted.withProvenance(taken.orElse(null));
  }

  private static String other(int width, int height, RenderedSource source) {
    return " is for a picture of %dx%d pixels, this one has %dx%d"
        .formatted(width, height, source.width(), source.height());
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
