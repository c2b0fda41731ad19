package io.licorice.lossless;

/**
 * Finds the symbol that owns a slot, for all tables of a plane.
 *
 * <p>An answer is packed into a long: bits 0-16 the frequency, 17-32 the first slot, 33-36 the
 * number of raw bits, 37-54 the residual of smallest magnitude. A bucket of several symbols has the
 * sign bit set and, below, the index of its first answer.
 */
final class SymbolLookup {
  /** Buckets a table are two to this power. */
  static final int LOG_BUCKETS = 8;

  /** Low bits of a slot that do not take part in the choice of its bucket. */
  static final int SHIFT = StepEncoder.PRECISION - LOG_BUCKETS;

  private final long[] buckets;
  private final long[] answers;

  SymbolLookup(ResidualTable[] tables) {
    buckets = new long[tables.length << LOG_BUCKETS];
    answers = new long[tables.length * Buckets.SYMBOLS];
    for (int t = 0; t < tables.length; t++) {
      fill(tables[t].frequencies(), t << LOG_BUCKETS, t * Buckets.SYMBOLS);
    }
  }

  private void fill(int[] frequencies, int firstBucket, int firstAnswer) {
    int start = 0;
    int count = firstAnswer;
    for (int s = 0; s < frequencies.length; s++) {
      if (frequencies[s] > 0) {
        long residual = Buckets.firstResidual(s) & 0x3FFFF;
        int raw = Buckets.rawBits(Buckets.bucket(s));
        answers[count++] = residual << 37 | (long) raw << 33 | (long) start << 17 | frequencies[s];
        start += frequencies[s];
      }
    }
    int answer = firstAnswer;
    for (int b = 0; b < 1 << LOG_BUCKETS; b++) {
      int slot = b << SHIFT;
      while (end(answers[answer]) <= slot) {
        answer++;
      }
      boolean mixed = end(answers[answer]) < slot + (1 << SHIFT);
      buckets[firstBucket + b] = mixed ? Long.MIN_VALUE | answer : answers[answer];
    }
  }

  /** Table t has the 2^{@value #LOG_BUCKETS} buckets from t << {@value #LOG_BUCKETS} on. */
  long[] buckets() {
    return buckets;
  }

  /** The answer for a slot in a bucket of several symbols. */
  long resolve(long bucket, int slot) {
    int i = (int) bucket;
    while (end(answers[i]) <= slot) {
      i++;
    }
    return answers[i];
  }

  static int frequency(long answer) {
    return (int) answer & 0x1FFFF;
  }

  static int start(long answer) {
    return (int) (answer >>> 17) & 0xFFFF;
  }

  static int rawBits(long answer) {
    return (int) (answer >>> 33) & 15;
  }

  static int residual(long answer) {
    return (int) (answer << 9 >> 46);
  }

  private static int end(long answer) {
    return start(answer) + frequency(answer);
  }
}
