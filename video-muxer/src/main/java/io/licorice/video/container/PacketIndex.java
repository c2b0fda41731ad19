package io.licorice.video.container;

import java.util.Arrays;
import java.util.BitSet;

/** Where the packets of a track lie and when they are shown. For use by one thread at a time. */
final class PacketIndex {
  private long[] offsets = new long[64];
  private int[] sizes = new int[64];
  private long[] times = new long[64];
  private long[] durations = new long[64];
  private final BitSet keys = new BitSet();
  private int count;

  void add(long offset, int size, long time, long duration, boolean isKey) {
    if (count == offsets.length) {
      int more = count + (count >> 1);
      offsets = Arrays.copyOf(offsets, more);
      sizes = Arrays.copyOf(sizes, more);
      times = Arrays.copyOf(times, more);
      durations = Arrays.copyOf(durations, more);
    }
    offsets[count] = offset;
    sizes[count] = size;
    times[count] = time;
    durations[count] = duration;
    keys.set(count, isKey);
    count++;
  }

  int count() {
    return count;
  }

  long offset(int i) {
    return offsets[i];
  }

  int size(int i) {
    return sizes[i];
  }

  long time(int i) {
    return times[i];
  }

  long duration(int i) {
    return durations[i];
  }

  boolean isKey(int i) {
    return keys.get(i);
  }

  void retime(int i, long time, long duration) {
    times[i] = time;
    durations[i] = duration;
  }
}
