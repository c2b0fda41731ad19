package io.licorice.codec;

import io.licorice.transform.CellBlock;

/**
 * Finds cells in which many pixels repeat a neighbour, as those of text, drawings and screens do
 * and those of photographs do not.
 */
final class RepetitiveCells {
  private static final int CELL = CellBlock.CELL;

  private RepetitiveCells() {}

  /**
   * The cells of a picture, row by row, in which at least half of the pixels are equal, in all
   * colours, to the one to the left or the one above.
   *
   * @param planes how many of its channels count
   */
  static boolean[] of(Picture picture, int planes) {
    int columns = (picture.width() + CELL - 1) / CELL;
    int[] repeats = new int[columns];
    boolean[] found = new boolean[columns * ((picture.height() + CELL - 1) / CELL)];
    for (int y = 0; y < picture.height(); y++) {
      addRow(picture, planes, y, repeats);
      if (y % CELL == CELL - 1 || y == picture.height() - 1) {
        int rows = y % CELL + 1;
        for (int column = 0; column < columns; column++) {
          int pixels = rows * Math.min(CELL, picture.width() - column * CELL);
          found[y / CELL * columns + column] = 2 * repeats[column] >= pixels;
          repeats[column] = 0;
        }
      }
    }
    return found;
  }

  private static void addRow(Picture picture, int planes, int y, int[] repeats) {
    int width = picture.width();
    for (int x = 0; x < width; x++) {
      int at = y * width + x;
      if ((x > 0 && equal(picture, planes, at, at - 1))
          || (y > 0 && equal(picture, planes, at, at - width))) {
        repeats[x / CELL]++;
      }
    }
  }

  private static boolean equal(Picture picture, int planes, int a, int b) {
    for (int c = 0; c < planes; c++) {
      if (picture.plane(c)[a] != picture.plane(c)[b]) {
        return false;
      }
    }
    return true;
  }
}
