package io.licorice.metrics;

import java.util.Arrays;

/**
 * Structural similarity of two planes of one size, averaged over all windows that lie inside.
 *
 * <p>The window is an 11x11 Gaussian of sigma 1.5; where the planes are narrower or lower than 11,
 * the window is as narrow or low as they are. It is separable: rows are filtered once, kept for as
 * long as the window covers them, and then filtered down the columns, so that the working memory is
 * a few rows.
 *
 * @param ssim mean of luminance x contrast x structure
 * @param contrast mean of contrast x structure
 */
record Similarity(double ssim, double contrast) {
  static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double K1 = 0.01;
  private static final double K2 = 0.03;

  /** The quantities that are filtered: a, b, a^2, b^2, ab. */
  private static final int MOMENTS = 5;

  static Similarity of(float[] a, float[] b, int width, int height, double peak) {
    double[] across = gaussian(Math.min(WINDOW, width));
    double[] down = gaussian(Math.min(WINDOW, height));
    int columns = width - across.length + 1;
    double[][] products = new double[MOMENTS][width];
    double[][][] filtered = new double[down.length][MOMENTS][columns];
    double[][] windows = new double[MOMENTS][columns];
    double c1 = K1 * peak * K1 * peak;
    double c2 = K2 * peak * K2 * peak;
    double ssim = 0;
    double contrast = 0;
    for (int y = 0; y < height; y++) {
      multiply(a, b, y * width, products);
      for (int m = 0; m < MOMENTS; m++) {
        filterRow(products[m], across, filtered[y % down.length][m]);
      }
      if (y < down.length - 1) {
        continue;
      }
      for (int m = 0; m < MOMENTS; m++) {
        filterDown(filtered, m, y - down.length + 1, down, windows[m]);
      }
      for (int x = 0; x < columns; x++) {
        double meanA = windows[0][x];
        double meanB = windows[1][x];
        double varianceA = windows[2][x] - meanA * meanA;
        double varianceB = windows[3][x] - meanB * meanB;
        double covariance = windows[4][x] - meanA * meanB;
        double structure = (2 * covariance + c2) / (varianceA + varianceB + c2);
        contrast += structure;
        ssim += structure * (2 * meanA * meanB + c1) / (meanA * meanA + meanB * meanB + c1);
      }
    }
    double count = (double) columns * (height - down.length + 1);
    return new Similarity(ssim / count, contrast / count);
  }

  private static double[] gaussian(int size) {
    double[] weights = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double distance = i - (size - 1) / 2.0;
      weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    for (int i = 0; i < size; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static void multiply(float[] a, float[] b, int from, double[][] products) {
    for (int x = 0; x < products[0].length; x++) {
      double sampleA = a[from + x];
      double sampleB = b[from + x];
      products[0][x] = sampleA;
      products[1][x] = sampleB;
      products[2][x] = sampleA * sampleA;
      products[3][x] = sampleB * sampleB;
      products[4][x] = sampleA * sampleB;
    }
  }

  private static void filterRow(double[] row, double[] weights, double[] result) {
    for (int x = 0; x < result.length; x++) {
      result[x] = weights[0] * row[x];
    }
    for (int k = 1; k < weights.length; k++) {
      double weight = weights[k];
      for (int x = 0; x < result.length; x++) {
        result[x] += weight * row[x + k];
      }
    }
  }

  private static void filterDown(
      double[][][] rows, int moment, int top, double[] weights, double[] result) {
    Arrays.fill(result, 0);
    for (int k = 0; k < weights.length; k++) {
      double weight = weights[k];
      double[] row = rows[(top + k) % weights.length][moment];
      for (int x = 0; x < result.length; x++) {
        result[x] += weight * row[x];
      }
    }
  }
}
