package io.licorice.metrics;

import java.util.List;

/**
 * Piecewise cubic Hermite interpolation whose slopes (Fritsch and Butland 1984) keep it monotone
 * wherever the points are.
 */
final class Pchip {
  private final double[] x;
  private final double[] y;
  private final double[] slope;

  private Pchip(double[] x, double[] y) {
    this.x = x;
    this.y = y;
    int n = x.length;
    double[] step = new double[n - 1];
    double[] secant = new double[n - 1];
    for (int k = 0; k < n - 1; k++) {
      step[k] = x[k + 1] - x[k];
      secant[k] = (y[k + 1] - y[k]) / step[k];
    }
    slope = new double[n];
    for (int k = 1; k < n - 1; k++) {
      if (secant[k - 1] * secant[k] > 0) {
        double w1 = 2 * step[k] + step[k - 1];
        double w2 = step[k] + 2 * step[k - 1];
        slope[k] = (w1 + w2) / (w1 / secant[k - 1] + w2 / secant[k]);
      }
    }
    slope[0] = edge(step[0], step[1], secant[0], secant[1]);
    slope[n - 1] = edge(step[n - 2], step[n - 3], secant[n - 2], secant[n - 3]);
  }

  /**
   * Interpolates.
   *
   * @param points at least three pairs of x and y, by strictly rising x
   */
  static Pchip through(List<double[]> points) {
    double[] x = points.stream().mapToDouble(p -> p[0]).toArray();
    double[] y = points.stream().mapToDouble(p -> p[1]).toArray();
    return new Pchip(x, y);
  }

  /** The slope at an end, from the two steps and secants next to it, the nearer first. */
  private static double edge(double step0, double step1, double secant0, double secant1) {
    double value = ((2 * step0 + step1) * secant0 - step0 * secant1) / (step0 + step1);
    if (Math.signum(value) != Math.signum(secant0)) {
      return 0;
    }
    if (Math.signum(secant0) != Math.signum(secant1) && Math.abs(value) > Math.abs(3 * secant0)) {
      return 3 * secant0;
    }
    return value;
  }

  double first() {
    return x[0];
  }

  double last() {
    return x[x.length - 1];
  }

  /** Interpolates; before the first point and after the last, their values. */
  double clamped(double position) {
    return at(Math.max(first(), Math.min(last(), position)));
  }

  double at(double position) {
    int k = 0;
    while (k < x.length - 2 && x[k + 1] < position) {
      k++;
    }
    double step = x[k + 1] - x[k];
    double t = (position - x[k]) / step;
    double u = 1 - t;
    return (1 + 2 * t) * u * u * y[k]
        + t * u * u * step * slope[k]
        + t * t * (3 - 2 * t) * y[k + 1]
        + t * t * (t - 1) * step * slope[k + 1];
  }
}
