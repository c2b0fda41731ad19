package io.licorice.lossless;

/**
 * The alphabet of residuals: magnitudes below 32 each by itself, above that eight buckets an
 * octave, the place inside which is told by raw bits.
 *
 * <p>A symbol is a bucket with a sign: 0 is zero, 2b - 1 is bucket b with plus, 2b with minus.
 */
final class Buckets {
  /** Magnitudes are below 2^16. */
  static final int COUNT = 120;

  /** The number of symbols. */
  static final int SYMBOLS = 2 * COUNT - 1;

  private static final int EXACT = 32;

  private Buckets() {}

  /** The bucket of a magnitude. */
  static int of(int magnitude) {
    if (magnitude < EXACT) {
      return magnitude;
    }
    int octave = 31 - Integer.numberOfLeadingZeros(magnitude);
    return EXACT + (octave - 5) * 8 + (magnitude >>> (octave - 3) & 7);
  }

  /** The smallest magnitude of a bucket. */
  static int first(int bucket) {
    return bucket < EXACT ? bucket : (8 + (bucket & 7)) << rawBits(bucket);
  }

  /** The number of raw bits that tell a bucket's magnitudes apart. */
  static int rawBits(int bucket) {
    return bucket < EXACT ? 0 : ((bucket - EXACT) >> 3) + 2;
  }

  /** The symbol of a residual. */
  static int symbol(int residual) {
    return residual > 0 ? 2 * of(residual) - 1 : 2 * of(-residual);
  }

  /** The bucket of a symbol. */
  static int bucket(int symbol) {
    return (symbol + 1) >> 1;
  }

  /** The residual of smallest magnitude that has a symbol. */
  static int firstResidual(int symbol) {
    int magnitude = first(bucket(symbol));
    return (symbol & 1) == 1 ? magnitude : -magnitude;
  }
}
