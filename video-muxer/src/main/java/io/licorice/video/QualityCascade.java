package io.licorice.video;

/**
 * Predicted frames of unlike quality, in turn: bits that one frame takes are spared in the frames
 * that are predicted from it, so that a few better ones carry the others.
 *
 * @param points how much better the best of them are than the group's quality, 0 to 50
 */
record QualityCascade(double points) {
  /**
   * Points of quality for each point of the cascade, beginning with the frame after a key frame.
   */
  private static final double[] STEPS = {-1, 0.5, -1, 1};

  /** The frames after which it begins again. */
  static final int LENGTH = STEPS.length;

  /**
   * What a frame's quality differs by from the group's.
   *
   * @param place of the frame in its group, from 0 for the one after the key frame
   */
  double offset(int place) {
    return points * STEPS[place % LENGTH];
  }
}
