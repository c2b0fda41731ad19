package io.licorice.lossless;

/** Sums of products, and the linear predictor that is best for them. */
final class LeastSquares {
  private LeastSquares() {}

  /** Length of the packed upper triangle of a symmetric matrix. */
  static int packed(int size) {
    return size * (size + 1) / 2;
  }

  /** Adds the products of a vector's elements with one another. */
  static void add(double[] sums, int[] vector, double weight) {
    int at = 0;
    int size = vector.length;
    for (int i = 0; i < size; i++) {
      double scaled = weight * vector[i];
      if (scaled == 0) {
        at += size - i;
        continue;
      }
      for (int j = i; j < size; j++) {
        sums[at++] += scaled * vector[j];
      }
    }
  }

  /**
   * Solves for the last element as a combination of the others.
   *
   * @param sums what {@link #add} made of vectors
   * @param size their length
   * @return size - 1 factors
   */
  static double[] solve(double[] sums, int size) {
    int n = size - 1;
    double[][] matrix = new double[n][n + 1];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j <= n; j++) {
        matrix[i][j] = sums[at];
        if (j < n) {
          matrix[j][i] = sums[at];
        }
        at++;
      }
      // What a few samples say is taken with a grain of salt.
      matrix[i][i] += 1e-6 * matrix[i][i] + 1;
    }
    return eliminate(matrix);
  }

  private static double[] eliminate(double[][] matrix) {
    int n = matrix.length;
    for (int i = 0; i < n; i++) {
      for (int row = i + 1; row < n; row++) {
        double factor = matrix[row][i] / matrix[i][i];
        for (int k = i; factor != 0 && k <= n; k++) {
          matrix[row][k] -= factor * matrix[i][k];
        }
      }
    }
    double[] solution = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = matrix[i][n];
      for (int k = i + 1; k < n; k++) {
        sum -= matrix[i][k] * solution[k];
      }
      solution[i] = sum / matrix[i][i];
    }
    return solution;
  }

  /** The weighted squares of what factors leave unexplained of the last element. */
  static double error(double[] sums, double[] factors) {
    int size = factors.length + 1;
    int at = 0;
    double error = 0;
    for (int i = 0; i < size; i++) {
      double first = i < factors.length ? -factors[i] : 1;
      error += first * first * sums[at++];
      for (int j = i + 1; j < size; j++) {
        double second = j < factors.length ? -factors[j] : 1;
        error += 2 * first * second * sums[at++];
      }
    }
    return error;
  }
}
