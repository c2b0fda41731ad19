package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What latents of flow are predicted with: those of the frame before, each channel times a factor,
 * and those of neighbouring cells.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class FlowFactors {
  /** A factor of 1. */
  private static final int ONE = 256;

  private final short[] factors;
  private final CellNeighbours neighbours;

  private FlowFactors(short[] factors, CellNeighbours neighbours) {
    this.factors = factors;
    this.neighbours = neighbours;
  }

  /**
   * Reads {@code flow_factors.bin}: little-endian shorts in 1/256, for each channel the factor of
   * the frame before, -1 to 1, then for each neighbour one for each channel, -2 to 2.
   */
  static FlowFactors parse(byte[] bytes, int channels) throws LicFormatException {
    int expected = Short.BYTES * channels * (1 + CellNeighbours.count());
    if (bytes.length != expected) {
      throw new LicFormatException(
          0, "factors of flow: " + expected + " bytes expected, found " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    short[] before = factors(in, channels, ONE);
    short[][] around = new short[CellNeighbours.count()][];
    for (int i = 0; i < around.length; i++) {
      around[i] = factors(in, channels, 2 * ONE);
    }
    return new FlowFactors(before, CellNeighbours.of(around));
  }

  private static short[] factors(ByteBuffer in, int channels, int limit) throws LicFormatException {
    short[] factors = new short[channels];
    for (int c = 0; c < channels; c++) {
      factors[c] = in.getShort();
      if (Math.abs(factors[c]) > limit) {
        throw new LicFormatException(
            (long) in.position() - Short.BYTES,
            "factors of flow: %d to %d expected, found %d".formatted(-limit, limit, factors[c]));
      }
    }
    return factors;
  }

  /** What corrects the means of what is coded. */
  CellNeighbours neighbours() {
    return neighbours;
  }

  /**
   * What latents are expected to be.
   *
   * @param before decoded latents of the flow of the frame before: channels x cells
   * @return integers, no larger than those
   */
  float[] times(float[] before) {
    int cells = before.length / factors.length;
    float[] expected = new float[before.length];
    for (int i = 0; i < expected.length; i++) {
      // Below 2^23, so that products and halves are exact.
      expected[i] = (float) Math.rint(before[i] * factors[i / cells] / ONE);
    }
    return expected;
  }
}
