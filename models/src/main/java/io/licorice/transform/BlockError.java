package io.licorice.transform;

import io.licorice.lossless.MotionVectors;

/**
 * How far blocks of a frame are from what a reference shows elsewhere: what {@link IntegerWarp}
 * makes of flow that is the same for a whole block. Used by one thread.
 */
final class BlockError {
  private static final int SIDE = MotionVectors.BLOCK;
  private static final int TAPS = 4;

  private final FramePlanes frame;
  private final FramePlanes reference;
  private final int wide;
  private final int high;

  /** Rows of a block and those that sums down take beside them, summed across. */
  private final int[] rows = new int[(SIDE + TAPS - 1) * SIDE];

  BlockError(FramePlanes frame, FramePlanes reference) {
    this.frame = frame;
    this.reference = reference;
    this.wide = frame.wide();
    this.high = frame.high();
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
    for (int c = 0; c < FramePlanes.PLANES && error < limit; c++) {
      short[] from = reference.plane(c);
      if (inside) {
        sumAcross(from, fromY * wide + fromX, IntegerWarp.taps(right));
        error += errorDown(frame.plane(c), y * wide + x, IntegerWarp.taps(down));
      } else {
        error += errorAtEdge(c, x, y, right, down);
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
    int at = first;
    for (int i = 0; i < SIDE * SIDE; i += SIDE) {
      for (int j = i; j < i + SIDE; j++) {
        int sum =
            taps[0] * rows[j]
                + taps[1] * rows[j + SIDE]
                + taps[2] * rows[j + 2 * SIDE]
                + taps[3] * rows[j + 3 * SIDE];
        int difference = plane[at + j - i] - IntegerWarp.sample(sum);
        error += difference * difference;
      }
      at += wide;
    }
    return error;
  }

  /** The same where samples that there are not count as the nearest ones that there are. */
  private int errorAtEdge(int c, int x, int y, int right, int down) {
    short[] from = reference.plane(c);
    short[] plane = frame.plane(c);
    int error = 0;
    for (int row = y; row < y + SIDE; row++) {
      int atY = place(row, down, high);
      int[] along = IntegerWarp.taps(atY);
      for (int column = x; column < x + SIDE; column++) {
        int atX = place(column, right, wide);
        int[] across = IntegerWarp.taps(atX);
        int sum = 0;
        for (int j = 0; j < TAPS; j++) {
          int line =
              IntegerWarp.limited((atY >> IntegerWarp.FRACTION_BITS) - 1 + j, high - 1) * wide;
          int ofLine = 0;
          for (int i = 0; i < TAPS; i++) {
            int at = IntegerWarp.limited((atX >> IntegerWarp.FRACTION_BITS) - 1 + i, wide - 1);
            ofLine += across[i] * from[line + at];
          }
          sum += along[j] * ofLine;
        }
        int difference = plane[row * wide + column] - IntegerWarp.sample(sum);
        error += difference * difference;
      }
    }
    return error;
  }

  /** Where a pixel comes from, in sixteenths. */
  private static int place(int pixel, int vector, int size) {
    int at = (pixel << IntegerWarp.FRACTION_BITS) + vector;
    return IntegerWarp.limited(at, size - 1 << IntegerWarp.FRACTION_BITS);
  }
}
