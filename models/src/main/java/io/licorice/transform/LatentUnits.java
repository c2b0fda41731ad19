package io.licorice.transform;

import io.licorice.runtime.PackManifest;
import java.io.IOException;

/**
 * The integers that stand for latents, means and samples in the decoder, see the format
 * specification, section "Arithmetic". They travel as floats, which hold them exactly.
 */
final class LatentUnits {
  private static final int LATENT_FRACTION_BITS = 6;
  private static final int SAMPLE_FRACTION_BITS = 12;

  /** Of a quantiser step, in latent units. */
  private static final int STEP_FRACTION_BITS = 10;

  private static final int LIMIT = (1 << 13) - 1;
  private static final float LATENT = 1f / (1 << LATENT_FRACTION_BITS);
  private static final float SAMPLE = 1f / (1 << SAMPLE_FRACTION_BITS);

  private LatentUnits() {}

  /** Refuses packs whose networks count in other units. */
  static void check(PackManifest manifest) throws IOException {
    if (manifest.latentFractionBits() != LATENT_FRACTION_BITS
        || manifest.sampleFractionBits() != SAMPLE_FRACTION_BITS) {
      throw new IOException(
          String.format(
              "pack %s: latents in units of 2^-%d and samples in units of 2^-%d expected, found"
                  + " 2^-%d and 2^-%d",
              manifest.id(),
              LATENT_FRACTION_BITS,
              SAMPLE_FRACTION_BITS,
              manifest.latentFractionBits(),
              manifest.sampleFractionBits()));
    }
  }

  /** A quantiser step as the decoder multiplies with it. */
  static int step(double latentUnits) {
    return (int) StrictMath.rint(latentUnits * (1 << LATENT_FRACTION_BITS + STEP_FRACTION_BITS));
  }

  /** A decoded latent: its mean and a number of quantiser steps. */
  static float decoded(float mean, int symbol, int step) {
    long missed = ((long) symbol * step + (1 << STEP_FRACTION_BITS - 1)) >> STEP_FRACTION_BITS;
    return limit((long) mean + limit(missed));
  }

  private static long limit(long value) {
    return Math.max(-LIMIT, Math.min(value, LIMIT));
  }

  /** Integers as the latents that analysis makes. */
  static float toLatent(float units) {
    return units * LATENT;
  }

  /** Turns what synthesis makes into samples in -0.5..0.5. */
  static float[] toSamples(float[] units) {
    for (int i = 0; i < units.length; i++) {
      units[i] *= SAMPLE;
    }
    return units;
  }
}
