package io.licorice.transform;

/**
 * The numbers of one quality step, see the format specification, section "Quality".
 *
 * @param gain per latent channel: quantiser steps a latent unit
 * @param step per latent channel: latent units a quantiser step, after the learnt correction
 * @param integerStep the same for packs that compute in integers, see {@link
 *     LatentUnits#integerStep}
 * @param indexOffset per latent channel: logarithm of the gain in sixteenths of a scale index
 * @param hyperGain per hyper-latent channel: quantiser steps a unit, for the encoder
 * @param hyperMultiplier per hyper-latent channel: 1/16 units a quantiser step, times 4096
 * @param hyperOffset per hyper-latent channel: logarithm of its gain in sixteenths of a scale index
 * @param hyperTable per hyper-latent channel: its probability table
 * @param plane value of the quality plane, in sixteenths
 */
@SuppressWarnings("ArrayRecordComponent") // shared and never written or compared
record QualityStep(
    float[] gain,
    float[] step,
    int[] integerStep,
    int[] indexOffset,
    float[] hyperGain,
    int[] hyperMultiplier,
    int[] hyperOffset,
    byte[] hyperTable,
    int plane) {
  private static final int HYPER_LIMIT = 2047;
  private static final int MULTIPLIER_BITS = 12;

  /** A decoded hyper-latent, in sixteenths. */
  float hyperLatent(int symbol, int channel) {
    long half = 1 << MULTIPLIER_BITS - 1;
    long value = symbol * (long) hyperMultiplier[channel] + half >> MULTIPLIER_BITS;
    return Math.max(-HYPER_LIMIT, Math.min(value, HYPER_LIMIT));
  }

  /** The symbol whose hyper-latent is nearest to so many sixteenths. */
  int hyperSymbol(int sixteenths, int channel) {
    int multiplier = Math.max(1, hyperMultiplier[channel]);
    return Math.floorDiv((sixteenths << MULTIPLIER_BITS) + (multiplier >> 1), multiplier);
  }

  /** The table of hyper-latents of a scale in sixteenths of an index at a gain of 1. */
  byte hyperTable(int scale, int channel) {
    return (byte) QualityTables.clampIndex(scale + hyperOffset[channel] + 8 >> 4);
  }
}
