package io.licorice.transform;

import io.licorice.lossless.MotionVectors;

/**
 * How far blocks of a frame are from what a reference shows elsewhere: what {@link IntegerWarp}
 * makes of flow that is the same for a whole block. Used by one thread.
 */
final class BlockError {
  private static final int SIDE = MotionVectors.BLOCK;
  private static final int TAPS = 4;

  private final short[][] planes;
  private final short[][] reference;
  private final int wide;
  private final int high;

  /** Rows of a block and those that sums down take beside them, summed across. */
  private final int[] rows = new int[(SIDE + TAPS - 1) * SIDE];

  private BlockError(short[][] planes, short[][] reference, int wide, int high) {
    this.planes = planes;
    this.reference = reference;
    this.wide = wide;
    this.high = high;
  }

  /** The same for another thread. */
  BlockError another() {
    return new BlockError(planes, reference, wide, high);
  }

  /** Of red, green and blue. */
  static BlockError ofColours(FramePlanes frame, FramePlanes reference) {
    short[][] planes = new short[FramePlanes.PLANES][];
    short[][] from = new short[FramePlanes.PLANES][];
    for (int c = 0; c < FramePlanes.PLANES; c++) {
      planes[c] = frame.plane(c);
      from[c] = reference.plane(c);
    }
    return new BlockError(planes, from, frame.wide(), frame.high());
  }

  /** Of luma, which is about a third of the error of all colours. */
  static BlockError ofLuma(FramePlanes frame, FramePlanes reference) {
    short[][] planes = {frame.luma()};
    return new BlockError(planes, new short[][] {reference.luma()}, frame.wide(), frame.high());
  }

  /**
   * The squared error of all planes, or any number that is not below a limit if it is not.
   *
   * @param x the block's first column
   * @param y its first row
   * @param right sixteenths of a pixel that the vector goes to the right
   * @param down likewise down
   */
  int of(int x, int y, int right, int down, int limit) {
    int fromX = x + (right >> IntegerWarp.FRACTION_BITS);
    int fromY = y + (down >> IntegerWarp.FRACTION_BITS);
    boolean inside = fromX > 0 && fromX + SIDE + 2 <= wide && fromY > 0 && fromY + SIDE + 2 <= high;
    int error = 0;
    for (int c = 0; c < planes.length && error < limit; c++) {
      if (inside) {
        sumAcross(reference[c], fromY * wide + fromX, IntegerWarp.taps(right));
        error += errorDown(planes[c], y * wide + x, IntegerWarp.taps(down));
      } else {
        error += errorAtEdge(c, x, y, right, down);
      }
    }
    return error;
  }

  /**
   * The same of whole pixels within the frame.
   *
   * @param right pixels that the vector goes to the right
   * @param down likewise down
   */
  int ofWhole(int x, int y, int right, int down, double limit) {
    int error = 0;
    for (int c = 0; c < planes.length; c++) {
      short[] plane = planes[c];
      short[] from = reference[c];
      int away = down * wide + right;
      for (int row = y; row < y + SIDE && error < limit; row++) {
        for (int i = row * wide + x; i < row * wide + x + SIDE; i++) {
          int difference = plane[i] - from[i + away];
          error += difference * difference;
        }
      }
    }
    return error;
  }

  private void sumAcross(short[] from, int first, int[] taps) {
    int at = first - wide - 1;
    for (int i = 0; i < rows.length; i += SIDE) {
      for (int j = 0; j < SIDE; j++) {
        rows[i + j] =
            taps[0] * from[at + j]
                + taps[1] * from[at + j + 1]
                + taps[2] * from[at + j + 2]
                + taps[3] * from[at + j + 3];
      }
      at += wide;
    }
  }

  private int errorDown(short[] plane, int first, int[] taps) {
    int error = 0;
    for (int i = 0; i < SIDE; i++) {
      error += errorOfRow(plane, first + i * wide, i * SIDE, taps);
    }
    return error;
  }

  /** The squared error of a row that begins at a place and is summed from some of the rows. */
  private int errorOfRow(short[] plane, int at, int from, int[] taps) {
    int error = 0;
    for (int j = 0; j < SIDE; j++) {
      int sum =
          taps[0] * rows[from + j]
              + taps[1] * rows[from + j + SIDE]
              + taps[2] * rows[from + j + 2 * SIDE]
              + taps[3] * rows[from + j + 3 * SIDE];
      int difference = plane[at + j] - IntegerWarp.sample(sum);
      error += difference * difference;
    }
    return error;
  }

  /** The same where samples that there are not count as the nearest ones that there are. */
  private int errorAtEdge(int c, int x, int y, int right, int down) {
    int first = (place(y, down, high) >> IntegerWarp.FRACTION_BITS) - 1;
    int last = (place(y + SIDE - 1, down, high) >> IntegerWarp.FRACTION_BITS) + TAPS - 2;
    for (int column = 0; column < SIDE; column++) {
      sumAcrossAtEdge(reference[c], column, place(x + column, right, wide), first, last);
    }
    int error = 0;
    for (int row = 0; row < SIDE; row++) {
      int at = place(y + row, down, high);
      int line = (at >> IntegerWarp.FRACTION_BITS) - 1 - first;
      error += errorOfRow(planes[c], (y + row) * wide + x, line * SIDE, IntegerWarp.taps(at));
    }
    return error;
  }

  private void sumAcrossAtEdge(short[] from, int column, int at, int first, int last) {
    int[] taps = IntegerWarp.taps(at);
    int middle = at >> IntegerWarp.FRACTION_BITS;
    int a = IntegerWarp.limited(middle - 1, wide - 1);
    int b = IntegerWarp.limited(middle + 1, wide - 1);
    int c = IntegerWarp.limited(middle + 2, wide - 1);
    for (int i = first; i <= last; i++) {
      int line = IntegerWarp.limited(i, high - 1) * wide;
      rows[(i - first) * SIDE + column] =
          taps[0] * from[line + a]
              + taps[1] * from[line + middle]
              + taps[2] * from[line + b]
              + taps[3] * from[line + c];
    }
  }

  /** Where a pixel comes from, in sixteenths. */
  private static int place(int pixel, int vector, int size) {
    int at = (pixel << IntegerWarp.FRACTION_BITS) + vector;
    return IntegerWarp.limited(at, size - 1 << IntegerWarp.FRACTION_BITS);
  }
}
