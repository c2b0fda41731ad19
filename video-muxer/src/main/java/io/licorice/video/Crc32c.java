package io.licorice.video;

import java.util.zip.CRC32C;

/** The check sum of everything in a stream: CRC-32C (RFC 3720, section 12.1). */
final class Crc32c {
  private Crc32c() {}

  /** The check sum of bytes one after the other. */
  static int of(byte[]... parts) {
    CRC32C crc = new CRC32C();
    for (byte[] part : parts) {
      crc.update(part);
    }
    return (int) crc.getValue();
  }

  /** The check sum of the first bytes behind others. */
  static int of(byte[] before, byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(before);
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
