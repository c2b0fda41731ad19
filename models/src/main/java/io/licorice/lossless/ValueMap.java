package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which samples occur in a plane, so that it can be coded as if no others existed.
 *
 * @param first the smallest sample
 * @param values all samples that occur, ascending, or null if they are {@code first} to {@code
 *     first + largest}
 * @param largest the largest working sample: the number of samples that may occur, less one
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record ValueMap(int first, int[] values, int largest) {
  private static final int RUN_ORDER = 1;
  private static final double WORTH_IT = 0.25;

  /** The best map for a plane. */
  static ValueMap of(short[] plane, boolean exact) {
    BitSet used = new BitSet(1 << 16);
    for (short sample : plane) {
      used.set(sample & 0xFFFF);
    }
    int first = used.nextSetBit(0);
    int range = used.length() - first;
    int count = used.cardinality();
    ValueMap dense = new ValueMap(first, null, range - 1);
    if (!exact || 2 * count > range) {
      return dense;
    }
    ValueMap sparse = new ValueMap(first, used.stream().toArray(), count - 1);
    BitWriter writer = new BitWriter();
    sparse.write(writer, 16);
    double saved = plane.length * (Logs.log2(range) - Logs.log2(count));
    return writer.count() < WORTH_IT * saved ? sparse : dense;
  }

  void write(BitWriter out, int bitDepth) {
    out.bits(values == null ? 0 : 1, 1);
    if (values == null) {
      out.bits(first, bitDepth);
      out.bits(first + largest, bitDepth);
      return;
    }
    int runs = 1;
    for (int i = 1; i < values.length; i++) {
      runs += values[i] == values[i - 1] + 1 ? 0 : 1;
    }
    out.expGolomb(runs - 1, RUN_ORDER);
    int next = 0;
    for (int i = 0; i < values.length; ) {
      int end = i + 1;
      while (end < values.length && values[end] == values[end - 1] + 1) {
        end++;
      }
      out.expGolomb(values[i] - next, RUN_ORDER);
      out.expGolomb(end - i - 1, RUN_ORDER);
      next = values[end - 1] + 2;
      i = end;
    }
  }

  static ValueMap read(BitReader in, int bitDepth) throws LicFormatException {
    if (in.bits(1) == 0) {
      int first = in.bits(bitDepth);
      int last = in.bits(bitDepth);
      if (last < first) {
        throw in.malformed("smallest sample above the largest");
      }
      return new ValueMap(first, null, last - first);
    }
    int runs = in.expGolomb(RUN_ORDER) + 1;
    int[] values = new int[1 << bitDepth];
    int count = 0;
    int next = 0;
    for (int run = 0; run < runs; run++) {
      int start = next + in.expGolomb(RUN_ORDER);
      int end = start + 1 + in.expGolomb(RUN_ORDER);
      if (end > values.length) {
        throw in.malformed("sample of more than " + bitDepth + " bits");
      }
      for (int value = start; value < end; value++) {
        values[count++] = value;
      }
      next = end + 1;
    }
    return new ValueMap(values[0], Arrays.copyOf(values, count), count - 1);
  }

  /** The working samples of a plane. */
  int[] working(short[] plane) {
    int[] inverse = new int[1 << 16];
    if (values == null) {
      for (int i = 0; i <= largest; i++) {
        inverse[first + i] = i;
      }
    } else {
      for (int i = 0; i < values.length; i++) {
        inverse[values[i]] = i;
      }
    }
    int[] working = new int[plane.length];
    for (int i = 0; i < working.length; i++) {
      working[i] = inverse[plane[i] & 0xFFFF];
    }
    return working;
  }

  /** Samples from working samples; that of column x is at index x + 2 of the row. */
  void restore(int[] row, short[] samples) {
    if (values == null) {
      for (int x = 0; x < samples.length; x++) {
        samples[x] = (short) (row[x + 2] + first);
      }
    } else {
      for (int x = 0; x < samples.length; x++) {
        samples[x] = (short) values[row[x + 2]];
      }
    }
  }
}
