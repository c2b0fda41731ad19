package io.licorice.bitstream;

import java.io.ByteArrayOutputStream;

/**
 * Collects big-endian values; the counterpart of {@link ByteCursor}. For use by one thread at a
 * time.
 */
public final class ByteSink {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Makes an empty one. */
  public ByteSink() {}

  /**
   * Writes a byte.
   *
   * @param value of which the lowest 8 bits count
   * @return this
   */
  public ByteSink u8(int value) {
    out.write(value);
    return this;
  }

  /**
   * Writes two bytes.
   *
   * @param value of which the lowest 16 bits count
   * @return this
   */
  public ByteSink u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  /**
   * Writes four bytes.
   *
   * @param value the number
   * @return this
   */
  public ByteSink i32(int value) {
    return u16(value >>> 16).u16(value);
  }

  /**
   * Writes bytes as they are.
   *
   * @param values the bytes
   * @return this
   */
  public ByteSink bytes(byte[] values) {
    out.writeBytes(values);
    return this;
  }

  /**
   * Writes an unsigned LEB128 number.
   *
   * @param value at least 0
   * @return this
   */
  public ByteSink varint(long value) {
    long rest = value;
    while (rest > 0x7F) {
      u8((int) rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  /**
   * The number of bytes so far.
   *
   * @return bytes
   */
  public int size() {
    return out.size();
  }

  /**
   * The bytes so far.
   *
   * @return a copy
   */
  public byte[] toBytes() {
    return out.toByteArray();
  }
}
