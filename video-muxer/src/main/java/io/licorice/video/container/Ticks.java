package io.licorice.video.container;

import io.licorice.video.TimeBase;

/**
 * Turns times of a video into nanoseconds.
 *
 * @param timeBase the video's unit
 */
record Ticks(TimeBase timeBase) {
  private static final double NANOS = 1e9;
  private static final int FINE = 10_000;

  long nanos(long time) {
    return Math.round(time * NANOS * timeBase.numerator() / timeBase.denominator());
  }

  /** Ticks of a second for MP4, of which the video's unit is a whole number. */
  int timescale() {
    int scale = timeBase.denominator();
    while (scale < FINE) {
      scale *= 2;
    }
    return scale;
  }
}
