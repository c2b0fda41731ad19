package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/**
 * Codes what the cells of a predicted frame show: a {@link LevelMap} of three levels that begins
 * with what is usual in videos. See {@code models/doc/predicted-frames.md}, section "Frame".
 *
 * <p>Safe for use by several threads.
 */
public final class ModeMap {
  /** What a cell may show. */
  public static final int MODES = 3;

  private ModeMap() {}

  /**
   * Codes a map.
   *
   * @param modes of the cells row by row, each 0 to 2
   * @param width cells in a row, at least 1
   * @param before what the frames before have shown
   * @return the stream
   * @throws IllegalArgumentException if a mode is out of range or the sizes do not go together
   */
  public static byte[] encode(int[] modes, int width, MotionMemory before) {
    return LevelMap.encode(modes, width, MODES, before.modes(), before.ofModes());
  }

  /**
   * Decodes a map.
   *
   * @param stream what {@link #encode} gave
   * @param width cells in a row, at least 1
   * @param height rows, at least 1
   * @param before what the frames before have shown
   * @return modes row by row
   * @throws LicFormatException if the stream is malformed, with the offset in it
   */
  public static int[] decode(byte[] stream, int width, int height, MotionMemory before)
      throws LicFormatException {
    StepDecoder steps = new StepDecoder(stream, 0, stream.length);
    return LevelMap.decode(steps, width, height, MODES, before.modes(), before.ofModes());
  }
}
