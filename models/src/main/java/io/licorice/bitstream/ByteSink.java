package io.licorice.bitstream;

import java.io.ByteArrayOutputStream;

/** Collects big-endian values; the counterpart of {@link ByteCursor}. */
final class ByteSink {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ByteSink u8(int value) {
    out.write(value);
    return this;
  }

  ByteSink u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  ByteSink i32(int value) {
    return u16(value >>> 16).u16(value);
  }

  ByteSink bytes(byte[] values) {
    out.writeBytes(values);
    return this;
  }

  /** Writes an unsigned LEB128 number of at most 31 bits. */
  ByteSink varint(int value) {
    int rest = value;
    while (rest > 0x7F) {
      u8(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    return u8(rest);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
