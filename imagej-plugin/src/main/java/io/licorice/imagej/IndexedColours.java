package io.licorice.imagej;

import ij.ImagePlus;
import ij.process.LUT;
import io.licorice.codec.CodingMode;
import io.licorice.codec.EncodeOptions;

/**
 * Tells look-up tables that colour measured values, of which neighbours look alike, from palettes,
 * of which they do not: an index that is off by one is another colour, or another label.
 */
final class IndexedColours {
  /** Mean step of a colour from one entry to the next; ramps through all colours have about 6. */
  private static final double MOST_STEP = 24;

  private IndexedColours() {}

  /**
   * Makes sure that indices are not changed.
   *
   * @throws IllegalArgumentException if the image has a palette, and the mode is not lossless
   */
  static void check(ImagePlus image, EncodeOptions how) {
    if (how.mode() != CodingMode.LOSSLESS && isPalette(image)) {
      throw new IllegalArgumentException(
          "this image's values are indices of colours or labels, which only lossless coding keeps:"
              + " choose Lossless, or convert to RGB Color first");
    }
  }

  static boolean isPalette(ImagePlus image) {
    return image.getType() == ImagePlus.COLOR_256
        && meanStep(image.getProcessor().getLut()) > MOST_STEP;
  }

  private static double meanStep(LUT lut) {
    byte[] colours = lut.getBytes();
    long sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 1; i < 256; i++) {
        int at = channel * 256 + i;
        sum += Math.abs((colours[at] & 0xFF) - (colours[at - 1] & 0xFF));
      }
    }
    return sum / 255.0;
  }
}
