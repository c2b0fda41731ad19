package io.licorice.bitstream;

import java.nio.charset.StandardCharsets;

/**
 * Reads big-endian values from bytes and says where it stopped when they do not suffice.
 *
 * <p>Not safe for use by several threads.
 */
public final class ByteCursor {
  private final byte[] data;
  private final long base;
  private int position;

  /**
   * Begins at the first byte.
   *
   * @param data the bytes, not copied
   * @param base offset of the first byte in the file, for messages
   */
  public ByteCursor(byte[] data, long base) {
    this.data = data;
    this.base = base;
  }

  /**
   * Where the next byte is.
   *
   * @return bytes read so far
   */
  public int position() {
    return position;
  }

  /**
   * Where the next byte is in the file.
   *
   * @return offset of the first byte, and the bytes read so far
   */
  public long offset() {
    return base + position;
  }

  /**
   * The number of bytes left.
   *
   * @return bytes
   */
  public int remaining() {
    return data.length - position;
  }

  /**
   * Reads a byte.
   *
   * @param what what it is, for messages
   * @return 0 to 255
   * @throws LicFormatException if there is none left
   */
  public int u8(String what) throws LicFormatException {
    need(1, what);
    return data[position++] & 0xFF;
  }

  /**
   * Reads two bytes.
   *
   * @param what what they are, for messages
   * @return 0 to 65535
   * @throws LicFormatException if fewer are left
   */
  public int u16(String what) throws LicFormatException {
    need(2, what);
    return u8(what) << 8 | u8(what);
  }

  /**
   * Reads four bytes.
   *
   * @param what what they are, for messages
   * @return the number
   * @throws LicFormatException if fewer are left
   */
  public int i32(String what) throws LicFormatException {
    need(4, what);
    return u16(what) << 16 | u16(what);
  }

  /**
   * Reads bytes as they are.
   *
   * @param count how many, at least 0
   * @param what what they are, for messages
   * @return a copy
   * @throws LicFormatException if fewer are left; then nothing was allocated
   */
  public byte[] bytes(int count, String what) throws LicFormatException {
    need(count, what);
    byte[] part = new byte[count];
    System.arraycopy(data, position, part, 0, count);
    position += count;
    return part;
  }

  /**
   * Reads text.
   *
   * @param count characters of a byte each
   * @param what what it is, for messages
   * @return the text
   * @throws LicFormatException if fewer bytes are left
   */
  public String ascii(int count, String what) throws LicFormatException {
    return new String(bytes(count, what), StandardCharsets.US_ASCII);
  }

  /**
   * Reads an unsigned LEB128 number of at most 31 bits.
   *
   * @param what what it is, for messages
   * @return the number
   * @throws LicFormatException if it is larger, not in its shortest form, or cut off
   */
  public int varint(String what) throws LicFormatException {
    return (int) varint(what, Integer.SIZE - 1);
  }

  /**
   * Reads an unsigned LEB128 number of at most 63 bits.
   *
   * @param what what it is, for messages
   * @return the number
   * @throws LicFormatException if it is larger, not in its shortest form, or cut off
   */
  public long varlong(String what) throws LicFormatException {
    return varint(what, Long.SIZE - 1);
  }

  private long varint(String what, int bits) throws LicFormatException {
    long start = offset();
    long value = 0;
    for (int shift = 0; shift < bits + 4 && shift < Long.SIZE - 1; shift += 7) {
      int next = u8(what);
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if (bits < Long.SIZE - 1 && value >>> bits != 0) {
          throw new LicFormatException(start, what + ": " + value + " is over 2^" + bits + " - 1");
        }
        if (next == 0 && shift > 0) {
          throw new LicFormatException(start, what + ": number not in its shortest form");
        }
        return value;
      }
    }
    String most = bits < Long.SIZE - 1 ? "five" : "nine";
    throw new LicFormatException(start, what + ": number longer than " + most + " bytes");
  }

  private void need(int count, String what) throws LicFormatException {
    if (count > data.length - position) {
      throw new LicFormatException(
          offset(), what + ": " + count + " bytes expected, " + remaining() + " left");
    }
  }
}
