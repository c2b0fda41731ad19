package io.licorice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.licorice.metrics.BjontegaardDelta.Difference;
import io.licorice.metrics.BjontegaardDelta.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The expected percentages were printed by a Python implementation of the same definition. */
final class BjontegaardDeltaTest {

  /** Published means over the Kodak pictures. */
  private static final List<Point> JPEG =
      points(
          0.22115, 23.77989, 0.42313, 28.04225, 0.58787, 29.78473, 0.72895, 30.90316, 0.84972,
          31.70485, 0.96438, 32.3993, 1.1274, 33.23474, 1.36883, 34.3943, 1.85882, 36.32886,
          3.40134, 40.55666);

  private static final List<Point> WEBP =
      points(
          0.23442, 28.32842, 0.29634, 29.1512, 0.35286, 29.82085, 0.40705, 30.40698, 0.4608,
          30.93918, 0.51271, 31.44262, 0.56741, 31.93596, 0.62074, 32.42482, 0.67468, 32.88346,
          0.72182, 33.23755, 0.77088, 33.60666, 0.82367, 33.97166, 0.87403, 34.32818, 0.93429,
          34.69345, 0.99839, 35.10417, 1.21631, 36.36905, 1.52008, 37.77826, 2.01035, 39.55695,
          2.92848, 41.75925);

  @Test
  void equalsTheReferenceOnPublishedCurves() {
    assertDifference(BjontegaardDelta.rate(JPEG, WEBP).orElseThrow(), -36.191573124572386);
    assertDifference(BjontegaardDelta.rate(WEBP, JPEG).orElseThrow(), 56.71911203081174);
    Difference whole = BjontegaardDelta.rate(JPEG, WEBP).orElseThrow();
    assertThat(whole.fromQuality()).isEqualTo(28.32842);
    assertThat(whole.toQuality()).isEqualTo(40.55666);
  }

  @Test
  void equalsTheReferenceOnAPartOfTheRange() {
    Difference part = BjontegaardDelta.rate(JPEG, WEBP, 30, 34).orElseThrow();
    assertDifference(part, -36.69239957150426);
    assertThat(part.fromQuality()).isEqualTo(30);
    assertThat(part.toQuality()).isEqualTo(34);
  }

  /**
   * The reference here: quality over ln(rate) by the same PCHIP, clamped to the curve, at both
   * rates for both curves; then its restricted comparison from the better lower to the worse upper
   * one.
   */
  @Test
  void theEndsOfARangeOfRatesAreInterpolated() {
    assertBetween(0.3, 0.8, -39.17050864201946, 29.196460671215423, 31.386461130310987);
    assertBetween(0.5, 3, -34.920592572519936, 31.322153928329467, 39.634762367285425);
    assertBetween(0.25, 1, -39.15447560343043, 28.545870238054142, 32.592968394295596);
  }

  @Test
  void aRangeOfRatesEndsWhereACurveEnds() {
    assertBetween(0.15, 1.5, -38.19833983549806, 28.32842, 34.958821909936546);
    Difference all = BjontegaardDelta.rateBetweenRates(JPEG, WEBP, 0.001, 100).orElseThrow();
    assertThat(all).isEqualTo(BjontegaardDelta.rate(JPEG, WEBP).orElseThrow());
  }

  @Test
  void anotherPointOfTheCurveHardlyChangesARangeOfRates() {
    List<Point> denser = new ArrayList<>(WEBP);
    denser.add(new Point(1.11, 35.78));
    double sparse =
        BjontegaardDelta.rateBetweenRates(JPEG, WEBP, 0.25, 1.1).orElseThrow().percent();
    double dense =
        BjontegaardDelta.rateBetweenRates(JPEG, denser, 0.25, 1.1).orElseThrow().percent();
    assertThat(dense).isCloseTo(sparse, within(0.1));
  }

  @Test
  void ratesThatSpanNothingAreNoRange() {
    assertThat(BjontegaardDelta.rateBetweenRates(JPEG, WEBP, 0.01, 0.1)).isEmpty();
    assertThat(BjontegaardDelta.rateBetweenRates(JPEG, WEBP, 50, 60)).isEmpty();
    assertThat(BjontegaardDelta.rateBetweenRates(JPEG, WEBP, 0.5, 0.51)).isEmpty();
    assertThat(BjontegaardDelta.rateBetweenRates(JPEG, WEBP.subList(0, 2), 0.1, 1)).isEmpty();
    assertThatThrownBy(() -> BjontegaardDelta.rateBetweenRates(JPEG, WEBP, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BjontegaardDelta.rateBetweenRates(JPEG, WEBP, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("positive and rising rates expected, found 1.0 and 1.0");
  }

  @Test
  void pointsBehindTheFrontierAreLeftOut() {
    List<Point> noisy =
        points(
            0.2, 25.0, 0.4, 29.0, 0.5, 28.9, 0.3, 29.0, 0.7, 32.5, 0.65, 32.6, 1.2, 36.0, 2.0,
            39.5);
    Difference difference = BjontegaardDelta.rate(JPEG, noisy).orElseThrow();
    assertDifference(difference, -34.61445093320415);
    assertThat(difference.fromQuality()).isEqualTo(25.0);
    assertThat(difference.toQuality()).isEqualTo(39.5);
  }

  @Test
  void equalsTheReferenceOnASteepCurveOfFourPoints() {
    List<Point> steep = points(0.1, 24.0, 0.15, 26.5, 0.3, 26.9, 0.32, 31.0);
    assertDifference(BjontegaardDelta.rate(JPEG, steep).orElseThrow(), -45.86059533623871);
  }

  @Test
  void theOrderOfThePointsDoesNotMatter() {
    List<Point> reversed = new ArrayList<>(WEBP);
    Collections.reverse(reversed);
    assertThat(BjontegaardDelta.rate(JPEG, reversed)).isEqualTo(BjontegaardDelta.rate(JPEG, WEBP));
  }

  @Test
  void aCurveOfHalfTheRateNeedsHalfTheBits() {
    List<Point> half = JPEG.stream().map(p -> new Point(p.rate() / 2, p.quality())).toList();
    assertDifference(BjontegaardDelta.rate(JPEG, half).orElseThrow(), -50);
    assertDifference(BjontegaardDelta.rate(half, JPEG).orElseThrow(), 100);
    assertDifference(BjontegaardDelta.rate(JPEG, JPEG).orElseThrow(), 0);
  }

  @Test
  void thereIsNoNumberForTooLittleInCommon() {
    assertThat(BjontegaardDelta.rate(JPEG, WEBP, 45, 60)).isEmpty();
    assertThat(BjontegaardDelta.rate(JPEG, WEBP, 30, 30.99)).isEmpty();
    assertThat(BjontegaardDelta.rate(JPEG, WEBP, 30, 31)).isPresent();
    assertThat(BjontegaardDelta.rate(JPEG, WEBP.subList(0, 2))).isEmpty();
    assertThat(BjontegaardDelta.rate(List.of(), WEBP)).isEmpty();
    assertThat(BjontegaardDelta.rate(JPEG, points(5, 50, 6, 51, 7, 52))).isEmpty();
  }

  @Test
  void pointsThatAreNoPointsAreRefused() {
    assertThatThrownBy(() -> new Point(0, 30)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Point(Double.NaN, 30))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Point(1, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a positive rate and a finite quality expected, found 1.0 and Infinity");
  }

  private static void assertBetween(
      double fromRate, double toRate, double percent, double fromQuality, double toQuality) {
    Difference there =
        BjontegaardDelta.rateBetweenRates(JPEG, WEBP, fromRate, toRate).orElseThrow();
    assertDifference(there, percent);
    assertThat(there.fromQuality()).isCloseTo(fromQuality, within(1e-9));
    assertThat(there.toQuality()).isCloseTo(toQuality, within(1e-9));
    double back =
        BjontegaardDelta.rateBetweenRates(WEBP, JPEG, fromRate, toRate).orElseThrow().percent();
    assertThat((1 + back / 100) * (1 + percent / 100)).isCloseTo(1, within(1e-9));
  }

  private static void assertDifference(Difference difference, double percent) {
    assertThat(difference.percent()).isCloseTo(percent, within(1e-9));
  }

  private static List<Point> points(double... ratesAndQualities) {
    return IntStream.range(0, ratesAndQualities.length / 2)
        .mapToObj(i -> new Point(ratesAndQualities[2 * i], ratesAndQualities[2 * i + 1]))
        .toList();
  }
}
