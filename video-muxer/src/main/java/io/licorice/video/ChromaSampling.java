package io.licorice.video;

import io.licorice.codec.Picture;
import io.licorice.metrics.Psnr;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a video's frames hold colour: in every pixel, or once for 2 x 2 of them, as nearly all videos
 * do. A program that gives each pixel of such a video its sample of colour makes steps that no
 * network expects; what is coded is therefore a frame of smooth colour, and what is shown has the
 * mean of it. See the format specification, section "Chroma".
 */
enum ChromaSampling {
  /** Each pixel has its own colour. */
  FULL(0, 0, 0, 0),

  /** Pixels share their colour by 2 x 2, with the luma of ITU-R BT.601. */
  HALF_BT601(1, 77, 150, 29),

  /** The same with the luma of ITU-R BT.709. */
  HALF_BT709(2, 54, 183, 19);

  /**
   * The PSNR in dB between a frame and what is shown of it from which on its pixels are taken to
   * share their colour: rounding leaves 55 and more, colour that was interpolated 50 at most.
   */
  private static final double SURE = 52;

  /** Beyond either, luma is that of BT.709. */
  private static final int SD_COLUMNS = 1279;

  private static final int SD_LINES = 576;

  private final int number;
  private final int red;
  private final int green;
  private final int blue;

  ChromaSampling(int number, int red, int green, int blue) {
    this.number = number;
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** As packets carry it. */
  int number() {
    return number;
  }

  /** The one with a number, if there is one. */
  static Optional<ChromaSampling> ofNumber(int number) {
    return Arrays.stream(values()).filter(chroma -> chroma.number == number).findAny();
  }

  /**
   * That of a frame of three planes of 8 bits: whether pixels share their colour is found out from
   * them, since it shows whatever their luma was; which luma that was does not, and it is taken
   * from the frame's size as players do.
   */
  static ChromaSampling of(Picture frame) {
    boolean large = frame.width() > SD_COLUMNS || frame.height() > SD_LINES;
    ChromaSampling half = large ? HALF_BT709 : HALF_BT601;
    return Psnr.of(frame, half.shown(frame)) >= SURE ? half : FULL;
  }

  /** What a decoded frame looks like. */
  Picture shown(Picture decoded) {
    return this == FULL ? decoded : new HalfChroma(red, green, blue).averaged(decoded);
  }

  /** A frame of smooth colour that is shown as about the given one. */
  Picture spread(Picture frame) {
    return this == FULL ? frame : new HalfChroma(red, green, blue).spread(frame);
  }
}
