package io.licorice.video;

import io.licorice.codec.CodecSettings;

/**
 * How many GOPs are coded at once: one a thread, but fewer if frames are large or GOPs long.
 *
 * <p>Frames before their turn wait in memory. All networks at work take no more of it than those of
 * one frame of 1920 x 1080 do.
 */
final class GopsAtOnce {
  /** What frames that wait for their turn may take, in bytes, and as a part of the heap. */
  private static final long MOST_WAITING = 512L << 20;

  private static final int PART_OF_HEAP = 8;

  private static final long MOST_PIXELS = 1920 * 1080;

  private static final long SAMPLE_BYTES = 3 * Short.BYTES;

  private GopsAtOnce() {}

  /**
   * The number for a video.
   *
   * @param pixels of a frame
   * @param length frames of a GOP
   * @param pictures kept of each frame
   * @param gops there are
   * @param settings of the codec that there would be for one GOP
   * @return at least 1; 1 on a GPU
   */
  static int of(long pixels, long length, int pictures, long gops, CodecSettings settings) {
    if (settings.device().cuda()) {
      return 1;
    }
    long waiting = Math.min(MOST_WAITING, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    long fitting = waiting / (SAMPLE_BYTES * pixels * pictures) / Math.max(1, length);
    long working = MOST_PIXELS / pixels;
    long most = Math.min(Math.min(fitting, working), settings.effectiveThreads());
    return (int) Math.max(1, Math.min(most, gops));
  }

  /** Settings of a codec for so many: each has its part of the threads. */
  static CodecSettings settings(CodecSettings settings, int atOnce) {
    return atOnce == 1
        ? settings
        : settings.withThreads(Math.max(1, settings.effectiveThreads() / atOnce));
  }
}
