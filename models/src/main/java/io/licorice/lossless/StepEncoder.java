package io.licorice.lossless;

import java.util.Arrays;

/**
 * The entropy coder of a plane: rANS with one 32-bit state and 16-bit words.
 *
 * <p>Steps are queued in the order in which the decoder takes them, and coded from the last to the
 * first. Not safe for use by several threads.
 */
final class StepEncoder {
  /** Bits of a table's total. */
  static final int PRECISION = 16;

  /** What the frequencies of a table sum to. */
  static final int TOTAL = 1 << PRECISION;

  /** The smallest state, and the one in which the encoder begins. */
  static final int LOWER_BOUND = 1 << 16;

  /** Bytes of the state at the stream's beginning. */
  static final int STATE_BYTES = 4;

  /** Per step: first slot, shifted by 32, and frequency. */
  private long[] steps = new long[1 << 12];

  private int size;

  /** Queues an interval of slots. */
  void step(int start, int frequency) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, 2 * size);
    }
    steps[size++] = (long) start << 32 | frequency;
  }

  /** Queues 1 to 13 raw bits. */
  void raw(int value, int bits) {
    step(value << (PRECISION - bits), 1 << (PRECISION - bits));
  }

  /** Codes all that was queued: the state, then the words, all with the low byte first. */
  byte[] finish() {
    byte[] out = new byte[STATE_BYTES + 2 * size];
    int position = out.length;
    long state = LOWER_BOUND;
    for (int i = size - 1; i >= 0; i--) {
      long frequency = steps[i] & 0xFFFF_FFFFL;
      if (state >= frequency << PRECISION) {
        out[--position] = (byte) (state >> 8);
        out[--position] = (byte) state;
        state >>>= 16;
      }
      state = (state / frequency << PRECISION) + (steps[i] >>> 32) + state % frequency;
    }
    for (int i = STATE_BYTES - 1; i >= 0; i--) {
      out[--position] = (byte) (state >> 8 * i);
    }
    size = 0;
    return Arrays.copyOfRange(out, position, out.length);
  }
}
