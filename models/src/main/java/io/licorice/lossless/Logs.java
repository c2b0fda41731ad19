package io.licorice.lossless;

/** Logarithms of counts. */
final class Logs {
  private static final int SIZE = 1 << 12;
  private static final double OF_TWO = StrictMath.log(2);
  private static final double[] SMALL = new double[SIZE];

  static {
    for (int i = 1; i < SIZE; i++) {
      // StrictMath: an encoder decides by these numbers, and should decide alike everywhere.
      SMALL[i] = StrictMath.log(i) / OF_TWO;
    }
  }

  private Logs() {}

  /** The binary logarithm of a number of at least 1. */
  static double log2(int value) {
    if (value < SIZE) {
      return SMALL[value];
    }
    return StrictMath.log(value) / OF_TWO;
  }
}
