package io.licorice.codec;

/**
 * What a video that is to be written is like.
 *
 * @param width pixels, 1 to 16384
 * @param height pixels, 1 to 16384, with the width at most 2^26 in all
 * @param framesPerSecond frames of a second, above 0; kept to a thousandth
 * @param quality 0 (smallest) to 100 (best) of predicted frames, as {@link
 *     EncodeOptions.Builder#quality} has it
 * @param keyInterval a key frame at the latest after so many frames, at least 1
 */
public record VideoSettings(
    int width, int height, double framesPerSecond, double quality, int keyInterval) {
  /** The quality that is used when none is asked for. */
  public static final double DEFAULT_QUALITY = EncodeOptions.DEFAULT_QUALITY;

  /** The frames a second that are taken when none are given. */
  public static final double DEFAULT_RATE = 25;

  /** The most frames from one key frame to the next when none are asked for. */
  public static final int DEFAULT_KEY_INTERVAL = 48;

  /** The most pixels of a side. */
  public static final int MAX_SIDE = 1 << 14;

  /** The most pixels of a frame. */
  public static final int MAX_PIXELS = 1 << 26;

  /** The most frames of a second. */
  public static final double MAX_RATE = 100_000;

  /**
   * Checks the values.
   *
   * @param width see the record
   * @param height see the record
   * @param framesPerSecond see the record
   * @param quality see the record
   * @param keyInterval see the record
   * @throws IllegalArgumentException if one is out of range
   */
  public VideoSettings {
    if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "sides of 1 to " + MAX_SIDE + " pixels expected, found " + width + "x" + height);
    }
    if ((long) width * height > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "at most 2^26 pixels expected, found " + width + "x" + height);
    }
    if (!(framesPerSecond >= 0.001 && framesPerSecond <= MAX_RATE)) {
      throw new IllegalArgumentException(
          "0.001 to 100000 frames a second expected, found " + framesPerSecond);
    }
    if (!(quality >= 0 && quality <= 100)) {
      throw new IllegalArgumentException("quality 0 to 100 expected, found " + quality);
    }
    if (keyInterval < 1) {
      throw new IllegalArgumentException(
          "key interval of at least 1 frame expected, found " + keyInterval);
    }
  }
}
