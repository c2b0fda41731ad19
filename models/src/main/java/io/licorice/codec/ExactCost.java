package io.licorice.codec;

import io.licorice.transform.CellBlock;

/**
 * Guesses what prediction would take for each cell of a picture, in a fraction of the time: as if
 * each residual of the median predictor were coded by a zero flag and a geometric magnitude, both
 * adaptive, in contexts of how busy the neighbourhood is.
 */
final class ExactCost {
  private static final int CELL = CellBlock.CELL;
  private static final int CONTEXTS = 5;
  private static final double FORGET = 1.0 / 64;
  private static final double LOG2 = Math.log(2);

  private final int width;
  private final int height;
  private final double[] bits;

  /** Of each context: how probable a zero is, and the mean of magnitudes above 1, less 1. */
  private final double[] zero = new double[CONTEXTS];

  private final double[] beyond = new double[CONTEXTS];

  private ExactCost(int width, int height) {
    this.width = width;
    this.height = height;
    this.bits = new double[cells(width) * cells(height)];
  }

  private static int cells(int side) {
    return (side + CELL - 1) / CELL;
  }

  /**
   * Bits of each cell, row by row.
   *
   * @param picture the samples
   * @param planes how many of its channels count
   */
  static double[] ofCells(Picture picture, int planes) {
    ExactCost cost = new ExactCost(picture.width(), picture.height());
    for (int c = 0; c < planes; c++) {
      // Red and blue are predicted from green, as coders of colours do in one way or another.
      cost.add(picture.plane(c), planes >= 3 && c != 1 && c < 3 ? picture.plane(1) : null);
    }
    return cost.bits;
  }

  private void add(short[] plane, short[] green) {
    for (int i = 0; i < CONTEXTS; i++) {
      zero[i] = 0.5;
      beyond[i] = 1;
    }
    int[] above = new int[width];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      int northWest = above[0];
      int west = above[0];
      int cells = y / CELL * cells(width);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        int value = (plane[at] & 0xFFFF) - (green == null ? 0 : green[at] & 0xFFFF);
        int north = above[x];
        int guess = median(west, north, west + north - northWest);
        int busy = Math.abs(west - northWest) + Math.abs(north - northWest);
        bits[cells + x / CELL] += code(context(busy), Math.abs(value - guess));
        row[x] = value;
        west = value;
        northWest = north;
      }
      int[] swap = above;
      above = row;
      row = swap;
    }
  }

  private static int median(int a, int b, int c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private static int context(int busy) {
    if (busy == 0) {
      return 0;
    }
    return busy < 3 ? 1 : busy < 9 ? 2 : busy < 28 ? 3 : 4;
  }

  private double code(int context, int magnitude) {
    double p = zero[context];
    if (magnitude == 0) {
      zero[context] = Math.min(p + (1 - p) * FORGET, 1 - 1e-4);
      return -Math.log(p) / LOG2;
    }
    zero[context] = Math.max(p - p * FORGET, 1e-3);
    double mean = beyond[context];
    beyond[context] = mean + (magnitude - 1 - mean) * FORGET;
    double more = mean / (1 + mean);
    double geometric = -((magnitude - 1) * Math.log(more) + Math.log(1 - more)) / LOG2;
    double sign = 1;
    return sign - Math.log(1 - p) / LOG2 + Math.min(geometric, universal(magnitude));
  }

  /** Of a code that expects nothing: large magnitudes come before their mean is learnt. */
  private static double universal(int magnitude) {
    double length = Math.log(magnitude) / LOG2;
    return length + 2 * Math.log(length + 1) / LOG2;
  }
}
