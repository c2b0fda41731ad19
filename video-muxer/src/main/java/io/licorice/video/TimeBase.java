package io.licorice.video;

/**
 * The unit of a track's times: numerator / denominator of a second.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
public record TimeBase(int numerator, int denominator) {
  /**
   * Checks the values.
   *
   * @param numerator see the record
   * @param denominator see the record
   * @throws IllegalArgumentException if one is below 1
   */
  public TimeBase {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "a time base is a positive fraction, found " + numerator + "/" + denominator);
    }
  }

  /**
   * Seconds of a time.
   *
   * @param ticks time in this unit
   * @return seconds
   */
  public double seconds(long ticks) {
    return (double) ticks * numerator / denominator;
  }
}
