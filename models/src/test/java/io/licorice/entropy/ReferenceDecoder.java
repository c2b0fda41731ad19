package io.licorice.entropy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The format's rules written down as plainly as possible, with no thought of speed or damage. */
final class ReferenceDecoder {
  private final int[][] halves;
  private final ByteBuffer in;
  private final long[] states;

  ReferenceDecoder(int[][] halves, byte[] stream) {
    this.halves = halves;
    in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    states = new long[1 << in.get()];
    for (int lane = 0; lane < states.length; lane++) {
      states[lane] = in.getInt() & 0xFFFF_FFFFL;
    }
  }

  int[] decode(byte[] tableIndex) {
    int[] symbols = new int[tableIndex.length];
    int lane = 0;
    for (int i = 0; i < symbols.length; i++) {
      int[] half = halves[tableIndex[i] & 0xFF];
      if (half.length > 0) {
        symbols[i] = symbol(lane, half);
        lane = (lane + 1) % states.length;
      }
    }
    return symbols;
  }

  boolean isFinished() {
    boolean finished = !in.hasRemaining();
    for (long state : states) {
      finished &= state == 65536;
    }
    return finished;
  }

  private int symbol(int lane, int[] half) {
    int slot = (int) (states[lane] % 65536);
    int start = 0;
    for (int k = 0; k < half.length - 1; k++) {
      for (int sign = 1; sign >= (k == 0 ? 1 : -1); sign -= 2) {
        if (slot < start + half[k]) {
          take(lane, start, half[k]);
          return sign * k;
        }
        start += half[k];
      }
    }
    take(lane, start, half[half.length - 1]);
    int zeros = 0;
    while (bit(lane) == 0) {
      zeros++;
    }
    int value = 1;
    for (int i = 0; i < zeros; i++) {
      value = 2 * value + bit(lane);
    }
    int magnitude = half.length - 2 + value;
    return bit(lane) == 0 ? magnitude : -magnitude;
  }

  private int bit(int lane) {
    int bit = (int) (states[lane] % 65536 / 32768);
    take(lane, 32768 * bit, 32768);
    return bit;
  }

  private void take(int lane, int start, int frequency) {
    long state = states[lane];
    state = frequency * (state / 65536) + state % 65536 - start;
    if (state < 65536) {
      state = state * 65536 + (in.getShort() & 0xFFFF);
    }
    states[lane] = state;
  }
}
