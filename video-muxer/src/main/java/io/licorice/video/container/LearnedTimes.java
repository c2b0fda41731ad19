package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.TimeBase;
import java.util.Optional;

/** Gives the rounded timestamps of a Matroska track the unit that they came from. */
final class LearnedTimes {
  private static final int NANOS = 1_000_000_000;

  private LearnedTimes() {}

  /**
   * Changes an index from nanoseconds to another unit, and fills in the durations.
   *
   * @param index times in nanoseconds; changed
   * @param defaultDuration what the container says of a frame's duration in nanoseconds, or 0
   * @param rounding nanoseconds of the container's tick
   * @return the unit
   */
  static TimeBase settle(PacketIndex index, long defaultDuration, long rounding)
      throws LicFormatException {
    int count = index.count();
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      times[i] = index.time(i);
      if (i > 0 && times[i] <= times[i - 1]) {
        throw new LicFormatException(
            index.offset(i), "frame " + i + " is shown no later than the one before it");
      }
    }
    Optional<FrameGrid> grid =
        count == 0 ? Optional.empty() : FrameGrid.find(times, count, (double) defaultDuration, (double) rounding);
    TimeBase unit = grid.map(FrameGrid::timeBase).orElseGet(() -> tick(rounding));
    double nanosOfUnit = unit.seconds(1) * NANOS;
    long[] ticks = new long[count];
    for (int i = 0; i < count; i++) {
      ticks[i] =
          grid.isPresent()
              ? grid.get().time(times[i], times[0])
              : Math.round(times[i] / nanosOfUnit);
    }
    double usual = grid.isPresent() ? grid.get().ticks() : defaultDuration / nanosOfUnit;
    for (int i = 0; i < count; i++) {
      double told = index.duration(i) > 0 ? index.duration(i) / nanosOfUnit : usual;
      long last = grid.isPresent() ? Math.round(told / usual) * (long) usual : Math.round(told);
      long duration = i + 1 < count ? ticks[i + 1] - ticks[i] : last;
      if (i + 1 == count && duration < 1 && count > 1) {
        duration = ticks[i] - ticks[i - 1];
      }
      index.retime(i, ticks[i], Math.max(1, duration));
    }
    return unit;
  }

  private static TimeBase tick(long nanos) {
    return NANOS % nanos == 0
        ? new TimeBase(1, (int) (NANOS / nanos))
        : new TimeBase((int) nanos, NANOS);
  }
}
