package io.licorice.transform;

/**
 * What a decoder knows of a frame before its residual. All arrays are planes x rows x columns of
 * whole cells and hold integers.
 *
 * @param warped the reference where the flow takes it, samples less 128
 * @param values the prediction in sixteenths of a level, less 128 levels
 * @param shown the prediction rounded to samples, less 128
 * @param basis what context sees as the warped reference: with what was added to compensation
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record FramePrediction(float[] warped, float[] values, float[] shown, float[] basis) {
  private static final float LEVEL = 16; // sixteenths

  /** Less than a sixteenth: of two nearest levels the higher one is nearer with it. */
  private static final float ABOVE_HALVES = 1 / 32f;

  /** Floats from here to 2^24 are whole: adding it rounds, in loops that compile to vectors too. */
  private static final float WHOLE = 3 << 22;

  private static final int LEVELS = 256;
  private static final int LOWEST = -128;
  private static final int HIGHEST = 127;

  /** The reference itself. */
  static FramePrediction still(FramePlanes reference) {
    float[] centred = reference.centred();
    float[] values = new float[centred.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = centred[i] * LEVEL;
    }
    return new FramePrediction(centred, values, centred, centred);
  }

  /**
   * The warped reference and what it lacks.
   *
   * @param added in sixteenths of a level; becomes the prediction
   * @param threads share the work
   */
  static FramePrediction moved(float[] warped, float[] added, PassThreads threads) {
    float[] shown = new float[warped.length];
    threads.share(
        shown.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float value = limited(warped[i] * LEVEL + added[i]);
            added[i] = value;
            shown[i] = level(value);
          }
        });
    return new FramePrediction(warped, added, shown, warped);
  }

  /**
   * The prediction with what it lacks still.
   *
   * @param added in sixteenths of a level; becomes the prediction
   * @param threads share the work
   */
  FramePrediction plus(float[] added, PassThreads threads) {
    float[] better = new float[added.length];
    float[] changed = new float[added.length];
    threads.share(
        better.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float value = limited(values[i] + added[i]);
            added[i] = value;
            better[i] = level(value);
            changed[i] = Math.max(LOWEST, Math.min(warped[i] + better[i] - shown[i], HIGHEST));
          }
        });
    return new FramePrediction(warped, added, better, changed);
  }

  private static float limited(float sixteenths) {
    return Math.max(LOWEST * LEVEL, Math.min(sixteenths, HIGHEST * LEVEL));
  }

  /**
   * What the prediction lacks.
   *
   * @param frame samples less 128
   * @return in units of 256 levels
   */
  float[] missed(float[] frame) {
    float[] missed = new float[values.length];
    for (int i = 0; i < missed.length; i++) {
      missed[i] = (frame[i] - values[i] / LEVEL) / LEVELS;
    }
    return missed;
  }

  /**
   * The frame before it is filtered.
   *
   * @param residual in sixteenths of a level
   * @param threads share the work
   * @return samples less 128
   */
  float[] corrected(float[] residual, PassThreads threads) {
    float[] frame = new float[values.length];
    threads.share(
        frame.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            frame[i] = level(values[i] + residual[i]);
          }
        });
    return frame;
  }

  /**
   * A decoded frame with what its filter adds.
   *
   * @param frame samples less 128; filtered in place
   * @param added in sixteenths of a level
   * @param threads share the work
   */
  static void filter(float[] frame, float[] added, PassThreads threads) {
    threads.share(
        frame.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            frame[i] = level(frame[i] * LEVEL + added[i]);
          }
        });
  }

  /** The level nearest to a whole number of sixteenths below 2^23; the higher of two. */
  private static float level(float sixteenths) {
    float nearest = sixteenths / LEVEL + ABOVE_HALVES + WHOLE - WHOLE;
    return Math.max(LOWEST, Math.min(nearest, HIGHEST));
  }
}
