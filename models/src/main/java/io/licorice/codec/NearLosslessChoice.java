package io.licorice.codec;

import java.util.OptionalInt;

/**
 * Foretells whether a lossy picture is better coded by prediction with small errors, as pictures
 * with few levels or little noise are at high qualities. Better is what costs less, bits and errors
 * added up as the networks of the quality step weigh them.
 *
 * @param pixels pixels of the picture
 * @param colours its channels without alpha
 * @param span levels between its lowest and its highest sample
 * @param errorPerBit squared error, in 255ths of the span and summed over the three planes that
 *     networks see, that is as bad as a bit
 * @param losslessBits about what a lossless file would take
 */
record NearLosslessChoice(
    long pixels, int colours, int span, double errorPerBit, double losslessBits) {
  /** Larger errors are seen as streaks. */
  private static final int LARGEST = 8;

  /** Below so many bits a sample, prediction from wrong samples makes the guess meaningless. */
  private static final double FEWEST_BITS = 1.0;

  /** How far guesses may be wrong. */
  private static final double DOUBT = 1.1;

  /**
   * Bits that an error saves, of those that it would of independent samples. Colours that are
   * predicted from each other lose much of what they have in common.
   */
  private static final double SAVED_GRAY = 0.95;

  private static final double SAVED_COLOUR = 0.6;

  /** Guesses of noise's bits may be too large by this factor. */
  private static final double TOO_MANY = 1.5;

  /** A file may be larger by this factor than the one that networks make of the same quality. */
  private static final double GROWTH = 1.25;

  private static final double LOG2 = Math.log(2);

  /** Where bits are many, networks leave an error of so many bits' worth in each sample. */
  private static final double LEARNED_ERROR = 1 / (2 * LOG2);

  /**
   * The largest error with which prediction may be the better way.
   *
   * @param learnedBytes what the networks' file takes
   * @return the error; empty if networks are better without a doubt
   */
  OptionalInt insteadOf(long learnedBytes) {
    int best = 0;
    double least = DOUBT * (8.0 * learnedBytes + LEARNED_ERROR * 3 * pixels);
    for (int k = 1; k <= LARGEST && isGuessed(k); k++) {
      double cost = bits(k) + squaredError(k) / errorPerBit;
      if (cost < least && bits(k) < TOO_MANY * GROWTH * 8 * learnedBytes) {
        best = k;
        least = cost;
      }
    }
    return best == 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  /**
   * The smallest error with which prediction may keep to a target.
   *
   * @param bytes the target
   * @param least no smaller error is asked for, at least 1
   * @return the error; empty if networks are better without a doubt
   */
  OptionalInt within(long bytes, int least) {
    double learned = DOUBT * LEARNED_ERROR * errorPerBit * 3 * pixels;
    for (int k = least; k <= LARGEST && isGuessed(k) && squaredError(k) < learned; k++) {
      if (bits(k) < TOO_MANY * 8 * bytes) {
        return OptionalInt.of(k);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Whether prediction was the better way.
   *
   * @param bytes the size of its file
   * @param error its error, as {@link SquaredError} measures it
   * @param learnedBytes the size of the networks' file
   * @param learnedError their error
   * @return true if bits, with errors as bits, are fewer, and the file is not much larger
   */
  boolean isBetter(long bytes, double error, long learnedBytes, double learnedError) {
    return bytes <= GROWTH * learnedBytes
        && 8.0 * (bytes - learnedBytes) < (learnedError - error) / errorPerBit;
  }

  private boolean isGuessed(int k) {
    return bits(k) > FEWEST_BITS * colours * pixels;
  }

  private double bits(int k) {
    double saved = Math.log(2 * k + 1) / LOG2 * (colours == 1 ? SAVED_GRAY : SAVED_COLOUR);
    return losslessBits - colours * pixels * saved;
  }

  private double squaredError(int k) {
    double unit = 255.0 / span;
    return 3 * pixels * unit * unit * k * (k + 1) / 3;
  }
}
