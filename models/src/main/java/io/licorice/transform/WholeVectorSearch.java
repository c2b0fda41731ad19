package io.licorice.transform;

import io.licorice.lossless.MotionVectors;

/**
 * Finds vectors of whole pixels by luma alone, for blocks whose flow is not yet decided: what was
 * found beside one flow is kept for the next, which differs from it by little. Used by one thread.
 */
final class WholeVectorSearch {
  private static final int SIDE = MotionVectors.BLOCK;

  /** Whole pixels around the mean of flow, in which vectors are sought. */
  private static final int ACROSS = 12;

  private static final int ALONG = 8;

  /** Bits that fractions of a pixel may save. */
  private static final double HOPEFUL = 20;

  private final ResidualPrice price;
  private final BlockError luma;
  private final int wide;
  private final int high;
  private final boolean[] found;
  private final int[] right;
  private final int[] down;

  /** Where nothing was found: the bits that it was to cost less than. */
  private final double[] sought;

  WholeVectorSearch(FramePlanes frame, FramePlanes reference, ResidualPrice price) {
    this(BlockError.ofLuma(frame, reference), frame.wide(), frame.high(), price);
  }

  private WholeVectorSearch(BlockError luma, int wide, int high, ResidualPrice price) {
    this.price = price;
    this.luma = luma;
    this.wide = wide;
    this.high = high;
    int blocks = wide / SIDE * (high / SIDE);
    this.found = new boolean[blocks];
    this.right = new int[blocks];
    this.down = new int[blocks];
    this.sought = new double[blocks];
  }

  /** One for another thread, which has found nothing yet. */
  WholeVectorSearch another() {
    return new WholeVectorSearch(luma.another(), wide, high, price);
  }

  /** Errors of luma. */
  BlockError luma() {
    return luma;
  }

  /** Sixteenths to the right of what was found last for a block. */
  int right(int block) {
    return right[block];
  }

  /** Likewise down. */
  int down(int block) {
    return down[block];
  }

  /**
   * Finds the cheapest vector of a block, unless one was found before.
   *
   * @param x the block's first column
   * @param y its first row
   * @param vectors of the blocks before it, and the means of flow
   * @param cost bits of the best so far
   * @return whether there is one that may become cheaper
   */
  boolean find(int block, int x, int y, MotionVectors vectors, double cost) {
    if (!found[block] && cost > sought[block]) {
      found[block] = search(block, x, y, vectors, cost + HOPEFUL);
      sought[block] = cost;
    }
    return found[block];
  }

  private boolean search(int block, int x, int y, MotionVectors vectors, double cost) {
    int expectedRight = vectors.expectedRight(block);
    int expectedDown = vectors.expectedDown(block);
    int nearRight = vectors.meanRight(block) + 8 >> IntegerWarp.FRACTION_BITS;
    int nearDown = vectors.meanDown(block) + 8 >> IntegerWarp.FRACTION_BITS;
    int lowRight = Math.max(-x, Math.min(nearRight - ACROSS, wide - SIDE - x));
    int highRight = Math.max(-x, Math.min(nearRight + ACROSS, wide - SIDE - x));
    int lowDown = Math.max(-y, Math.min(nearDown - ALONG, high - SIDE - y));
    int highDown = Math.max(-y, Math.min(nearDown + ALONG, high - SIDE - y));
    double least = cost;
    double limit = lumaLimit(least);
    boolean any = false;
    for (int v = lowDown; v <= highDown; v++) {
      for (int u = lowRight; u <= highRight; u++) {
        int error = luma.ofWhole(x, y, u, v, limit);
        if (error < limit) {
          int toRight = u << IntegerWarp.FRACTION_BITS;
          int toBottom = v << IntegerWarp.FRACTION_BITS;
          double offered =
              price.bits(FramePlanes.PLANES * (double) error)
                  + VectorSearch.vectorBits(toRight - expectedRight, toBottom - expectedDown);
          if (offered < least) {
            least = offered;
            limit = lumaLimit(least);
            right[block] = toRight;
            down[block] = toBottom;
            any = true;
          }
        }
      }
    }
    return any;
  }

  /** The squared error of luma from which on no vector can cost as little. */
  private double lumaLimit(double bits) {
    return price.squaredError(bits - VectorSearch.vectorBits(0, 0)) / FramePlanes.PLANES;
  }
}
