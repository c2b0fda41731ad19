package io.licorice.video.container;

import io.humble.video.Decoder;
import io.humble.video.MediaPicture;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells how Humble Video's decoders store frames. */
final class HumbleLayouts {
  private static final Pattern PLANAR =
      Pattern.compile("PIX_FMT_YUV(J?)(420|422|444|440|411|410)P(?:(9|10|12|14|16)LE)?");

  /** AVCOL_SPC of FFmpeg. */
  private static final int BT709 = 1;

  private static final int BT470BG = 5;
  private static final int SMPTE170M = 6;
  private static final int BT2020 = 9;

  /** AVCOL_RANGE_JPEG of FFmpeg. */
  private static final int FULL_RANGE = 2;

  private HumbleLayouts() {}

  /** The layout; empty if it is none of the planar ones. */
  static Optional<YuvLayout> of(Decoder decoder, MediaPicture picture) {
    String format = picture.getFormat().name();
    boolean isFull = decoder.getPropertyAsLong("color_range") == FULL_RANGE;
    ColourMatrix matrix =
        switch ((int) decoder.getPropertyAsLong("colorspace")) {
          case BT709 -> ColourMatrix.BT709;
          case BT470BG, SMPTE170M -> ColourMatrix.BT601;
          case BT2020 -> ColourMatrix.BT2020;
          default -> ColourMatrix.ofSize(picture.getWidth(), picture.getHeight());
        };
    int width = picture.getWidth();
    int height = picture.getHeight();
    if (format.equals("PIX_FMT_GRAY8")) {
      // As FFmpeg has it: gray is of full range.
      return Optional.of(new YuvLayout(width, height, 0, 0, true, 8, true, matrix));
    }
    Matcher match = PLANAR.matcher(format);
    if (!match.matches()) {
      return Optional.empty();
    }
    int shiftX = shiftX(match.group(2));
    int shiftY = shiftY(match.group(2));
    int bits = match.group(3) == null ? 8 : Integer.parseInt(match.group(3));
    boolean isJpeg = !match.group(1).isEmpty();
    return Optional.of(
        new YuvLayout(width, height, shiftX, shiftY, false, bits, isFull || isJpeg, matrix));
  }

  private static int shiftX(String kind) {
    return switch (kind) {
      case "420", "422" -> 1;
      case "411", "410" -> 2;
      default -> 0;
    };
  }

  private static int shiftY(String kind) {
    return switch (kind) {
      case "420", "440" -> 1;
      case "410" -> 2;
      default -> 0;
    };
  }
}
