package io.licorice.bitstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Where a box of the ISO base media file format lies.
 *
 * @param type four characters, unprintable ones replaced by question marks
 * @param start position of its first byte in the file
 * @param body position of its first byte after the header
 * @param end position after its last byte, which may be behind the end of the file
 */
record Box(String type, long start, long body, long end) {
  private static final int HEADER = 8;
  private static final int LONG_HEADER = 16;

  /**
   * Reads a box's header.
   *
   * @param reader gives the bytes
   * @param position where the box begins
   * @param limit end of what the box lies in: of the file, or of the box around it
   * @throws LicFormatException if the header is malformed
   * @throws IOException if reading fails
   */
  static Box read(BoxFile.Reader reader, long position, long limit) throws IOException {
    if (limit - position < HEADER) {
      throw new LicFormatException(position, "box header: 8 bytes expected");
    }
    byte[] head = new byte[(int) Math.min(LONG_HEADER, limit - position)];
    reader.read(position, head);
    ByteCursor in = new ByteCursor(head, position);
    long size = in.i32("box size") & 0xFFFF_FFFFL;
    String type = printable(in.ascii(4, "box type"));
    int headLength = HEADER;
    if (size == 1) {
      size = (long) in.i32("long box size") << 32 | in.i32("long box size") & 0xFFFF_FFFFL;
      headLength = LONG_HEADER;
    } else if (size == 0) {
      size = limit - position;
    }
    if (size < headLength || size > Long.MAX_VALUE - position) {
      throw new LicFormatException(position, "box '" + type + "' of " + size + " bytes");
    }
    return new Box(type, position, position + headLength, position + size);
  }

  /** Whether a reader that does not know the type must refuse what the box belongs to. */
  boolean isCritical() {
    return type.charAt(0) >= 'A' && type.charAt(0) <= 'Z';
  }

  /** The refusal of a critical box. */
  LicFormatException unknown() {
    return new LicFormatException(
        start, "box '" + type + "' is critical and unknown to this version");
  }

  /**
   * Refuses a box that does not end where it should.
   *
   * @param limit end of what the box lies in
   * @param where what the box lies in, for the message
   * @throws LicFormatException if the box reaches over the limit
   */
  void checkEnd(long limit, String where) throws LicFormatException {
    if (end > limit) {
      throw new LicFormatException(
          start, "box '" + type + "' ends " + (end - limit) + " bytes after the " + where);
    }
  }

  /**
   * The bytes of a whole box.
   *
   * @param type four ASCII characters
   * @param bodyLength length of the body in bytes
   * @return the header: 8 bytes, or 16 if the body needs it
   */
  static byte[] header(String type, long bodyLength) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    long size = bodyLength + HEADER;
    if (size <= 0xFFFF_FFFFL) {
      return new ByteSink().i32((int) size).bytes(name).toBytes();
    }
    size = bodyLength + LONG_HEADER;
    return new ByteSink().i32(1).bytes(name).i32((int) (size >>> 32)).i32((int) size).toBytes();
  }

  private static String printable(String type) {
    return type.replaceAll("[^ -~]", "?");
  }
}
