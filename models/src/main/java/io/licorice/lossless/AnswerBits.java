package io.licorice.lossless;

/** Counts what answers cost instead of coding them; not safe for use by several threads. */
final class AnswerBits implements Answers {
  private final AdaptiveBits probabilities;
  private double count;

  AnswerBits(AdaptiveBits probabilities) {
    this.probabilities = probabilities;
  }

  @Override
  public boolean code(int context, boolean yes) {
    int frequency = probabilities.frequency(context);
    count += StepEncoder.PRECISION - Logs.log2(yes ? frequency : StepEncoder.TOTAL - frequency);
    probabilities.learn(context, yes);
    return yes;
  }

  @Override
  public int bits(int value, int more) {
    count += more;
    return value;
  }

  /** Bits of all answers so far. */
  double count() {
    return count;
  }
}
