package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/** Reads what {@link BitWriter} wrote; not safe for use by several threads. */
final class BitReader {
  private static final int MAX_ZEROS = 24;

  private final byte[] data;
  private final int end;
  private long position;

  BitReader(byte[] data, int offset, int length) {
    this.data = data;
    this.position = 8L * offset;
    this.end = offset + length;
  }

  int bits(int count) throws LicFormatException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      int at = (int) (position >> 3);
      if (at >= end) {
        throw malformed("parameters end too early");
      }
      value = value << 1 | data[at] >> (7 - (int) (position & 7)) & 1;
      position++;
    }
    return value;
  }

  int expGolomb(int order) throws LicFormatException {
    int zeros = 0;
    while (bits(1) == 0) {
      if (++zeros + order > MAX_ZEROS) {
        throw malformed("parameter out of range");
      }
    }
    return (1 << (zeros + order) | bits(zeros + order)) - (1 << order);
  }

  int signed(int order) throws LicFormatException {
    int value = expGolomb(order);
    return (value & 1) == 1 ? (value + 1) >> 1 : -(value >> 1);
  }

  /** Checks that nothing follows but the zeros that fill the last byte. */
  void finish() throws LicFormatException {
    while ((position & 7) != 0) {
      if (bits(1) != 0) {
        throw malformed("bits set behind the last parameter");
      }
    }
    if (position >> 3 != end) {
      throw malformed("bytes left behind the last parameter");
    }
  }

  LicFormatException malformed(String what) {
    return new LicFormatException(position >> 3, "predictive stream: " + what);
  }
}
