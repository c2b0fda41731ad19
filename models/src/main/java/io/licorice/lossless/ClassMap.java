package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/**
 * Which linear predictor each block has: its place in a list that begins with the predictors of the
 * blocks to the left and above, in unary.
 */
final class ClassMap {
  private ClassMap() {}

  static void write(BitWriter out, byte[] classes, int columns, int count) {
    for (int i = 0; i < classes.length; i++) {
      int rank = rank(classes[i], left(classes, i, columns), above(classes, i, columns));
      for (int r = 0; r < rank; r++) {
        out.bits(1, 1);
      }
      if (rank < count - 1) {
        out.bits(0, 1);
      }
    }
  }

  static void read(BitReader in, byte[] classes, int columns, int count) throws LicFormatException {
    for (int i = 0; i < classes.length; i++) {
      int rank = 0;
      while (rank < count - 1 && in.bits(1) == 1) {
        rank++;
      }
      int left = left(classes, i, columns);
      int above = above(classes, i, columns);
      int found = 0;
      while (rank(found, left, above) != rank) {
        found++;
      }
      classes[i] = (byte) found;
    }
  }

  /** The place of a class in the list: left, above if another, then the rest by number. */
  private static int rank(int value, int left, int above) {
    if (value == left) {
      return 0;
    }
    if (value == above) {
      return 1;
    }
    int smaller = (left < value ? 1 : 0) + (above < value && above != left ? 1 : 0);
    return (above == left ? 1 : 2) + value - smaller;
  }

  private static int left(byte[] classes, int block, int columns) {
    if (block % columns > 0) {
      return classes[block - 1];
    }
    return block == 0 ? 0 : classes[block - columns];
  }

  private static int above(byte[] classes, int block, int columns) {
    return block >= columns ? classes[block - columns] : left(classes, block, columns);
  }
}
