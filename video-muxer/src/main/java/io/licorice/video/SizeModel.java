package io.licorice.video;

/**
 * What frames of one kind take at a quality: the logarithm is a straight line, whose height is that
 * of the last frames, and whose slope is fitted to more of them.
 */
final class SizeModel {
  /** Doublings of bytes for a point of quality, as long as nothing is known. */
  private static final double USUAL_SLOPE = 0.07;

  private static final double LEAST_SLOPE = 0.02;
  private static final double MOST_SLOPE = 0.15;

  /** The weight of the usual slope against frames whose qualities differ by one. */
  private static final double USUAL_WEIGHT = 10;

  /** What frames count for the slope after each further one. */
  private static final double FORGET = 0.95;

  private final double newest;
  private boolean known;
  private double quality;
  private double log;
  private double slope = USUAL_SLOPE;
  private double variance;
  private double covariance;

  /**
   * @param newest weight of the newest frame in the height, 0 to 1
   */
  SizeModel(double newest) {
    this.newest = newest;
  }

  boolean isKnown() {
    return known;
  }

  /** Takes note of a frame. */
  void learn(double atQuality, double length) {
    double value = Math.log(length) / Math.log(2);
    if (!known) {
      known = true;
      quality = atQuality;
      log = value;
      return;
    }
    double run = atQuality - quality;
    double rise = value - log;
    variance = FORGET * variance + run * run;
    covariance = FORGET * covariance + run * rise;
    double fitted = (covariance + USUAL_WEIGHT * USUAL_SLOPE) / (variance + USUAL_WEIGHT);
    slope = Math.max(LEAST_SLOPE, Math.min(MOST_SLOPE, fitted));
    quality += newest * run;
    log += newest * rise;
  }

  /** What the next frame takes at a quality. */
  double bytes(double atQuality) {
    return Math.pow(2, log + slope * (atQuality - quality));
  }
}
