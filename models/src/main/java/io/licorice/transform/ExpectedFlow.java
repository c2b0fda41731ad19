package io.licorice.transform;

/**
 * What is known of a frame's flow before it is decoded.
 *
 * @param latents its latents as those of the frame before predict them: channels x height x width,
 *     integers
 * @param context what heads see of those: channels x height x width
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record ExpectedFlow(float[] latents, float[] context) {
  /**
   * What is to be coded.
   *
   * @param y what analysis made
   */
  float[] missedBy(float[] y) {
    float[] missed = new float[y.length];
    for (int i = 0; i < missed.length; i++) {
      missed[i] = y[i] - LatentUnits.INTEGERS.toLatent(latents[i]);
    }
    return missed;
  }

  /**
   * Decoded latents of flow.
   *
   * @param missed what was decoded, integers
   */
  float[] plus(float[] missed) {
    float[] decoded = new float[missed.length];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] = LatentUnits.limit((long) latents[i] + (long) missed[i]);
    }
    return decoded;
  }
}
