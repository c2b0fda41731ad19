package io.licorice.imageio;

import io.licorice.codec.Picture;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** Converts RGB samples from a picture's colour space to that of the image they are read into. */
final class ColourConversion {
  private final ColorConvertOp operation;

  private ColourConversion(ICC_ColorSpace from, ICC_ColorSpace to) {
    this.operation =
        new ColorConvertOp(new ICC_Profile[] {from.getProfile(), to.getProfile()}, null);
  }

  /** A conversion; empty if there is nothing to convert or no profile to go by. */
  static Optional<ColourConversion> between(Optional<ColorSpace> from, ColorSpace to) {
    if (from.isPresent()
        && from.get() instanceof ICC_ColorSpace source
        && to instanceof ICC_ColorSpace target
        && !source.equals(target)
        && source.getType() == ColorSpace.TYPE_RGB
        && target.getType() == ColorSpace.TYPE_RGB) {
      return Optional.of(new ColourConversion(source, target));
    }
    return Optional.empty();
  }

  /** The picture in the other colour space. */
  Picture apply(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    Picture converted = Picture.blank(width, height, picture.channels(), picture.bitDepth());
    int type = picture.bitDepth() > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
    WritableRaster row = Raster.createInterleavedRaster(type, width, 1, 3, null);
    WritableRaster result = Raster.createInterleavedRaster(type, width, 1, 3, null);
    int[] samples = new int[width];
    if (ImageTypes.hasAlpha(picture.channels())) {
      System.arraycopy(picture.plane(3), 0, converted.plane(3), 0, width * height);
    }
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < 3; c++) {
        for (int x = 0; x < width; x++) {
          samples[x] = picture.plane(c)[y * width + x] & 0xFFFF;
        }
        row.setSamples(0, 0, width, 1, c, samples);
      }
      operation.filter(row, result);
      for (int c = 0; c < 3; c++) {
        result.getSamples(0, 0, width, 1, c, samples);
        for (int x = 0; x < width; x++) {
          converted.plane(c)[y * width + x] = (short) samples[x];
        }
      }
    }
    return converted;
  }
}
