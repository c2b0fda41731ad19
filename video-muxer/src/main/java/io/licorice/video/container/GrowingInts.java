package io.licorice.video.container;

import java.util.Arrays;

/** A list of ints. For use by one thread at a time. */
final class GrowingInts {
  private int[] values = new int[64];
  private int count;

  void add(int value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count + (count >> 1));
    }
    values[count++] = value;
  }

  int count() {
    return count;
  }

  int get(int i) {
    return values[i];
  }
}
