package io.licorice.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Bjontegaard's rate difference: how many bits more or fewer a codec needs for the same quality.
 *
 * <p>The logarithm of the rate over the quality is interpolated monotonically (PCHIP) between the
 * points of a curve, and the difference of two curves is averaged over the range of qualities that
 * they share. Points that are not on the monotone frontier (no better than a cheaper one) are left
 * out. Numbers over different ranges do not compare, so each result names its range.
 *
 * <p>Stateless, so safe for use by several threads.
 *
 * <pre>{@code
 * BjontegaardDelta.rate(jpeg, mine)
 *     .ifPresent(d -> System.out.printf("%.1f %% bits against JPEG%n", d.percent()));
 * }</pre>
 */
public final class BjontegaardDelta {
  private static final int GRID = 2000;
  private static final int LEAST_POINTS = 3;
  private static final double LEAST_RANGE = 1.0;
  private static final double SAME_QUALITY = 1e-6;

  private BjontegaardDelta() {}

  /**
   * A point of a rate-distortion curve.
   *
   * @param rate bits per pixel or another rate, above 0
   * @param quality decibels
   */
  public record Point(double rate, double quality) {
    /**
     * Checks the values.
     *
     * @param rate bits per pixel or another rate, above 0
     * @param quality decibels
     * @throws IllegalArgumentException if the rate is not positive or a value is not finite
     */
    public Point {
      if (!(rate > 0) || !Double.isFinite(rate) || !Double.isFinite(quality)) {
        throw new IllegalArgumentException(
            "a positive rate and a finite quality expected, found " + rate + " and " + quality);
      }
    }
  }

  /**
   * The difference between two curves.
   *
   * @param percent bits of the tested curve more than the anchor's, in percent; negative for fewer
   * @param fromQuality lower end of the range of qualities it is averaged over
   * @param toQuality upper end of that range
   */
  public record Difference(double percent, double fromQuality, double toQuality) {}

  /**
   * Compares two curves over the whole range of qualities that they share.
   *
   * @param anchor points of the curve to compare with, in any order
   * @param test points of the curve that is compared, in any order
   * @return the difference; empty if a curve has fewer than three points on its frontier or less
   *     than 1 dB is shared
   */
  public static Optional<Difference> rate(List<Point> anchor, List<Point> test) {
    return rate(anchor, test, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * Compares two curves over a part of the range of qualities that they share.
   *
   * @param anchor points of the curve to compare with, in any order
   * @param test points of the curve that is compared, in any order
   * @param fromQuality qualities below this do not count
   * @param toQuality qualities above this do not count
   * @return the difference; empty if a curve has fewer than three points on its frontier or less
   *     than 1 dB is shared inside the restriction
   */
  public static Optional<Difference> rate(
      List<Point> anchor, List<Point> test, double fromQuality, double toQuality) {
    List<double[]> anchorCurve = frontier(anchor);
    List<double[]> testCurve = frontier(test);
    if (anchorCurve.size() < LEAST_POINTS || testCurve.size() < LEAST_POINTS) {
      return Optional.empty();
    }
    Pchip anchorRate = Pchip.through(anchorCurve);
    Pchip testRate = Pchip.through(testCurve);
    double from = Math.max(fromQuality, Math.max(anchorRate.first(), testRate.first()));
    double to = Math.min(toQuality, Math.min(anchorRate.last(), testRate.last()));
    if (!(to - from >= LEAST_RANGE)) {
      return Optional.empty();
    }
    double sum = 0;
    for (int i = 0; i < GRID; i++) {
      double quality = from + (to - from) * i / (GRID - 1);
      sum += testRate.at(quality) - anchorRate.at(quality);
    }
    return Optional.of(new Difference(Math.expm1(sum / GRID) * 100, from, to));
  }

  /**
   * Compares two curves over the qualities that they reach between two rates.
   *
   * <p>The quality of each curve at each of the two rates is interpolated (PCHIP of the quality
   * over the logarithm of the rate, clamped to the curve's ends); compared is from the better of
   * the two lower qualities to the worse of the two upper ones. All points of the curves shape the
   * interpolation, so the result hardly depends on where the points happen to lie.
   *
   * @param anchor points of the curve to compare with, in any order
   * @param test points of the curve that is compared, in any order
   * @param fromRate the lower rate, above 0
   * @param toRate the upper rate, above the lower
   * @return the difference; empty if a curve has fewer than three points on its frontier or less
   *     than 1 dB is shared between the two rates
   * @throws IllegalArgumentException if the rates are not positive and rising
   */
  public static Optional<Difference> rateBetweenRates(
      List<Point> anchor, List<Point> test, double fromRate, double toRate) {
    if (!(fromRate > 0) || !(fromRate < toRate) || !Double.isFinite(toRate)) {
      throw new IllegalArgumentException(
          "positive and rising rates expected, found " + fromRate + " and " + toRate);
    }
    List<double[]> anchorCurve = frontier(anchor);
    List<double[]> testCurve = frontier(test);
    if (anchorCurve.size() < LEAST_POINTS || testCurve.size() < LEAST_POINTS) {
      return Optional.empty();
    }
    Pchip anchorQuality = qualityOverRate(anchorCurve);
    Pchip testQuality = qualityOverRate(testCurve);
    double lower = Math.log(fromRate);
    double upper = Math.log(toRate);
    return rate(
        anchor,
        test,
        Math.max(anchorQuality.clamped(lower), testQuality.clamped(lower)),
        Math.min(anchorQuality.clamped(upper), testQuality.clamped(upper)));
  }

  /** The frontier the other way round; it rises strictly in both directions. */
  private static Pchip qualityOverRate(List<double[]> frontier) {
    return Pchip.through(frontier.stream().map(p -> new double[] {p[1], p[0]}).toList());
  }

  /** Pairs of quality and logarithmic rate by rising quality, without points that are beaten. */
  private static List<double[]> frontier(List<Point> points) {
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(Point::quality).thenComparingDouble(Point::rate));
    List<double[]> frontier = new ArrayList<>();
    for (Point point : sorted) {
      double[] pair = {point.quality(), Math.log(point.rate())};
      double[] last = frontier.isEmpty() ? null : frontier.get(frontier.size() - 1);
      if (last == null) {
        frontier.add(pair);
      } else if (pair[0] > last[0] + SAME_QUALITY) {
        if (pair[1] <= last[1]) {
          frontier.set(frontier.size() - 1, pair);
        } else {
          frontier.add(pair);
        }
      }
    }
    return frontier;
  }
}
