package io.licorice.lossless;

import java.util.Arrays;

/**
 * The last rows of a plane: samples, and magnitudes of residuals. Sample x is at index x + 2.
 *
 * <p>To the left of a row lies twice the first sample of the row above, to its right its own last
 * sample; above the first row all samples are half the largest one. Residuals are 0 to the left and
 * above, and to the right the row's last one is repeated.
 */
final class PlaneRows {
  /** Elements of a row besides its samples. */
  static final int PADDING = 3;

  private final int width;

  int[] now;
  int[] above;
  int[] above2;
  int[] residualNow;
  int[] residualAbove;
  int[] residualAbove2;

  PlaneRows(int width, int largest) {
    this.width = width;
    now = filled(largest);
    above = filled(largest);
    above2 = filled(largest);
    residualNow = new int[width + PADDING];
    residualAbove = new int[width + PADDING];
    residualAbove2 = new int[width + PADDING];
  }

  private int[] filled(int largest) {
    int[] row = new int[width + PADDING];
    Arrays.fill(row, largest >> 1);
    return row;
  }

  /** Makes room for the next row. */
  void begin() {
    int[] oldest = above2;
    above2 = above;
    above = now;
    now = oldest;
    now[0] = above[2];
    now[1] = above[2];
    oldest = residualAbove2;
    residualAbove2 = residualAbove;
    residualAbove = residualNow;
    residualNow = oldest;
  }

  /** Completes the row. */
  void end() {
    now[width + 2] = now[width + 1];
    residualNow[width + 2] = residualNow[width + 1];
  }
}
