package io.licorice.transform;

import io.licorice.runtime.PackManifest;
import java.io.IOException;

/**
 * The numbers that stand for latents, means and samples in a decoder, see the format specification,
 * section "Arithmetic": floats, or integers that travel as floats, which hold them exactly.
 */
enum LatentUnits {
  /** Latents as analysis makes them. */
  FLOATS {
    @Override
    float decoded(float mean, int symbol, QualityStep step, int channel) {
      return mean + symbol * step.step()[channel];
    }

    @Override
    float toLatent(float units) {
      return units;
    }

    @Override
    float[] toSamples(float[] units) {
      return units;
    }
  },

  /** Latents in 1/128, samples in 1/4096 of their range: the same on every machine. */
  INTEGERS {
    @Override
    float decoded(float mean, int symbol, QualityStep step, int channel) {
      long half = 1 << STEP_FRACTION_BITS - 1;
      long missed = (long) symbol * step.integerStep()[channel] + half >> STEP_FRACTION_BITS;
      return limit((long) mean + limit(missed));
    }

    @Override
    float toLatent(float units) {
      return units / (1 << LATENT_FRACTION_BITS);
    }

    @Override
    float[] toSamples(float[] units) {
      for (int i = 0; i < units.length; i++) {
        units[i] /= 1 << SAMPLE_FRACTION_BITS;
      }
      return units;
    }
  };

  private static final int LATENT_FRACTION_BITS = 7;
  private static final int SAMPLE_FRACTION_BITS = 12;

  /** Of an integer step, in latent units. */
  private static final int STEP_FRACTION_BITS = 10;

  private static final int LIMIT = (1 << 14) - 1;

  /** The units of a pack. */
  static LatentUnits of(PackManifest manifest) throws IOException {
    int latent = manifest.latentFractionBits();
    int sample = manifest.sampleFractionBits();
    if (latent == 0 && sample == 0) {
      return FLOATS;
    }
    if (latent != LATENT_FRACTION_BITS || sample != SAMPLE_FRACTION_BITS) {
      throw new IOException(
          String.format(
              "pack %s: latents in units of 2^-%d and samples in units of 2^-%d expected, found"
                  + " 2^-%d and 2^-%d",
              manifest.id(), LATENT_FRACTION_BITS, SAMPLE_FRACTION_BITS, latent, sample));
    }
    return INTEGERS;
  }

  /** A quantiser step of so many latent units as an integer. */
  static int integerStep(double latentUnits) {
    return (int) StrictMath.rint(latentUnits * (1 << LATENT_FRACTION_BITS + STEP_FRACTION_BITS));
  }

  /** A decoded latent: its mean and a number of quantiser steps. */
  abstract float decoded(float mean, int symbol, QualityStep step, int channel);

  /** A decoded latent as analysis would have made it. */
  abstract float toLatent(float units);

  /** Turns what synthesis makes into samples in -0.5..0.5, in place. */
  abstract float[] toSamples(float[] units);

  /** The nearest integer that a decoded latent can be. */
  static long limit(long value) {
    return Math.max(-LIMIT, Math.min(value, LIMIT));
  }
}
