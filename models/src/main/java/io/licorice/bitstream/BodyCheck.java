package io.licorice.bitstream;

import java.util.zip.CRC32C;

/** The check sum at the end of a box's body, or of a part of it. */
final class BodyCheck {
  private BodyCheck() {}

  /** CRC-32C of bytes. */
  static int of(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
