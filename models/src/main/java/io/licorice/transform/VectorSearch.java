package io.licorice.transform;

import io.licorice.lossless.MotionVectors;

/**
 * Finds the blocks of a frame that are better predicted by a vector of their own than by flow, as
 * far as the bits that they save are worth those of the vectors. Used by one thread.
 */
final class VectorSearch {
  private static final int SIDE = MotionVectors.BLOCK;

  /** Bits that a vector takes more than none, by how many of three neighbours have one. */
  private static final double[] GIVEN_BITS = {4, 1.2, -0.6, -2.5};

  /** Bits that chroma may save: vectors are sought by luma alone. */
  private static final double HOPEFUL = 20;

  /** Eighths of a pixel are not sought: units are quarters. */
  private static final int[] FINER = {2 * MotionVectors.UNIT, MotionVectors.UNIT};

  private final FramePlanes frame;
  private final BlockError colours;
  private final BlockError luma;
  private final MotionVectors vectors;
  private final ResidualPrice price;
  private final WholeVectorSearch whole;

  /** What is expected of the vector of the block that is treated. */
  private int expectedRight;

  private int expectedDown;

  /** The best vector of a block so far, and its cost in bits. */
  private int right;

  private int down;
  private double cost;

  /**
   * A search.
   *
   * @param flow of the frame, without vectors
   * @param whole finds those of whole pixels; what it has found for other flow, it knows
   * @param price what residuals cost
   */
  VectorSearch(
      FramePlanes frame,
      FramePlanes reference,
      FlowField flow,
      WholeVectorSearch whole,
      ResidualPrice price) {
    this.frame = frame;
    this.colours = BlockError.ofColours(frame, reference);
    this.luma = whole.luma();
    this.vectors = flow.noVectors();
    this.whole = whole;
    this.price = price;
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
      double without = price.bits(frame.squaredError(warped, x, y, SIDE));
      double given = GIVEN_BITS[vectors.givenAround(block)];
      if (without < given + vectorBits(0, 0)) {
        continue;
      }
      cost = without - given + HOPEFUL;
      if (search(block, x, y) && saves(x, y, without - given)) {
        vectors.give(block, right, down);
      }
    }
    return vectors;
  }

  /**
   * Bits that the residual of the whole frame is taken to cost.
   *
   * @param warped the reference where flow and vectors take it, samples less 128
   */
  double residualBits(float[] warped) {
    double sum = 0;
    for (int y = 0; y < frame.height(); y += SIDE) {
      for (int x = 0; x < frame.width(); x += SIDE) {
        sum += price.bits(frame.squaredError(warped, x, y, SIDE));
      }
    }
    return sum;
  }

  /** Whether there is a vector that may be cheaper than none. */
  private boolean search(int block, int x, int y) {
    expectedRight = vectors.expectedRight(block);
    expectedDown = vectors.expectedDown(block);
    boolean found = offer(x, y, expectedRight, expectedDown);
    for (int neighbour : vectors.neighboursGiven(block)) {
      int toRight = nearest(vectors.right(neighbour), expectedRight);
      found |= offer(x, y, toRight, nearest(vectors.down(neighbour), expectedDown));
    }
    if (whole.find(block, x, y, vectors, cost)) {
      int toRight = nearest(whole.right(block), expectedRight);
      int toBottom = nearest(whole.down(block), expectedDown);
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

  /** Whether what was found by luma is cheaper than so many bits. */
  private boolean saves(int x, int y, double bits) {
    double left = bits - vectorBits(right - expectedRight, down - expectedDown);
    if (left <= 0) {
      return false;
    }
    int limit = limit(price.squaredError(left));
    return colours.of(x, y, right, down, limit) < limit;
  }

  private static int limit(double squaredError) {
    return (int) Math.min(squaredError, Integer.MAX_VALUE);
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
    double ofVector = vectorBits(toRight - expectedRight, toBottom - expectedDown);
    if (ofVector >= cost) {
      return false;
    }
    // A limit would only save planes, and luma is one.
    int ofLuma = luma.of(x, y, toRight, toBottom, Integer.MAX_VALUE);
    double error = FramePlanes.PLANES * (double) ofLuma;
    double offered = ofVector + price.bits(error);
    if (offered >= cost) {
      return false;
    }
    cost = offered;
    right = toRight;
    down = toBottom;
    return true;
  }

  /** About the bits of a vector that is so many sixteenths from what is expected. */
  static double vectorBits(int toRight, int toBottom) {
    int unit = MotionVectors.UNIT;
    return MotionVectors.bits(toRight / unit, toBottom / unit);
  }
}
