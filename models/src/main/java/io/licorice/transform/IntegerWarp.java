package io.licorice.transform;

/**
 * Takes the pixels of a frame from where the flow says that the reference shows them, in integers:
 * the same on every machine. See {@code models/doc/predicted-frames.md}, section "Warp".
 */
final class IntegerWarp {
  /** Of a pixel: the flow's unit. */
  private static final int FRACTION_BITS = 4;

  private static final int ONE = 1 << FRACTION_BITS;

  private IntegerWarp() {}

  /**
   * Warps a frame.
   *
   * @return samples less 128: planes x rows x columns
   */
  static float[] warp(FramePlanes reference, FlowField flow) {
    int wide = reference.wide();
    int pixels = reference.pixels();
    float[] warped = new float[FramePlanes.PLANES * pixels];
    int[] right = new int[wide];
    int[] down = new int[wide];
    // Where a pixel's four samples are, and what each counts, for all planes.
    int[] corner = new int[wide];
    int[] across = new int[wide];
    int[] below = new int[wide];
    for (int row = 0; row < reference.high(); row++) {
      flow.row(row, right, down);
      locate(row, reference, right, down, corner, across, below);
      for (int c = 0; c < FramePlanes.PLANES; c++) {
        interpolate(
            reference.plane(c),
            right,
            down,
            corner,
            across,
            below,
            warped,
            c * pixels + row * wide);
      }
    }
    return warped;
  }

  /** Turns flow into fractions, in place, and finds the samples around each place. */
  private static void locate(
      int row,
      FramePlanes reference,
      int[] right,
      int[] down,
      int[] corner,
      int[] across,
      int[] below) {
    int wide = reference.wide();
    int lastColumn = wide - 1 << FRACTION_BITS;
    int lastRow = reference.high() - 1 << FRACTION_BITS;
    for (int x = 0; x < wide; x++) {
      int atX = Math.max(0, Math.min((x << FRACTION_BITS) + right[x], lastColumn));
      int atY = Math.max(0, Math.min((row << FRACTION_BITS) + down[x], lastRow));
      corner[x] = (atY >> FRACTION_BITS) * wide + (atX >> FRACTION_BITS);
      across[x] = atX < lastColumn ? 1 : 0;
      below[x] = atY < lastRow ? wide : 0;
      right[x] = atX & ONE - 1;
      down[x] = atY & ONE - 1;
    }
  }

  private static void interpolate(
      short[] plane,
      int[] right,
      int[] down,
      int[] corner,
      int[] across,
      int[] below,
      float[] warped,
      int to) {
    for (int x = 0; x < corner.length; x++) {
      int a = right[x];
      int upper = corner[x];
      int lower = upper + below[x];
      int step = across[x];
      int top = (ONE - a) * plane[upper] + a * plane[upper + step];
      int bottom = (ONE - a) * plane[lower] + a * plane[lower + step];
      int sum = (ONE - down[x]) * top + down[x] * bottom;
      warped[to + x] = (sum + ONE * ONE / 2 >> 2 * FRACTION_BITS) - FramePlanes.CENTRE;
    }
  }
}
