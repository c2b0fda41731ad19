package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/**
 * Codes or decodes yes-or-no answers whose probabilities are learnt; whoever decodes does not look
 * at what it is given. See the format specification, section "Quality map".
 */
interface Answers {
  boolean code(int context, boolean yes) throws LicFormatException;

  /** 1 to 13 bits that are as likely as not. */
  int bits(int value, int count) throws LicFormatException;

  /** Queues answers. */
  static Answers to(StepEncoder steps, AdaptiveBits bits) {
    return new Answers() {
      @Override
      public boolean code(int context, boolean yes) {
        int frequency = bits.frequency(context);
        steps.step(yes ? 0 : frequency, yes ? frequency : StepEncoder.TOTAL - frequency);
        bits.learn(context, yes);
        return yes;
      }

      @Override
      public int bits(int value, int count) {
        steps.raw(value, count);
        return value;
      }
    };
  }

  /** Answers that are known to both sides, to be learnt from. */
  static Answers learntBy(AdaptiveBits bits) {
    return new Answers() {
      @Override
      public boolean code(int context, boolean yes) {
        bits.learn(context, yes);
        return yes;
      }

      @Override
      public int bits(int value, int count) {
        return value;
      }
    };
  }

  /** Takes answers out of a stream. */
  static Answers from(StepDecoder steps, AdaptiveBits bits) {
    return new Answers() {
      @Override
      public boolean code(int context, boolean ignored) throws LicFormatException {
        int frequency = bits.frequency(context);
        boolean yes = steps.slot() < frequency;
        steps.take(yes ? 0 : frequency, yes ? frequency : StepEncoder.TOTAL - frequency);
        bits.learn(context, yes);
        return yes;
      }

      @Override
      public int bits(int ignored, int count) throws LicFormatException {
        int shift = StepEncoder.PRECISION - count;
        int value = steps.slot() >> shift;
        steps.take(value << shift, 1 << shift);
        return value;
      }
    };
  }
}
