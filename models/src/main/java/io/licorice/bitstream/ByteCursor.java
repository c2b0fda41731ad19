package io.licorice.bitstream;

import java.nio.charset.StandardCharsets;

/**
 * Reads big-endian values from bytes and says where it stopped when they do not suffice.
 *
 * <p>Not safe for use by several threads.
 */
final class ByteCursor {
  private final byte[] data;
  private final long base;
  private int position;

  /**
   * @param data the bytes
   * @param base offset of the first byte in the file, for messages
   */
  ByteCursor(byte[] data, long base) {
    this.data = data;
    this.base = base;
  }

  int position() {
    return position;
  }

  long offset() {
    return base + position;
  }

  int remaining() {
    return data.length - position;
  }

  int u8(String what) throws LicFormatException {
    need(1, what);
    return data[position++] & 0xFF;
  }

  int u16(String what) throws LicFormatException {
    need(2, what);
    return u8(what) << 8 | u8(what);
  }

  int i32(String what) throws LicFormatException {
    need(4, what);
    return u16(what) << 16 | u16(what);
  }

  byte[] bytes(int count, String what) throws LicFormatException {
    need(count, what);
    byte[] part = new byte[count];
    System.arraycopy(data, position, part, 0, count);
    position += count;
    return part;
  }

  String ascii(int count, String what) throws LicFormatException {
    return new String(bytes(count, what), StandardCharsets.US_ASCII);
  }

  /** Reads an unsigned LEB128 number of at most 31 bits. */
  int varint(String what) throws LicFormatException {
    long start = offset();
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = u8(what);
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if (value > Integer.MAX_VALUE) {
          throw new LicFormatException(start, what + ": " + value + " is over 2^31 - 1");
        }
        if (next == 0 && shift > 0) {
          throw new LicFormatException(start, what + ": number not in its shortest form");
        }
        return (int) value;
      }
    }
    throw new LicFormatException(start, what + ": number longer than five bytes");
  }

  private void need(int count, String what) throws LicFormatException {
    if (count > data.length - position) {
      throw new LicFormatException(
          offset(), what + ": " + count + " bytes expected, " + remaining() + " left");
    }
  }
}
