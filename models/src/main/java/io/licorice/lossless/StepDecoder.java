package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/**
 * Takes steps out of a stream one by one; the counterpart of {@link StepEncoder} where speed does
 * not matter. Errors carry offsets in the array. Not safe for use by several threads.
 */
final class StepDecoder {
  private static final int SLOTS = StepEncoder.TOTAL - 1;

  private final byte[] data;
  private final int end;
  private int position;
  private long state;

  StepDecoder(byte[] data, int offset, int length) throws LicFormatException {
    if (length < StepEncoder.STATE_BYTES || length % 2 != 0) {
      throw new LicFormatException(offset, "stream of a map has an impossible length");
    }
    this.data = data;
    this.position = offset;
    this.end = offset + length;
    this.state = word() | word() << 16;
    if (state < StepEncoder.LOWER_BOUND) {
      throw new LicFormatException(offset, "impossible state of the entropy coder");
    }
  }

  private long word() {
    int low = data[position++] & 0xFF;
    return low | (data[position++] & 0xFF) << 8;
  }

  /** The slot of the next step. */
  int slot() {
    return (int) state & SLOTS;
  }

  /** Takes the interval around the slot. */
  void take(int start, int frequency) throws LicFormatException {
    state = frequency * (state >>> StepEncoder.PRECISION) + slot() - start;
    if (state < StepEncoder.LOWER_BOUND) {
      if (position == end) {
        throw new LicFormatException(end, "stream of a map ends too early");
      }
      state = state << 16 | word();
    }
  }

  /** Checks that nothing is left. */
  void finish() throws LicFormatException {
    if (position != end || state != StepEncoder.LOWER_BOUND) {
      throw new LicFormatException(position, "stream of a map is damaged");
    }
  }
}
