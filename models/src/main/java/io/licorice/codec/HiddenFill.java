package io.licorice.codec;

import java.util.Arrays;

/**
 * Gives pixels that nobody sees the colours that cost least: straight lines between what is seen in
 * a row, and in rows where nothing is seen the nearest row above, else below.
 */
final class HiddenFill {
  private final float[] samples;
  private final int stride;
  private final int width;
  private final int height;
  private final short[] seen;

  /**
   * @param samples planes of which each row begins stride after the one before
   * @param seen width x height values, 0 where nobody sees the pixel
   */
  HiddenFill(float[] samples, int stride, int width, int height, short[] seen) {
    this.samples = samples;
    this.stride = stride;
    this.width = width;
    this.height = height;
    this.seen = seen;
  }

  /** Fills a plane that begins at an index. */
  void fill(int plane) {
    int above = -1;
    for (int row = 0; row < height; row++) {
      if (fillRow(plane + row * stride, row * width)) {
        for (int r = 0; above < 0 && r < row; r++) {
          copyRow(plane, row, r);
        }
        above = row;
      } else if (above >= 0) {
        copyRow(plane, above, row);
      }
    }
    if (above < 0) {
      for (int row = 0; row < height; row++) {
        Arrays.fill(samples, plane + row * stride, plane + row * stride + width, 0f);
      }
    }
  }

  private void copyRow(int plane, int from, int to) {
    System.arraycopy(samples, plane + from * stride, samples, plane + to * stride, width);
  }

  /** Fills a row; false if nothing of it is seen. */
  private boolean fillRow(int row, int seenRow) {
    int last = -1;
    for (int x = 0; x < width; x++) {
      if (seen[seenRow + x] != 0) {
        float left = samples[row + (last < 0 ? x : last)];
        float right = samples[row + x];
        for (int i = last + 1; i < x; i++) {
          samples[row + i] = left + (right - left) * (i - last) / (x - last);
        }
        last = x;
      }
    }
    if (last >= 0) {
      Arrays.fill(samples, row + last + 1, row + width, samples[row + last]);
    }
    return last >= 0;
  }
}
