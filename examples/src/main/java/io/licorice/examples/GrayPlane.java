package io.licorice.examples;

import io.licorice.codec.Picture;
import java.util.Arrays;
import java.util.Random;

/** A gray picture while it is drawn, in numbers that may be of any size, row by row. */
final class GrayPlane {
  final int width;
  final int height;
  final double[] values;

  GrayPlane(int width, int height) {
    this.width = width;
    this.height = height;
    this.values = new double[width * height];
  }

  /** Takes a pixel: its index and its place as seen from an ellipse's middle. */
  interface PixelWork {
    void on(int at, double x, double y);
  }

  /** A turned ellipse; angles in radians. */
  record Ellipse(double x, double y, double radiusX, double radiusY, double angle) {
    /** The same one, smaller. */
    Ellipse core(double scale) {
      return new Ellipse(x, y, scale * radiusX, scale * radiusY, angle);
    }

    /** A smaller one beside its middle. */
    Ellipse spot(Random random, double scale) {
      double aside = 0.6 * Math.min(radiusX, radiusY);
      return new Ellipse(
          x + aside * (2 * random.nextDouble() - 1),
          y + aside * (2 * random.nextDouble() - 1),
          scale * radiusX,
          scale * radiusY,
          angle);
    }
  }

  Ellipse ellipseAnywhere(Random random, double leastRadius, double mostRadius) {
    return new Ellipse(
        width * random.nextDouble(),
        height * random.nextDouble(),
        random.nextDouble(leastRadius, mostRadius),
        random.nextDouble(leastRadius, mostRadius),
        Math.PI * random.nextDouble());
  }

  /** Works on the pixels inside an ellipse. */
  void forEachIn(Ellipse ellipse, PixelWork work) {
    double cos = StrictMath.cos(ellipse.angle);
    double sin = StrictMath.sin(ellipse.angle);
    double reach = Math.max(ellipse.radiusX, ellipse.radiusY);
    int left = (int) Math.max(0, ellipse.x - reach);
    int top = (int) Math.max(0, ellipse.y - reach);
    for (int row = top; row < Math.min(height, ellipse.y + reach); row++) {
      for (int column = left; column < Math.min(width, ellipse.x + reach); column++) {
        double dx = column - ellipse.x;
        double dy = row - ellipse.y;
        double x = dx * cos + dy * sin;
        double y = dy * cos - dx * sin;
        if (square(x / ellipse.radiusX) + square(y / ellipse.radiusY) < 1) {
          work.on(row * width + column, x, y);
        }
      }
    }
  }

  private static double square(double value) {
    return value * value;
  }

  /** Adds noise that is as coarse as a blur makes it. */
  void addGrain(Random random, double strength, double sigma) {
    GrayPlane grain = new GrayPlane(width, height);
    Arrays.setAll(grain.values, i -> strength * random.nextGaussian());
    grain.blur(sigma);
    Arrays.setAll(values, i -> values[i] + grain.values[i]);
  }

  /** Blurs as a Gaussian of this standard deviation does. */
  void blur(double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = StrictMath.exp(-square((k - radius) / sigma) / 2);
      sum += weights[k];
    }
    for (int row = 0; row < height; row++) {
      blurLine(row * width, 1, width, weights, sum);
    }
    for (int column = 0; column < width; column++) {
      blurLine(column, width, height, weights, sum);
    }
  }

  private void blurLine(int from, int stride, int length, double[] weights, double sum) {
    double[] line = new double[length];
    Arrays.setAll(line, i -> values[from + i * stride]);
    for (int i = 0; i < length; i++) {
      double blurred = 0;
      for (int k = 0; k < weights.length; k++) {
        int at = Math.max(0, Math.min(length - 1, i + k - weights.length / 2));
        blurred += weights[k] * line[at];
      }
      values[from + i * stride] = blurred / sum;
    }
  }

  /** The picture in 8 bits. */
  Picture toPicture() {
    Picture picture = Picture.blank(width, height, 1, 8);
    for (int i = 0; i < values.length; i++) {
      picture.plane(0)[i] = (short) Math.max(0, Math.min(255, Math.round(values[i])));
    }
    return picture;
  }
}
