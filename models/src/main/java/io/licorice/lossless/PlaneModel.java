package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/**
 * All that a stream says of a plane before its residuals: how samples are predicted and which table
 * each residual is under.
 *
 * @param median true for the median predictor, false for linear ones
 * @param classOfBlock for each block of 16 x 16 samples, row by row, the linear predictor; null for
 *     the median predictor
 * @param taps for each linear predictor its coefficients in 1/1024, as {@link RowPredictor} orders
 *     them
 * @param weights weights of the features of {@link RowPredictor}, in 1/64
 * @param tableOfLevel for each of {@value #LEVELS} levels of expected error its table
 * @param tables 1 to 32 tables
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record PlaneModel(
    boolean median,
    byte[] classOfBlock,
    int[][] taps,
    int[] weights,
    byte[] tableOfLevel,
    ResidualTable[] tables) {
  /** Edge of a block of samples that share a linear predictor. */
  static final int BLOCK = 16;

  /** Linear predictors of a plane at most. */
  static final int MAX_CLASSES = 8;

  /** Tables of a plane at most. */
  static final int MAX_TABLES = 32;

  /** Levels of expected error. */
  static final int LEVELS = 108;

  /** The largest weight of a feature. */
  static final int MAX_WEIGHT = 127;

  /** The largest magnitude of a coefficient that is written. */
  static final int MAX_TAP = 1 << 14;

  private static final int TAP_ORDER = 6;
  private static final int RUN_ORDER = 2;

  /** The level of an expected error, which is at least 0 and below 2^28. */
  static int level(int expected) {
    int shifted = expected + 4;
    int octave = 29 - Integer.numberOfLeadingZeros(shifted);
    return 4 * octave + (shifted >>> octave & 3);
  }

  static int blocks(int side) {
    return (side + BLOCK - 1) / BLOCK;
  }

  void write(BitWriter out, int width, int references) {
    out.bits(median ? 1 : 0, 1);
    if (!median) {
      out.bits(taps.length - 1, 3);
      if (taps.length > 1) {
        ClassMap.write(out, classOfBlock, blocks(width), taps.length);
      }
      for (int[] tap : taps) {
        for (int i = 0; i < tap.length; i++) {
          if (!RowPredictor.isDerived(i)) {
            out.signed(tap[i], TAP_ORDER);
          }
        }
      }
    }
    for (int i = 0; i < RowPredictor.features(references); i++) {
      out.bits(weights[i], 7);
    }
    writeContexts(out);
  }

  private void writeContexts(BitWriter out) {
    out.bits(tables.length - 1, 5);
    int level = 0;
    for (int t = 0; t < tables.length - 1; t++) {
      int start = level;
      while (tableOfLevel[level] == t) {
        level++;
      }
      out.expGolomb(level - start - 1, RUN_ORDER);
    }
    for (ResidualTable table : tables) {
      table.write(out);
    }
  }

  static PlaneModel read(BitReader in, int width, int height, int references)
      throws LicFormatException {
    boolean median = in.bits(1) == 1;
    byte[] classes = null;
    int[][] taps = new int[0][];
    if (!median) {
      taps = new int[in.bits(3) + 1][];
      classes = new byte[Math.multiplyExact(blocks(width), blocks(height))];
      if (taps.length > 1) {
        ClassMap.read(in, classes, blocks(width), taps.length);
      }
      for (int c = 0; c < taps.length; c++) {
        taps[c] = readTaps(in, references);
      }
    }
    int[] weights = new int[RowPredictor.features(references)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = in.bits(7);
    }
    ResidualTable[] tables = new ResidualTable[in.bits(5) + 1];
    byte[] tableOfLevel = readLevels(in, tables.length);
    for (int t = 0; t < tables.length; t++) {
      tables[t] = ResidualTable.read(in);
    }
    return new PlaneModel(median, classes, taps, weights, tableOfLevel, tables);
  }

  private static int[] readTaps(BitReader in, int references) throws LicFormatException {
    int[] taps = new int[RowPredictor.taps(references)];
    for (int i = 0; i < taps.length; i++) {
      if (!RowPredictor.isDerived(i)) {
        taps[i] = in.signed(TAP_ORDER);
        if (Math.abs(taps[i]) > MAX_TAP) {
          throw in.malformed("coefficient out of range");
        }
      }
    }
    RowPredictor.derive(taps);
    return taps;
  }

  private static byte[] readLevels(BitReader in, int tables) throws LicFormatException {
    byte[] tableOfLevel = new byte[LEVELS];
    int level = 0;
    for (int t = 0; t < tables; t++) {
      int end = t == tables - 1 ? LEVELS : level + 1 + in.expGolomb(RUN_ORDER);
      if (end > LEVELS) {
        throw in.malformed("more than " + LEVELS + " levels of expected error");
      }
      while (level < end) {
        tableOfLevel[level++] = (byte) t;
      }
    }
    return tableOfLevel;
  }
}
