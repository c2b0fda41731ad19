package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/**
 * How often each residual is expected, in the form in which a file says it.
 *
 * @param levels points of a {@link SmoothTable}, or null
 * @param frequencies frequencies of the symbols 0, 1, 2 ..., of sum 65536; symbols that are behind
 *     the end or have 0 cannot be coded
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record ResidualTable(int[] levels, int[] frequencies) {
  private static final int GAP_ORDER = 0;
  private static final int FREQUENCY_ORDER = 7;
  private static final int LEVEL_ORDER = 1;

  /**
   * The cheaper of the two forms for counted symbols.
   *
   * @param counts how often each symbol occurs; at least one occurs
   */
  static ResidualTable fit(int[] counts) {
    int[] magnitudes = new int[Buckets.COUNT];
    for (int s = 0; s < counts.length; s++) {
      magnitudes[Buckets.bucket(s)] += counts[s];
    }
    int[] levels = SmoothTable.fit(magnitudes);
    ResidualTable smooth = new ResidualTable(levels, SmoothTable.frequencies(levels));
    ResidualTable exact = new ResidualTable(null, normalised(counts));
    return smooth.cost(counts) <= exact.cost(counts) ? smooth : exact;
  }

  /** Bits of the table and of counted symbols, without their raw bits. */
  double cost(int[] counts) {
    BitWriter writer = new BitWriter();
    write(writer);
    double bits = writer.count();
    for (int s = 0; s < counts.length; s++) {
      if (counts[s] > 0) {
        bits += counts[s] * (StepEncoder.PRECISION - Logs.log2(frequencies[s]));
      }
    }
    return bits;
  }

  /**
   * What residuals cost, their raw bits included.
   *
   * @return bits by bucket: the mean of plus and minus as often as they are expected
   */
  float[] bitsOfBuckets() {
    float[] bits = new float[Buckets.COUNT];
    for (int b = 0; b < bits.length; b++) {
      int first = Math.max(0, 2 * b - 1);
      double expected = 0;
      double sum = 0;
      for (int s = first; s <= Math.min(2 * b, frequencies.length - 1); s++) {
        if (frequencies[s] > 0) {
          expected += frequencies[s];
          sum += frequencies[s] * (StepEncoder.PRECISION - Logs.log2(frequencies[s]));
        }
      }
      bits[b] = (float) (Buckets.rawBits(b) + (expected > 0 ? sum / expected : 0));
    }
    return bits;
  }

  /** Scales counts to a sum of 65536, with at least 1 for each that is not 0. */
  private static int[] normalised(int[] counts) {
    long total = 0;
    int used = 0;
    int largest = 0;
    for (int s = 0; s < counts.length; s++) {
      total += counts[s];
      used += counts[s] > 0 ? 1 : 0;
      largest = counts[s] > counts[largest] ? s : largest;
    }
    int[] frequencies = new int[counts.length];
    int rest = StepEncoder.TOTAL;
    for (int s = 0; s < counts.length; s++) {
      if (counts[s] > 0) {
        frequencies[s] = 1 + (int) ((long) counts[s] * (StepEncoder.TOTAL - used) / total);
        rest -= frequencies[s];
      }
    }
    frequencies[largest] += rest;
    return frequencies;
  }

  void write(BitWriter out) {
    out.bits(levels == null ? 1 : 0, 1);
    if (levels != null) {
      out.bits(levels.length - 1, 5);
      for (int j = 1; j < levels.length; j++) {
        out.signed(levels[j] - levels[j - 1], LEVEL_ORDER);
      }
      return;
    }
    int used = 0;
    for (int frequency : frequencies) {
      used += frequency > 0 ? 1 : 0;
    }
    out.expGolomb(used - 1, 2);
    int next = 0;
    for (int s = 0; s < frequencies.length; s++) {
      if (frequencies[s] > 0) {
        out.expGolomb(s - next, GAP_ORDER);
        next = s + 1;
        if (--used > 0) {
          out.expGolomb(frequencies[s] - 1, FREQUENCY_ORDER);
        }
      }
    }
  }

  static ResidualTable read(BitReader in) throws LicFormatException {
    return in.bits(1) == 0 ? readSmooth(in) : readExact(in);
  }

  private static ResidualTable readSmooth(BitReader in) throws LicFormatException {
    int[] levels = new int[1 + in.bits(5)];
    for (int j = 1; j < levels.length; j++) {
      levels[j] = levels[j - 1] + in.signed(LEVEL_ORDER);
      if (Math.abs(levels[j]) > SmoothTable.MAX_LEVEL) {
        throw in.malformed("level of a table out of range");
      }
    }
    return new ResidualTable(levels, SmoothTable.frequencies(levels));
  }

  private static ResidualTable readExact(BitReader in) throws LicFormatException {
    int used = in.expGolomb(2) + 1;
    int[] frequencies = new int[Buckets.SYMBOLS];
    int symbol = -1;
    int rest = StepEncoder.TOTAL;
    for (int i = 0; i < used; i++) {
      symbol += 1 + in.expGolomb(GAP_ORDER);
      if (symbol >= Buckets.SYMBOLS) {
        throw in.malformed("symbol of a table out of range");
      }
      int frequency = i == used - 1 ? rest : 1 + in.expGolomb(FREQUENCY_ORDER);
      if (frequency > rest || frequency < 1) {
        throw in.malformed("frequencies of a table exceed 65536");
      }
      frequencies[symbol] = frequency;
      rest -= frequency;
    }
    return new ResidualTable(null, frequencies);
  }
}
