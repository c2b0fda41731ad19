package io.licorice.video;

import io.licorice.codec.Picture;

/**
 * Tells whether a frame shows another scene than the one before it.
 *
 * <p>As x264's lookahead does it (Merritt and Vanam 2006, section 3.2.2): both frames are made
 * small, and what blocks cost when they are taken from the frame before, each at its best place
 * nearby, is compared with what they cost by themselves. Motion makes the former small, a cut does
 * not.
 */
final class SceneCuts {
  /** The longer side of small frames, at the most. */
  private static final int SMALL_SIDE = 128;

  private static final int BLOCK = 4;

  /** How far a block may have moved, in pixels of a small frame. */
  private static final int REACH = 6;

  /** Share of a block's own cost at which it counts as new. */
  private static final double THRESHOLD = 0.7;

  /** Mean difference, of 255, below which nothing is a cut. */
  private static final double LEAST_DIFFERENCE = 4;

  private SceneCuts() {}

  /**
   * A frame's luma, made small.
   *
   * @param luma row by row, 0 to 255
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Small(int width, int height, float[] luma) {
    static Small of(Picture frame) {
      int factor = (Math.max(frame.width(), frame.height()) - 1) / SMALL_SIDE + 1;
      int width = (frame.width() - 1) / factor + 1;
      int height = (frame.height() - 1) / factor + 1;
      float[] sums = new float[width * height];
      int[] counts = new int[width * height];
      for (int y = 0; y < frame.height(); y++) {
        for (int x = 0; x < frame.width(); x++) {
          int i = y * frame.width() + x;
          int to = y / factor * width + x / factor;
          sums[to] +=
              0.299f * frame.plane(0)[i] + 0.587f * frame.plane(1)[i] + 0.114f * frame.plane(2)[i];
          counts[to]++;
        }
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] /= counts[i];
      }
      return new Small(width, height, sums);
    }
  }

  /** Whether a frame is the first of a scene. */
  static boolean isCut(Small before, Small frame) {
    double moved = 0;
    double own = 0;
    for (int y = 0; y < frame.height; y += BLOCK) {
      for (int x = 0; x < frame.width; x += BLOCK) {
        moved += moved(before, frame, x, y);
        own += own(frame, x, y);
      }
    }
    double pixels = (double) frame.width * frame.height;
    return moved > LEAST_DIFFERENCE * pixels && moved > THRESHOLD * own;
  }

  /** What a block costs by itself: the differences from its mean. */
  private static double own(Small frame, int left, int top) {
    int right = Math.min(left + BLOCK, frame.width);
    int bottom = Math.min(top + BLOCK, frame.height);
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += frame.luma[y * frame.width + x];
      }
    }
    double mean = sum / ((right - left) * (bottom - top));
    double cost = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        cost += Math.abs(frame.luma[y * frame.width + x] - mean);
      }
    }
    return cost;
  }

  /** What a block costs when it is taken from the frame before: the least of all places nearby. */
  private static double moved(Small before, Small frame, int left, int top) {
    double best = Double.MAX_VALUE;
    for (int dy = -REACH; dy <= REACH; dy++) {
      for (int dx = -REACH; dx <= REACH; dx++) {
        best = Math.min(best, difference(before, frame, left, top, dx, dy, best));
      }
    }
    return best;
  }

  private static double difference(
      Small before, Small frame, int left, int top, int dx, int dy, double enough) {
    int right = Math.min(left + BLOCK, frame.width);
    int bottom = Math.min(top + BLOCK, frame.height);
    double sum = 0;
    for (int y = top; y < bottom && sum < enough; y++) {
      int row = Math.max(0, Math.min(frame.height - 1, y + dy)) * frame.width;
      for (int x = left; x < right; x++) {
        int column = Math.max(0, Math.min(frame.width - 1, x + dx));
        sum += Math.abs(frame.luma[y * frame.width + x] - before.luma[row + column]);
      }
    }
    return sum;
  }
}
