package io.licorice.lossless;

/**
 * Residuals of samples from 0 to {@code largest} that may miss the truth by {@code maxError}.
 *
 * <p>A residual is modulo the number of levels that differ, so that it needs no more symbols than
 * there are samples (Weinberger, Seroussi, Sapiro 2000, section 3.3).
 *
 * @param largest the largest sample, at most 65535
 * @param maxError the largest error, at least 0
 */
record Quantiser(int largest, int maxError) {
  /** Difference of neighbouring levels. */
  int step() {
    return 2 * maxError + 1;
  }

  private int levels() {
    return (largest + 2 * maxError) / step() + 1;
  }

  /** What residuals are modulo, in samples. */
  int span() {
    return levels() * step();
  }

  /** The residual of a sample. */
  int residual(int predicted, int sample) {
    int error = sample - predicted;
    int quotient = error >= 0 ? (error + maxError) / step() : -((maxError - error) / step());
    int levels = levels();
    if (quotient < -(levels / 2)) {
      return quotient + levels;
    }
    return quotient >= (levels + 1) / 2 ? quotient - levels : quotient;
  }

  /** The sample that a decoder makes of a residual. */
  int restore(int predicted, int residual) {
    int sample = predicted + residual * step();
    if (sample < -maxError) {
      sample += span();
    }
    if (sample > largest + maxError) {
      sample -= span();
    }
    return Math.max(0, Math.min(sample, largest));
  }
}
