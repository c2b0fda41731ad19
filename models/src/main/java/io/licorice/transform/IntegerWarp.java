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

  /** What the sum over 4 x 4 samples of a plane has room in, raised so that it is not negative. */
  private static final int SUM_BITS = 21;

  private static final int RAISED_BY = 128;

  /** For all planes, and a half, so that samples are the nearest ones. */
  private static final long RAISED =
      ((RAISED_BY << WEIGHT_BITS) + (1 << WEIGHT_BITS - 1))
          * (1L | 1L << SUM_BITS | 1L << 2 * SUM_BITS);

  private final int wide;
  private final int high;

  /** The samples of the planes of each pixel, {@link #SUM_BITS} apart. */
  private final long[] pixels;

  private final float[] warped;

  /** Flow of a row, then fractions of places. */
  private final int[] right;

  private final int[] down;
  private final int[] column;
  private final int[] line;

  private IntegerWarp(FramePlanes from, long[] pixels, float[] warped) {
    this.wide = from.wide();
    this.high = from.high();
    this.pixels = pixels;
    this.warped = warped;
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
    return warp(older, flow, Optional.of(before.pixels(threads)), threads);
  }

  private static float[] warp(
      FramePlanes from, FlowField flow, Optional<FlowPixels> before, PassThreads threads) {
    float[] warped = new float[FramePlanes.PLANES * from.pixels()];
    long[] pixels = together(from, threads);
    threads.share(
        from.high(),
        (first, end) -> {
          IntegerWarp warp = new IntegerWarp(from, pixels, warped);
          for (int row = first; row < end; row++) {
            flow.row(row, warp.right, warp.down, 0);
            if (before.isPresent()) {
              warp.goOnwards(row, before.get());
            }
            warp.warp(row);
          }
        });
    return warped;
  }

  /** The samples of each pixel in one number, in which they are added up at once. */
  private static long[] together(FramePlanes from, PassThreads threads) {
    long[] pixels = new long[from.pixels()];
    short[] red = from.plane(0);
    short[] green = from.plane(1);
    short[] blue = from.plane(2);
    threads.share(
        pixels.length,
        (first, end) -> {
          for (int i = first; i < end; i++) {
            pixels[i] = red[i] | (long) green[i] << SUM_BITS | (long) blue[i] << 2 * SUM_BITS;
          }
        });
    return pixels;
  }

  /** Adds to the flow of a row what other flow there is at the pixels that it leads to. */
  private void goOnwards(int row, FlowPixels before) {
    for (int x = 0; x < wide; x++) {
      int thereX = limited(x + (right[x] + ONE / 2 >> FRACTION_BITS), wide - 1);
      int thereY = limited(row + (down[x] + ONE / 2 >> FRACTION_BITS), high - 1);
      int there = thereY * wide + thereX;
      right[x] += before.right()[there];
      down[x] += before.down()[there];
    }
  }

  /** Takes the pixels of a row from where its flow leads. */
  private void warp(int row) {
    locate(row);
    for (int x = 0; x < wide; x++) {
      int to = row * wide + x;
      if (right[x] == 0 && down[x] == 0) {
        long pixel = pixels[line[x] * wide + column[x]];
        for (int c = 0; c < FramePlanes.PLANES; c++) {
          warped[to + c * pixels.length] = part(pixel, c) - FramePlanes.CENTRE;
        }
      } else {
        long sums = interpolated(x) + RAISED;
        for (int c = 0; c < FramePlanes.PLANES; c++) {
          int sample = limited((part(sums, c) >> WEIGHT_BITS) - RAISED_BY, LARGEST);
          warped[to + c * pixels.length] = sample - FramePlanes.CENTRE;
        }
      }
    }
  }

  /** That of a plane. */
  private static int part(long together, int plane) {
    return (int) (together >> plane * SUM_BITS) & (1 << SUM_BITS) - 1;
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

  /** Sums of samples around a place times what they count for. */
  private long interpolated(int x) {
    int x0 = column[x];
    int y0 = line[x];
    int[] across = TAPS[right[x]];
    int[] along = TAPS[down[x]];
    if (x0 <= 0 || x0 >= wide - 2 || y0 <= 0 || y0 >= high - 2) {
      return interpolatedAtEdge(x0, y0, across, along);
    }
    long left = across[0];
    long here = across[1];
    long beside = across[2];
    long behind = across[3];
    int at = (y0 - 1) * wide + x0 - 1;
    long sums = 0;
    for (int weight : along) {
      sums +=
          weight
              * (left * pixels[at]
                  + here * pixels[at + 1]
                  + beside * pixels[at + 2]
                  + behind * pixels[at + 3]);
      at += wide;
    }
    return sums;
  }

  /** The same where samples that there are not count as the nearest ones that there are. */
  private long interpolatedAtEdge(int x0, int y0, int[] across, int[] along) {
    long sums = 0;
    for (int j = 0; j < along.length; j++) {
      int first = limited(y0 - 1 + j, high - 1) * wide;
      long ofRow = 0;
      for (int i = 0; i < across.length; i++) {
        ofRow += across[i] * pixels[first + limited(x0 - 1 + i, wide - 1)];
      }
      sums += along[j] * ofRow;
    }
    return sums;
  }
}
