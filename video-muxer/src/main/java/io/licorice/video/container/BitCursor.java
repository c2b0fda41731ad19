package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;

/** Reads the bits of a header, the highest of each byte first. For use by one thread at a time. */
final class BitCursor {
  private final byte[] data;
  private final String what;
  private int position;

  BitCursor(byte[] data, String what) {
    this.data = data;
    this.what = what;
  }

  int bits(int count) throws LicFormatException {
    if (count > 8L * data.length - position) {
      throw new LicFormatException(-1, what + " is cut off");
    }
    int value = 0;
    for (int i = 0; i < count; i++, position++) {
      value = value << 1 | data[position >> 3] >> (7 - (position & 7)) & 1;
    }
    return value;
  }

  boolean flag() throws LicFormatException {
    return bits(1) == 1;
  }
}
