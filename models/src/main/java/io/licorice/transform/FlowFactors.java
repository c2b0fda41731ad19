package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Predicts latents of flow from those of the frame before: each channel times a factor.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class FlowFactors {
  /** A factor of 1. */
  private static final int ONE = 256;

  private final short[] factors;

  private FlowFactors(short[] factors) {
    this.factors = factors;
  }

  /**
   * Reads {@code flow_factors.bin}: little-endian shorts, a factor of -256/256 to 256/256 for each
   * channel.
   */
  static FlowFactors parse(byte[] bytes, int channels) throws LicFormatException {
    int expected = Short.BYTES * channels;
    if (bytes.length != expected) {
      throw new LicFormatException(
          0, "factors of flow: " + expected + " bytes expected, found " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    short[] factors = new short[channels];
    for (int c = 0; c < channels; c++) {
      factors[c] = in.getShort();
      if (Math.abs(factors[c]) > ONE) {
        throw new LicFormatException(
            (long) Short.BYTES * c, "factors of flow: -256 to 256 expected, found " + factors[c]);
      }
    }
    return new FlowFactors(factors);
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
