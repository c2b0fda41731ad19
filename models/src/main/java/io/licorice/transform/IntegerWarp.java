package io.licorice.transform;

import java.util.Optional;

/**
 * Takes the pixels of a frame from where the flow says that the reference shows them, in integers:
 * the same on every machine. See {@code models/doc/predicted-frames.md}, section "Warp".
 *
 * <p>Between samples it is the cubic convolution of Keys (1981). Used by one thread.
 */
final class IntegerWarp {
  /** Of a pixel: the flow's unit. */
  static final int FRACTION_BITS = 4;

  private static final int ONE = 1 << FRACTION_BITS;

  /** Weights of both directions sum to 64 each. */
  private static final int WEIGHT_BITS = 12;

  private static final int LARGEST = 255;

  /** What the samples at -1, 0, 1 and 2 count for a place at 0/16 to 15/16, in 1/64. */
  private static final int[][] TAPS = {
    {0, 64, 0, 0},
    {-2, 64, 2, 0},
    {-3, 61, 6, 0},
    {-4, 59, 10, -1},
    {-4, 56, 14, -2},
    {-5, 51, 20, -2},
    {-5, 47, 25, -3},
    {-4, 41, 30, -3},
    {-4, 36, 36, -4},
    {-3, 30, 41, -4},
    {-3, 25, 47, -5},
    {-2, 20, 51, -5},
    {-2, 14, 56, -4},
    {-1, 10, 59, -4},
    {0, 6, 61, -3},
    {0, 2, 64, -2}
  };

  private final int wide;
  private final int high;

  /** Flow of a row, then fractions of places. */
  private final int[] right;

  private final int[] down;
  private final int[] column;
  private final int[] line;

  /** Of a place at the edge: where the columns and the rows of its samples are. */
  private final int[] columns = new int[TAPS[0].length];

  private final int[] rows = new int[TAPS[0].length];

  private IntegerWarp(FramePlanes reference) {
    this.wide = reference.wide();
    this.high = reference.high();
    this.right = new int[wide];
    this.down = new int[wide];
    this.column = new int[wide];
    this.line = new int[wide];
  }

  /** What the four samples around a place count for, by where flow leads to. */
  static int[] taps(int sixteenths) {
    return TAPS[sixteenths & ONE - 1];
  }

  /** The sample that a sum over 4 x 4 of them stands for. */
  static int sample(int sum) {
    return limited(sum + (1 << WEIGHT_BITS - 1) >> WEIGHT_BITS, LARGEST);
  }

  /**
   * Warps a frame.
   *
   * @param threads share the rows
   * @return samples less 128: planes x rows x columns
   */
  static float[] warp(FramePlanes reference, FlowField flow, PassThreads threads) {
    return warp(reference, flow, Optional.empty(), threads);
  }

  /**
   * Warps the frame that the reference was predicted from: flow leads to the reference, and the
   * reference's own flow onwards from there.
   *
   * @param older that frame
   * @param flow to the reference
   * @param before the reference's flow
   * @param threads share the rows
   * @return samples less 128: planes x rows x columns
   */
  static float[] warpOnwards(
      FramePlanes older, FlowField flow, FlowField before, PassThreads threads) {
    return warp(older, flow, Optional.of(before), threads);
  }

  private static float[] warp(
      FramePlanes from, FlowField flow, Optional<FlowField> before, PassThreads threads) {
    float[] warped = new float[FramePlanes.PLANES * from.pixels()];
    threads.share(
        from.high(),
        (first, end) -> {
          IntegerWarp warp = new IntegerWarp(from);
          for (int row = first; row < end; row++) {
            flow.row(row, warp.right, warp.down);
            if (before.isPresent()) {
              warp.goOnwards(row, before.get());
            }
            warp.warp(row, from, warped);
          }
        });
    return warped;
  }

  /** Adds to the flow of a row what other flow there is at the pixels that it leads to. */
  private void goOnwards(int row, FlowField before) {
    for (int x = 0; x < wide; x++) {
      int thereX = limited(x + (right[x] + ONE / 2 >> FRACTION_BITS), wide - 1);
      int thereY = limited(row + (down[x] + ONE / 2 >> FRACTION_BITS), high - 1);
      right[x] += before.right(thereX, thereY);
      down[x] += before.down(thereX, thereY);
    }
  }

  /** Takes the pixels of a row from where its flow leads. */
  private void warp(int row, FramePlanes from, float[] warped) {
    locate(row);
    for (int x = 0; x < wide; x++) {
      int to = row * wide + x;
      if (right[x] == 0 && down[x] == 0) {
        int at = line[x] * wide + column[x];
        for (int c = 0; c < FramePlanes.PLANES; c++) {
          warped[to + c * from.pixels()] = from.plane(c)[at] - FramePlanes.CENTRE;
        }
      } else {
        interpolate(x, from, warped, to);
      }
    }
  }

  /** Turns flow into whole places and fractions. */
  private void locate(int row) {
    for (int x = 0; x < wide; x++) {
      int atX = limited((x << FRACTION_BITS) + right[x], wide - 1 << FRACTION_BITS);
      int atY = limited((row << FRACTION_BITS) + down[x], high - 1 << FRACTION_BITS);
      column[x] = atX >> FRACTION_BITS;
      line[x] = atY >> FRACTION_BITS;
      right[x] = atX & ONE - 1;
      down[x] = atY & ONE - 1;
    }
  }

  /** The nearest number from 0 to the last. */
  static int limited(int value, int last) {
    return Math.max(0, Math.min(value, last));
  }

  private void interpolate(int x, FramePlanes from, float[] warped, int to) {
    int x0 = column[x];
    int y0 = line[x];
    boolean inside = x0 > 0 && x0 < wide - 2 && y0 > 0 && y0 < high - 2;
    if (!inside) {
      findAtEdge(x0, y0);
    }
    int[] across = TAPS[right[x]];
    int[] along = TAPS[down[x]];
    for (int c = 0; c < FramePlanes.PLANES; c++) {
      short[] plane = from.plane(c);
      int sum =
          inside
              ? sum(plane, (y0 - 1) * wide + x0 - 1, across, along)
              : sumAtEdge(plane, across, along);
      warped[to + c * from.pixels()] = sample(sum) - FramePlanes.CENTRE;
    }
  }

  private int sum(short[] plane, int first, int[] across, int[] along) {
    int sum = 0;
    int at = first;
    for (int weight : along) {
      sum +=
          weight
              * (across[0] * plane[at]
                  + across[1] * plane[at + 1]
                  + across[2] * plane[at + 2]
                  + across[3] * plane[at + 3]);
      at += wide;
    }
    return sum;
  }

  /** Samples that there are not count as the nearest ones that there are. */
  private void findAtEdge(int x0, int y0) {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = limited(x0 - 1 + i, wide - 1);
      rows[i] = limited(y0 - 1 + i, high - 1) * wide;
    }
  }

  private int sumAtEdge(short[] plane, int[] across, int[] along) {
    int sum = 0;
    for (int j = 0; j < rows.length; j++) {
      int ofRow = 0;
      for (int i = 0; i < columns.length; i++) {
        ofRow += across[i] * plane[rows[j] + columns[i]];
      }
      sum += along[j] * ofRow;
    }
    return sum;
  }
}
