package io.licorice.transform;

/** What the residual of a block of 8 x 8 pixels is taken to cost, before it is coded. Immutable. */
final class ResidualPrice {
  /**
   * Of a block, whose 192 samples come from 96 where chroma is shared, that cost half a bit for
   * each doubling of their errors.
   */
  private static final double SAVED_BITS = 48;

  /** Squared error of a block, in those that are as bad as a bit, from which on it costs bits. */
  private static final double UNCODED = 90;

  /**
   * Logarithms are StrictMath's: an encoder decides by them, and should decide alike everywhere.
   */
  private static final double OF_TWO = StrictMath.log(2);

  private final double unit;

  /**
   * Prices at a quality.
   *
   * @param bitPrice squared error that is as bad as a bit
   */
  ResidualPrice(double bitPrice) {
    this.unit = UNCODED * bitPrice;
  }

  /** Bits that a block of so much squared error costs. */
  double bits(double squaredError) {
    return SAVED_BITS * StrictMath.log(1 + squaredError / unit) / OF_TWO;
  }

  /** The squared error from which on a block costs so many bits. */
  double squaredError(double bits) {
    return (StrictMath.exp(bits / SAVED_BITS * OF_TWO) - 1) * unit;
  }
}
