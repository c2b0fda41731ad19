package io.licorice.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.licorice.codec.Picture;

/**
 * A plane as the user sees it, for networks that tell what it shows: in its display range and
 * colours, the channels of composites in gray.
 */
final class SeenPlane {
  private SeenPlane() {}

  /**
   * Makes a picture of 8-bit colours; the image stays as it is.
   *
   * @param slice the plane's number in the stack, from 1
   */
  static Picture of(ImagePlus image, int slice) {
    return Pixels.picture(of(image, slice, image.getStack().getProcessor(slice)));
  }

  /**
   * The same of pixels that take the place of the plane's.
   *
   * @param pixels of the image's kind; its look-up table may be changed
   */
  static ColorProcessor of(ImagePlus image, int slice, ImageProcessor pixels) {
    if (pixels instanceof ColorProcessor colours) {
      return colours;
    }
    if (image instanceof CompositeImage composite) {
      LUT lut = composite.getChannelLut(image.convertIndexToPosition(slice)[0]);
      pixels.setMinAndMax(lut.min, lut.max);
    } else {
      pixels.setLut(image.getProcessor().getLut());
    }
    return (ColorProcessor) pixels.convertToRGB();
  }
}
