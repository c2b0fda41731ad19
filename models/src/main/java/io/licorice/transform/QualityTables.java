package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.runtime.PackManifest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The gains of all quality steps, as integers: logarithms in 1/256 of a scale index at a few
 * anchors, linear between and beyond them.
 *
 * <p>Immutable and safe for use by several threads. Exponentials are taken by {@link StrictMath},
 * so that they are the same on every machine.
 */
final class QualityTables {
  /** Logarithm of the ratio of two neighbouring scales: ln(2560) / 63. */
  static final double SCALE_STEP = StrictMath.log(2560.0) / 63.0;

  static final int SCALE_TABLES = 64;
  private static final int UNIT = 256;

  /** Latents are this many times what an orthonormal transform of samples in -0.5..0.5 gives. */
  private static final double LATENT_SCALE = 7;

  private static final double PLANE_CENTRE = 56;

  private final PackManifest manifest;
  private final Sizes sizes;
  private final short[][] logGain;
  private final short[][] logDequant;
  private final short[][] logHyperGain;
  private final short[] hyperScale;

  /**
   * What the tables are for.
   *
   * @param latents channels
   * @param hyperLatents channels
   * @param stepsPerUnit quantiser steps a latent unit at a gain of 1, a power of two
   * @param stepsBelow how many quality steps below the picture's they are quantised
   */
  record Sizes(int latents, int hyperLatents, int stepsPerUnit, int stepsBelow) {}

  private QualityTables(
      PackManifest manifest,
      Sizes sizes,
      short[][] logGain,
      short[][] logDequant,
      short[][] logHyperGain,
      short[] hyperScale) {
    this.manifest = manifest;
    this.sizes = sizes;
    this.logGain = logGain;
    this.logDequant = logDequant;
    this.logHyperGain = logHyperGain;
    this.hyperScale = hyperScale;
  }

  /**
   * Reads {@code quality.bin} or its like: little-endian shorts, anchors x latents gains, the same
   * of corrections of the step, anchors x hyper-latents gains, hyper-latents scales (1/16 index).
   */
  static QualityTables parse(byte[] bytes, PackManifest manifest, Sizes sizes)
      throws LicFormatException {
    int latents = sizes.latents;
    int hyper = sizes.hyperLatents;
    int expected = 2 * (manifest.anchors() * (2 * latents + hyper) + hyper);
    if (bytes.length != expected) {
      throw new LicFormatException(
          0, "quality tables: " + expected + " bytes expected, found " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    short[][] gain = rows(in, manifest.anchors(), latents);
    short[][] dequant = rows(in, manifest.anchors(), latents);
    short[][] hyperGain = rows(in, manifest.anchors(), hyper);
    short[] hyperScale = rows(in, 1, hyper)[0];
    return new QualityTables(manifest, sizes, gain, dequant, hyperGain, hyperScale);
  }

  private static short[][] rows(ByteBuffer in, int count, int length) {
    short[][] rows = new short[count][length];
    for (short[] row : rows) {
      for (int i = 0; i < length; i++) {
        row[i] = in.getShort();
      }
    }
    return rows;
  }

  /** The number of steps; a header's quality is 0 to this minus 1. */
  int count() {
    return manifest.highestStep() - manifest.lowestStep() + 1;
  }

  /** The numbers of a step, 0 to {@link #count} - 1. */
  QualityStep at(int quality) {
    return at(quality, 0);
  }

  /**
   * The same further below.
   *
   * @param coarseness by so many times three quarters of what is between anchors
   */
  QualityStep at(int quality, int coarseness) {
    if (quality < 0 || quality >= count()) {
      throw new IllegalArgumentException("quality step " + quality + " of " + count());
    }
    int perAnchor = manifest.stepsPerAnchor();
    int below = sizes.stepsBelow + 3 * coarseness * perAnchor / 4;
    int position = quality + manifest.lowestStep() - below;
    int latents = sizes.latents;
    float[] gain = new float[latents];
    float[] step = new float[latents];
    int[] integerStep = new int[latents];
    int[] offset = new int[latents];
    for (int c = 0; c < latents; c++) {
      long log = interpolate(logGain, c, position);
      gain[c] = (float) (sizes.stepsPerUnit * exp(log, perAnchor));
      double exact =
          exp(interpolate(logDequant, c, position) - log, perAnchor) / sizes.stepsPerUnit;
      step[c] = (float) exact;
      integerStep[c] = LatentUnits.integerStep(exact);
      offset[c] = (int) roundDivide(log * 16, (long) UNIT * perAnchor);
    }
    int hyper = sizes.hyperLatents;
    float[] hyperGain = new float[hyper];
    int[] multiplier = new int[hyper];
    int[] hyperOffset = new int[hyper];
    byte[] table = new byte[hyper];
    for (int c = 0; c < hyper; c++) {
      long log = interpolate(logHyperGain, c, position);
      hyperGain[c] = (float) exp(log, perAnchor);
      multiplier[c] = (int) StrictMath.rint(65536.0 * exp(-log, perAnchor));
      hyperOffset[c] = (int) roundDivide(log * 16, (long) UNIT * perAnchor);
      table[c] = (byte) clampIndex(hyperScale[c] + hyperOffset[c] + 8 >> 4);
    }
    return new QualityStep(
        gain,
        step,
        integerStep,
        offset,
        hyperGain,
        multiplier,
        hyperOffset,
        table,
        plane(position));
  }

  /**
   * What the networks of a quality step were trained to take for as bad as a bit.
   *
   * @return squared error, summed over samples whose range is 255
   */
  double squaredErrorPerBit(int quality) {
    double pixelsPerStep = 255 / (LATENT_SCALE * at(quality).gain()[0]);
    return manifest.rateWeight() * pixelsPerStep * pixelsPerStep;
  }

  /** The value of the quality plane for a step, 0 to {@link #count} - 1, in sixteenths. */
  int planeAt(int quality) {
    return plane(quality + manifest.lowestStep());
  }

  /** The quality plane follows the anchors it was trained on and stays at the ends beyond them. */
  private int plane(int position) {
    int perAnchor = manifest.stepsPerAnchor();
    int inside = Math.max(0, Math.min(position, (manifest.anchors() - 1) * perAnchor));
    return (int) (StrictMath.rint(inside * 16.0 / perAnchor) - PLANE_CENTRE);
  }

  static int clampIndex(long index) {
    return (int) Math.max(0, Math.min(index, SCALE_TABLES - 1));
  }

  /** A logarithm in 1/(256 * stepsPerAnchor) of a scale index. */
  private long interpolate(short[][] table, int channel, int position) {
    int perAnchor = manifest.stepsPerAnchor();
    int anchor = Math.max(0, Math.min(Math.floorDiv(position, perAnchor), table.length - 2));
    long low = table[anchor][channel];
    long high = table[anchor + 1][channel];
    return low * perAnchor + (high - low) * (position - anchor * perAnchor);
  }

  private static double exp(long log, int perAnchor) {
    return StrictMath.exp(SCALE_STEP * log / ((double) UNIT * perAnchor));
  }

  private static long roundDivide(long value, long divisor) {
    return Math.floorDiv(value + divisor / 2, divisor);
  }
}
