package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import io.licorice.cancel.Cancellation;

/**
 * Codes which blocks have vectors, and how far these are from what is expected, by answers whose
 * probabilities are learnt: see {@code models/doc/predicted-frames.md}, section "Vectors".
 */
final class VectorCoder {
  /** What left and above have, and how many of the other two neighbours. */
  private static final int GIVEN = 12;

  /** Of how much neighbours' motion differs. */
  private static final int SPREADS = 3;

  private static final int FEW = 4;
  private static final int MANY = 32;

  /** A unit's length in bits is at most this, so that magnitudes are below 2^13. */
  private static final int LENGTHS = 12;

  private static final int OF_COMPONENT = 1 + LENGTHS;
  private static final int COMPONENTS = 2;
  private static final int SIGN = GIVEN + COMPONENTS * SPREADS * OF_COMPONENT;

  /** Whether a block goes no further down than expected, if it goes further to the right. */
  private static final int DOWN = SIGN + COMPONENTS;

  private static final int DISTANCES = 2;
  private static final int NEAR = 4;

  /** The highest of a magnitude's bits but one. */
  private static final int SECOND_BIT = DOWN + SPREADS * DISTANCES;

  static final int CONTEXTS = SECOND_BIT + COMPONENTS * LENGTHS;

  /** So many of the first contexts are there once more where the block had a vector before. */
  static final int VARIED = GIVEN;

  private static final int WAS_GIVEN = CONTEXTS;

  /** And once more where it had none, but the block to its right or the one below it had. */
  private static final int WAS_GIVEN_AROUND = WAS_GIVEN + VARIED;

  private final MotionVectors vectors;
  private final MotionMemory before;
  private final Answers answers;

  private VectorCoder(MotionVectors vectors, MotionMemory before, Answers answers) {
    this.vectors = vectors;
    this.before = before;
    this.answers = answers;
  }

  static byte[] encode(MotionVectors vectors, MotionMemory before) {
    StepEncoder steps = new StepEncoder();
    try {
      code(vectors, before, Answers.to(steps, before.ofVectors()));
    } catch (LicFormatException e) {
      throw new AssertionError(e); // only streams are malformed
    }
    return steps.finish();
  }

  /** Gives blocks that have none yet the vectors of a stream. */
  static void decode(byte[] bytes, MotionVectors vectors, MotionMemory before)
      throws LicFormatException {
    StepDecoder steps = new StepDecoder(bytes, 0, bytes.length);
    code(vectors, before, Answers.from(steps, before.ofVectors()));
    steps.finish();
  }

  /** Codes vectors, or gives blocks those that are decoded. */
  static void code(MotionVectors vectors, MotionMemory before, Answers answers)
      throws LicFormatException {
    new VectorCoder(vectors, before, answers).run();
  }

  private void run() throws LicFormatException {
    for (int block = 0; block < vectors.blocks(); block++) {
      if (block % vectors.width() == 0) {
        Cancellation.check();
      }
      if (answers.code(givenContext(block), vectors.isGiven(block))) {
        vector(block);
      }
    }
  }

  private int givenContext(int block) {
    int beside = (vectors.isGivenBeside(block) ? 1 : 0) + (vectors.isGivenBehind(block) ? 1 : 0);
    int left = vectors.isGivenLeft(block) ? 1 : 0;
    int above = vectors.isGivenAbove(block) ? 1 : 0;
    int context = (2 * left + above) * 3 + beside;
    if (before.isGiven(block)) {
      return WAS_GIVEN + context;
    }
    boolean around = wasGivenRight(block) || wasGivenBelow(block);
    return around ? WAS_GIVEN_AROUND + context : context;
  }

  private boolean wasGivenRight(int block) {
    return block % vectors.width() < vectors.width() - 1 && before.isGiven(block + 1);
  }

  private boolean wasGivenBelow(int block) {
    int below = block + vectors.width();
    return below < vectors.blocks() && before.isGiven(below);
  }

  private void vector(int block) throws LicFormatException {
    int spread = vectors.spread(block);
    int ofSpread = spread <= FEW ? 0 : spread <= MANY ? 1 : 2;
    int right = vectors.expectedRight(block);
    int down = vectors.expectedDown(block);
    int ofRight = context(0, ofSpread);
    int unitsRight =
        units(0, ofRight, ofRight, (vectors.right(block) - right) / MotionVectors.UNIT);
    int ofDown = context(1, ofSpread);
    int distance = Math.abs(unitsRight) < NEAR ? 0 : 1;
    int staying = unitsRight == 0 ? ofDown : DOWN + DISTANCES * ofSpread + distance;
    int unitsDown = units(1, staying, ofDown, (vectors.down(block) - down) / MotionVectors.UNIT);
    vectors.set(block, moved(right, unitsRight), moved(down, unitsDown));
  }

  private static int moved(int expected, int units) {
    int vector = expected + MotionVectors.UNIT * units;
    return Math.max(-MotionVectors.LIMIT, Math.min(vector, MotionVectors.LIMIT));
  }

  private static int context(int component, int spread) {
    return GIVEN + (component * SPREADS + spread) * OF_COMPONENT;
  }

  /**
   * A component, which is not looked at when decoding: whether it is 0, its length, its other bits,
   * its sign.
   *
   * @param staying context of whether it is 0
   * @param context before those of its length
   */
  private int units(int component, int staying, int context, int actual) throws LicFormatException {
    if (answers.code(staying, actual == 0)) {
      return 0;
    }
    int magnitude = Math.abs(actual);
    int length = 31 - Integer.numberOfLeadingZeros(Math.max(1, magnitude));
    int n = 0;
    while (n < LENGTHS && answers.code(context + 1 + n, length > n)) {
      n++;
    }
    int value = 1 << n;
    if (n > 0) {
      int half = value >> 1;
      int second = SECOND_BIT + component * LENGTHS + n - 1;
      value |= answers.code(second, (magnitude & half) != 0) ? half : 0;
      value |= n > 1 ? answers.bits(magnitude & half - 1, n - 1) : 0;
    }
    return answers.code(SIGN + component, actual < 0) ? -value : value;
  }
}
