package io.licorice.lossless;

import java.util.Arrays;

/**
 * Probabilities of yes and no in a number of contexts, each learnt from the answers before it, in
 * integers: see the format specification, section "Quality map". Not safe for use by several
 * threads.
 */
final class AdaptiveBits {
  /** Probabilities are in units of 2 to minus this. */
  static final int PRECISION = 22;

  private static final int TO_FREQUENCY = PRECISION - StepEncoder.PRECISION;

  /** Neither answer gets fewer slots. */
  private static final int LEAST = 32;

  /** Answers after which a context no longer slows down. */
  private static final int SLOWEST = 255;

  private final int[] probability;
  private final int[] seen;

  AdaptiveBits(int contexts) {
    probability = new int[contexts];
    seen = new int[contexts];
    Arrays.fill(probability, 1 << PRECISION - 1);
  }

  AdaptiveBits(StartingBits start) {
    probability = start.probability();
    seen = start.seen();
  }

  private AdaptiveBits(int[] probability, int[] seen) {
    this.probability = probability;
    this.seen = seen;
  }

  AdaptiveBits copy() {
    return new AdaptiveBits(probability.clone(), seen.clone());
  }

  /** Slots of a yes, which come first; those of a no are all the others. */
  int frequency(int context) {
    int frequency = probability[context] >> TO_FREQUENCY;
    return Math.max(LEAST, Math.min(frequency, StepEncoder.TOTAL - LEAST));
  }

  /** Learns an answer. */
  void learn(int context, boolean yes) {
    int p = probability[context];
    int n = seen[context];
    // Between the estimators of Krichevsky and Trofimov, and of one who trusts what he sees.
    int divisor = 2 * n + 3;
    probability[context] = yes ? p + 2 * ((1 << PRECISION) - p) / divisor : p - 2 * p / divisor;
    seen[context] = Math.min(n + 1, SLOWEST);
  }
}
