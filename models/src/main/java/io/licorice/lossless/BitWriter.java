package io.licorice.lossless;

import java.io.ByteArrayOutputStream;

/** Writes numbers of few bits, highest bit first; not safe for use by several threads. */
final class BitWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int pending;
  private int fill;
  private long count;

  /** Writes the low bits of a number, 0 to 31 of them. */
  void bits(int value, int bits) {
    for (int i = bits - 1; i >= 0; i--) {
      pending = pending << 1 | value >>> i & 1;
      if (++fill == 8) {
        out.write(pending);
        pending = 0;
        fill = 0;
      }
    }
    count += bits;
  }

  /** Writes a number of at least 0 in the Exp-Golomb code of an order. */
  void expGolomb(int value, int order) {
    int shifted = value + (1 << order);
    int digits = 32 - Integer.numberOfLeadingZeros(shifted);
    bits(0, digits - 1 - order);
    bits(shifted, digits);
  }

  /** Writes any number: 0, 1, -1, 2, -2 ... as 0, 1, 2, 3, 4. */
  void signed(int value, int order) {
    expGolomb(value > 0 ? 2 * value - 1 : -2 * value, order);
  }

  /** The number of bits so far. */
  long count() {
    return count;
  }

  /** All bits, with zeros up to a whole byte. */
  byte[] toBytes() {
    if (fill > 0) {
      bits(0, 8 - fill);
    }
    return out.toByteArray();
  }
}
