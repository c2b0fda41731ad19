package io.licorice.imagej;

import ij.process.ColorProcessor;
import java.util.Locale;

/**
 * What a preview has found out.
 *
 * @param panels what it shows, see {@link PreviewPanels}
 * @param bytes the size of the whole file
 * @param exact whether the file has just that size; otherwise it is extrapolated from a part
 * @param inside PSNR of regions in decibels; NaN if there is none in the part
 * @param outside the same of the rest
 */
record PreviewedRegions(
    ColorProcessor panels, long bytes, boolean exact, double inside, double outside) {
  /** One line for the dialog. */
  String line() {
    String about = exact ? "" : "about ";
    return String.format(
        Locale.ROOT,
        "%s%,d bytes, PSNR inside %s, outside %s",
        about,
        bytes,
        decibels(inside),
        decibels(outside));
  }

  private static String decibels(double psnr) {
    if (Double.isNaN(psnr)) {
      return "-";
    }
    return Double.isInfinite(psnr) ? "lossless" : String.format(Locale.ROOT, "%.2f dB", psnr);
  }
}
