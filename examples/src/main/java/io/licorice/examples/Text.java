package io.licorice.examples;

import io.licorice.codec.CodingMode;
import io.licorice.codec.PictureInfo;
import java.util.Locale;

/** Formats numbers alike wherever the tool runs. */
final class Text {
  private Text() {}

  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Two decimals, or {@code identical} for an infinite PSNR. */
  static String decibels(double value) {
    return Double.isInfinite(value) ? "identical" : of("%.2f dB", value);
  }

  /** The quality of a lossy file, or the range of those of its quality map. */
  static String quality(PictureInfo info) {
    int count = info.qualityLevels().size();
    String lossy =
        count < 2
            ? of("quality %.2f", info.quality())
            : of(
                "%d qualities from %.2f to %.2f",
                count, info.quality(), info.qualityLevels().get(count - 1));
    return lossy + (info.losslessRegions() ? " and lossless regions" : "");
  }

  /** How near a file comes to its original, as the command line names it. */
  static String mode(CodingMode mode, int maxError) {
    return switch (mode) {
      case LOSSY -> "lossy";
      case LOSSLESS -> "lossless";
      case NEAR_LOSSLESS -> "near-lossless " + maxError;
    };
  }
}
