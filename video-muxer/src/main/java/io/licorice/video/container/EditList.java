package io.licorice.video.container;

import java.util.ArrayList;
import java.util.List;

/** When parts of an MP4 track are shown. */
final class EditList {
  /** What decoders of sound want to hear before the first sample that counts. */
  private static final int PRE_ROLL_PACKETS = 3;

  private static final double NANOS = 1e9;

  private EditList() {}

  /**
   * An edit of the file.
   *
   * @param duration ticks of the movie; 0 for the rest
   * @param mediaTime where it begins, in ticks of the track; -1 for nothing shown
   */
  record Edit(long duration, long mediaTime) {}

  /**
   * A sample that is shown.
   *
   * @param sample its place in the index
   * @param time nanoseconds of the movie
   * @param duration nanoseconds
   * @param discard how much of its end is not shown
   */
  record Shown(int sample, long time, long duration, long discard) {}

  /**
   * Applies edits.
   *
   * @param index the track's samples
   * @param isSound whether samples before the first that counts are kept, with times below that of
   *     the edit
   */
  static List<Shown> apply(
      List<Edit> edits, PacketIndex index, long movieScale, long trackScale, boolean isSound) {
    double tick = NANOS / trackScale;
    List<Shown> shown = new ArrayList<>();
    double now = 0;
    boolean isFirst = true;
    for (Edit edit : edits.isEmpty() ? List.of(new Edit(0, 0)) : edits) {
      double length =
          edit.duration() == 0 ? Double.MAX_VALUE : edit.duration() * NANOS / movieScale;
      if (edit.mediaTime() >= 0) {
        double from = edit.mediaTime() * tick;
        int preRoll = isSound && isFirst ? PRE_ROLL_PACKETS : 0;
        add(shown, index, tick, from, length, now, preRoll);
        isFirst = false;
      }
      now += length;
    }
    return shown;
  }

  private static void add(
      List<Shown> shown,
      PacketIndex index,
      double tick,
      double from,
      double length,
      double now,
      int preRoll) {
    // A movie's ticks are coarser than a track's: half a millisecond is no cut.
    double slack = NANOS / 2000;
    int first = -1;
    for (int i = 0; i < index.count(); i++) {
      double start = index.time(i) * tick;
      double end = start + index.duration(i) * tick;
      if (first < 0 && end > from + (preRoll > 0 ? 0 : slack)) {
        first = i;
        for (int p = Math.max(0, i - preRoll); p < i; p++) {
          shown.add(at(index, p, tick, now - from, 0));
        }
      }
      if (first < 0 || start >= from + length) {
        continue;
      }
      double over = end - (from + length);
      shown.add(at(index, i, tick, now - from, over > 2 * slack ? Math.round(over) : 0));
    }
  }

  private static Shown at(PacketIndex index, int i, double tick, double shift, long discard) {
    long start = Math.round(index.time(i) * tick + shift);
    long end = Math.round((index.time(i) + index.duration(i)) * tick + shift);
    return new Shown(i, start, end - start, discard);
  }
}
