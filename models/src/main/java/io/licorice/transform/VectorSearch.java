package io.licorice.transform;

import io.licorice.lossless.MotionVectors;

/**
 * Finds the blocks of a frame that are better predicted by a vector of their own than by flow, as
 * far as the bits that they save are worth those of the vectors. Used by one thread.
 */
final class VectorSearch {
  private static final int SIDE = MotionVectors.BLOCK;

  /** Whole pixels around the mean of flow, in which vectors are sought. */
  private static final int ACROSS = 12;

  private static final int ALONG = 8;

  /**
   * Of a block, whose 192 samples come from 96 where chroma is shared, that cost half a bit for
   * each doubling of their errors.
   */
  private static final double SAVED_BITS = 48;

  /** Squared error of a block, in those that are as bad as a bit, from which on it costs bits. */
  private static final double UNCODED = 90;

  /** Bits of vectors count for so many: for some that are saved now, others will be missing. */
  private static final double WEIGHT = 1.5;

  /** Bits that a vector takes more than none, by how many of three neighbours have one. */
  private static final double[] GIVEN_BITS = {4, 1.2, -0.6, -2.5};

  /** No vector takes fewer bits. */
  private static final double LEAST_BITS = MotionVectors.bits(0, 0);

  /** Bits that fractions of a pixel, and chroma, may save. */
  private static final double HOPEFUL = 20;

  /** Eighths of a pixel are not sought: units are quarters. */
  private static final int[] FINER = {2 * MotionVectors.UNIT, MotionVectors.UNIT};

  private final FramePlanes frame;
  private final BlockError errors;
  private final MotionVectors vectors;
  private final double bitPrice;
  private final short[] luma;
  private final short[] referenceLuma;
  private final int wide;
  private final int high;

  /** What is expected of the vector of the block that is treated. */
  private int expectedRight;

  private int expectedDown;

  /** The best vector of a block so far, and its cost in bits. */
  private int right;

  private int down;
  private double cost;

  /** What was found among those of whole pixels. */
  private int wholeRight;

  private int wholeDown;

  /**
   * A search.
   *
   * @param flow of the frame, without vectors
   * @param bitPrice squared error that is as bad as a bit
   */
  VectorSearch(FramePlanes frame, FramePlanes reference, FlowField flow, double bitPrice) {
    this.frame = frame;
    this.errors = new BlockError(frame, reference);
    this.vectors = flow.noVectors();
    this.bitPrice = bitPrice;
    this.luma = frame.luma();
    this.referenceLuma = reference.luma();
    this.wide = frame.wide();
    this.high = frame.high();
  }

  /**
   * The vectors that pay.
   *
   * @param warped the reference where flow takes it, samples less 128
   */
  MotionVectors find(float[] warped) {
    for (int block = 0; block < vectors.blocks(); block++) {
      int x = block % vectors.width() * SIDE;
      int y = block / vectors.width() * SIDE;
      if (x >= frame.width() || y >= frame.height()) {
        continue;
      }
      double without = bits(frame.squaredError(warped, x, y, SIDE));
      double given = WEIGHT * GIVEN_BITS[vectors.givenAround(block)];
      if (without < given + WEIGHT * LEAST_BITS) {
        continue;
      }
      cost = without - given;
      boolean found = search(block, x, y);
      if (found) {
        vectors.give(block, right, down);
      }
    }
    return vectors;
  }

  /** Bits that a block's residual is taken to cost. */
  private double bits(double squaredError) {
    return SAVED_BITS * log2(1 + squaredError / (UNCODED * bitPrice));
  }

  /** The squared error from which on a block costs so many bits. */
  private double squaredError(double bits) {
    return (StrictMath.exp(bits / SAVED_BITS * StrictMath.log(2)) - 1) * UNCODED * bitPrice;
  }

  private static double log2(double value) {
    return StrictMath.log(value) / StrictMath.log(2);
  }

  /** Whether there is a vector that is cheaper than none. */
  private boolean search(int block, int x, int y) {
    expectedRight = vectors.expectedRight(block);
    expectedDown = vectors.expectedDown(block);
    boolean found = offer(x, y, expectedRight, expectedDown);
    for (int neighbour : vectors.neighboursGiven(block)) {
      int toRight = nearest(vectors.right(neighbour), expectedRight);
      found |= offer(x, y, toRight, nearest(vectors.down(neighbour), expectedDown));
    }
    if (searchWhole(block, x, y)) {
      int toRight = nearest(wholeRight, expectedRight);
      int toBottom = nearest(wholeDown, expectedDown);
      boolean better = offer(x, y, toRight, toBottom);
      if (!found && !better) {
        right = toRight;
        down = toBottom;
      }
      found |= better;
    } else if (!found) {
      return false;
    }
    for (int step : FINER) {
      found |= searchAround(x, y, step);
    }
    return found;
  }

  private boolean searchAround(int x, int y, int step) {
    int aroundRight = right;
    int aroundDown = down;
    boolean found = false;
    for (int place = 0; place < 9; place++) {
      if (place != 4) {
        int toRight = aroundRight + (place % 3 - 1) * step;
        found |= offer(x, y, toRight, aroundDown + (place / 3 - 1) * step);
      }
    }
    return found;
  }

  /** The vector that can be coded nearest to one. */
  private static int nearest(int vector, int expected) {
    int unit = MotionVectors.UNIT;
    return expected + Math.floorDiv(vector - expected + unit / 2, unit) * unit;
  }

  /** Takes a vector if it is cheaper than the best so far. */
  private boolean offer(int x, int y, int toRight, int toBottom) {
    if (Math.max(Math.abs(toRight), Math.abs(toBottom)) > MotionVectors.LIMIT) {
      return false;
    }
    double ofVector = WEIGHT * vectorBits(toRight, toBottom);
    if (ofVector >= cost) {
      return false;
    }
    int limit = (int) Math.min(squaredError(cost - ofVector), Integer.MAX_VALUE);
    double offered = ofVector + bits(errors.of(x, y, toRight, toBottom, limit));
    if (offered >= cost) {
      return false;
    }
    cost = offered;
    right = toRight;
    down = toBottom;
    return true;
  }

  private double vectorBits(int toRight, int toBottom) {
    int unit = MotionVectors.UNIT;
    return MotionVectors.bits((toRight - expectedRight) / unit, (toBottom - expectedDown) / unit);
  }

  /**
   * Finds the cheapest vector of whole pixels by luma alone.
   *
   * @return whether there is one that may become cheaper than the best so far
   */
  private boolean searchWhole(int block, int x, int y) {
    int nearRight = vectors.meanRight(block) + 8 >> IntegerWarp.FRACTION_BITS;
    int nearDown = vectors.meanDown(block) + 8 >> IntegerWarp.FRACTION_BITS;
    int lowRight = Math.max(-x, Math.min(nearRight - ACROSS, wide - SIDE - x));
    int highRight = Math.max(-x, Math.min(nearRight + ACROSS, wide - SIDE - x));
    int lowDown = Math.max(-y, Math.min(nearDown - ALONG, high - SIDE - y));
    int highDown = Math.max(-y, Math.min(nearDown + ALONG, high - SIDE - y));
    double least = cost + HOPEFUL;
    double limit = lumaLimit(least);
    boolean found = false;
    for (int v = lowDown; v <= highDown; v++) {
      for (int u = lowRight; u <= highRight; u++) {
        int error = lumaError(y * wide + x, (y + v) * wide + x + u, limit);
        if (error < limit) {
          int toRight = u << IntegerWarp.FRACTION_BITS;
          int toBottom = v << IntegerWarp.FRACTION_BITS;
          double offered =
              bits(FramePlanes.PLANES * (double) error) + WEIGHT * vectorBits(toRight, toBottom);
          if (offered < least) {
            least = offered;
            limit = lumaLimit(least);
            wholeRight = toRight;
            wholeDown = toBottom;
            found = true;
          }
        }
      }
    }
    return found;
  }

  /** The squared error of luma from which on no vector can cost as little. */
  private double lumaLimit(double bits) {
    return squaredError(bits - WEIGHT * LEAST_BITS) / FramePlanes.PLANES;
  }

  /** The squared error of a block of luma, or any number that is not below a limit. */
  private int lumaError(int at, int from, double limit) {
    int error = 0;
    for (int row = 0; row < SIDE && error < limit; row++) {
      for (int i = row * wide; i < row * wide + SIDE; i++) {
        int difference = luma[at + i] - referenceLuma[from + i];
        error += difference * difference;
      }
    }
    return error;
  }
}
