package io.licorice.lossless;

import java.util.Arrays;

/** A whole plane in memory with the borders of {@link PlaneRows}, for the encoder. */
final class PaddedPlane {
  private static final int ABOVE = 2;
  private static final int LEFT = 2;

  final int width;
  final int height;

  /** Elements from one row to the next. */
  final int stride;

  /** Working samples. */
  final int[] samples;

  /** Residuals with their signs. */
  final int[] residuals;

  private final int largest;

  PaddedPlane(int width, int height, int largest) {
    this.width = width;
    this.height = height;
    this.largest = largest;
    stride = width + PlaneRows.PADDING;
    samples = new int[Math.multiplyExact(stride, height + ABOVE)];
    residuals = new int[samples.length];
    Arrays.fill(samples, 0, ABOVE * stride, largest >> 1);
  }

  /** A plane of given samples, without residuals. */
  static PaddedPlane of(int[] values, int width, int height, int largest) {
    PaddedPlane plane = new PaddedPlane(width, height, largest);
    for (int y = 0; y < height; y++) {
      plane.begin(y);
      System.arraycopy(values, y * width, plane.samples, plane.at(0, y), width);
      plane.end(y);
    }
    return plane;
  }

  int largest() {
    return largest;
  }

  /** Index of a sample. */
  int at(int x, int y) {
    return (y + ABOVE) * stride + x + LEFT;
  }

  /** Fills in what lies to the left of a row. */
  void begin(int y) {
    int first = at(0, y);
    samples[first - 1] = samples[first - stride];
    samples[first - 2] = samples[first - stride];
  }

  /** Fills in what lies to the right of a row. */
  void end(int y) {
    int last = at(width - 1, y);
    samples[last + 1] = samples[last];
    residuals[last + 1] = residuals[last];
  }

  /** Lets rows be as they are when a decoder has decoded row y. */
  void load(PlaneRows rows, int y) {
    int row = at(-LEFT, y);
    System.arraycopy(samples, row, rows.now, 0, stride);
    System.arraycopy(samples, row - stride, rows.above, 0, stride);
    System.arraycopy(samples, row - 2 * stride, rows.above2, 0, stride);
    magnitudes(row, rows.residualNow);
    magnitudes(row - stride, rows.residualAbove);
    magnitudes(row - 2 * stride, rows.residualAbove2);
  }

  private void magnitudes(int from, int[] target) {
    for (int i = 0; i < stride; i++) {
      target[i] = Math.abs(residuals[from + i]);
    }
  }
}
