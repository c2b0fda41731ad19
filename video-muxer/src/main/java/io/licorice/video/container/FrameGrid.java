package io.licorice.video.container;

import io.licorice.video.TimeBase;
import java.util.Optional;

/**
 * Finds the frame rate behind timestamps that a container rounded, to milliseconds as a rule.
 *
 * @param frameTime for how long a frame is shown
 * @param ticks units of {@link #timeBase} in a frame
 * @param origin the first timestamp in that unit
 */
record FrameGrid(TimeBase frameTime, int ticks, long origin) {
  private static final double NANOS = 1e9;
  private static final int FINE = 1000;
  private static final int FASTEST = 300;

  /**
   * Looks for a rate.
   *
   * @param times nanoseconds, rising
   * @param count how many of them count, at least 1
   * @param frame what the container says of a frame's duration in nanoseconds, or 0
   * @param rounding by how much a timestamp may be wrong in nanoseconds
   * @return the rate; empty if the frames do not come regularly
   */
  static Optional<FrameGrid> find(long[] times, int count, double frame, double rounding) {
    double mean = frame;
    if (mean <= 0 || mean * (count - 1) > 2 * (times[count - 1] - times[0] + rounding)) {
      if (count < 3) {
        return Optional.empty();
      }
      mean = (double) (times[count - 1] - times[0]) / (count - 1);
    }
    TimeBase best = null;
    double bestError = Double.MAX_VALUE;
    for (int rate = 1; rate <= 2 * FASTEST; rate++) {
      for (int divisor : new int[] {1000, 1001}) {
        TimeBase base = reduced(divisor * 2, rate * 1000);
        double nanos = base.seconds(1) * NANOS;
        double error = Math.abs(nanos / mean - 1);
        if (error < bestError && error < 0.02 && fits(times, count, nanos, rounding)) {
          bestError = error;
          best = base;
        }
      }
    }
    return Optional.ofNullable(best).map(base -> at(base, times[0], rounding));
  }

  private static FrameGrid at(TimeBase frame, long first, double rounding) {
    double frames = first / (frame.seconds(1) * NANOS);
    boolean isWhole = Math.abs(frames - Math.rint(frames)) * frame.seconds(1) * NANOS <= rounding;
    int ticks = isWhole ? 1 : FINE;
    return new FrameGrid(frame, ticks, Math.round(frames * ticks));
  }

  TimeBase timeBase() {
    return reduced(frameTime.numerator(), Math.multiplyExact(frameTime.denominator(), ticks));
  }

  /** A timestamp in the unit of {@link #timeBase}. */
  long time(long nanos, long firstNanos) {
    return origin + ticks * Math.round((nanos - firstNanos) / (frameTime.seconds(1) * NANOS));
  }

  private static boolean fits(long[] times, int count, double frame, double rounding) {
    long last = -1;
    for (int i = 0; i < count; i++) {
      double place = (times[i] - times[0]) / frame;
      long frames = Math.round(place);
      // The first one may be rounded the other way.
      if (frames <= last || Math.abs(place - frames) * frame > 2 * rounding) {
        return false;
      }
      last = frames;
    }
    return true;
  }

  private static TimeBase reduced(int numerator, int denominator) {
    int divisor =
        java.math.BigInteger.valueOf(numerator)
            .gcd(java.math.BigInteger.valueOf(denominator))
            .intValue();
    return new TimeBase(numerator / divisor, denominator / divisor);
  }
}
