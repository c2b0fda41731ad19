package io.licorice.codec;

/**
 * Brings rows or columns of values to another length: along straight lines between values, or as
 * weighted means where there are more of them than are wanted. Values lie in the middle of equal
 * parts of the whole length; ends repeat.
 *
 * <p>Immutable.
 */
final class Resampling {
  private final int length;
  private final double[] centres;
  private final int[] first;
  private final float[][] weights;

  /**
   * Prepares the weights for values somewhere along the length.
   *
   * @param length how many values there are, at least 1
   * @param start where the first wanted value lies: 0 at the first value, 1 at the second
   * @param step how far the others lie apart
   * @param wanted how many are wanted, at least 1
   */
  Resampling(int length, double start, double step, int wanted) {
    this.length = length;
    this.centres = new double[wanted];
    this.first = new int[wanted];
    this.weights = new float[wanted][];
    double reach = Math.max(1, step);
    for (int i = 0; i < wanted; i++) {
      double centre = Math.max(0, Math.min(start + i * step, length - 1));
      int from = (int) Math.max(0, Math.floor(centre - reach) + 1);
      int to = (int) Math.min(length, Math.ceil(centre + reach));
      double sum = 0;
      for (int j = from; j < to; j++) {
        sum += 1 - Math.abs(j - centre) / reach;
      }
      centres[i] = centre;
      first[i] = from;
      weights[i] = new float[to - from];
      for (int j = from; j < to; j++) {
        weights[i][j - from] = (float) ((1 - Math.abs(j - centre) / reach) / sum);
      }
    }
  }

  /** The first value that counts for a wanted one. */
  int first(int i) {
    return first[i];
  }

  /** Behind the last value that counts for a wanted one. */
  int end(int i) {
    return first[i] + weights[i].length;
  }

  /** What a value counts for a wanted one. */
  float weight(int i, int value) {
    return weights[i][value - first[i]];
  }

  /** The value that is nearest to a wanted one, of two the latter. */
  int nearest(int i) {
    return (int) Math.min(Math.floor(centres[i] + 0.5), length - 1);
  }

  /** A wanted value of a row of values that begins at an index. */
  float at(int i, float[] values, int row) {
    float[] counts = weights[i];
    int from = row + first[i];
    float sum = 0;
    for (int j = 0; j < counts.length; j++) {
      sum += counts[j] * values[from + j];
    }
    return sum;
  }
}
