package io.licorice.video;

import io.licorice.bitstream.ByteCursor;
import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;

/**
 * What a {@code .lvc} file begins with, see the format specification, section "Header".
 *
 * @param timeBase unit of times
 * @param configuration what a decoder must know
 */
record LvcHeader(TimeBase timeBase, LvcConfiguration configuration) {
  private static final byte[] MAGIC = {(byte) 0x8C, 'L', 'V', 'C'};
  private static final int VERSION = 1;
  private static final int MAX_BODY = LvcConfiguration.MAX_LENGTH + 64;

  /** The most bytes that {@link #parse} needs. */
  static final int MAX_LENGTH = MAGIC.length + 1 + 2 + MAX_BODY + 4;

  byte[] toBytes() {
    byte[] bytes = configuration.toBytes();
    byte[] body =
        new ByteSink()
            .varint(timeBase.numerator())
            .varint(timeBase.denominator())
            .varint(bytes.length)
            .bytes(bytes)
            .toBytes();
    ByteSink out = new ByteSink().bytes(MAGIC).u8(VERSION).varint(body.length).bytes(body);
    return out.i32(Crc32c.of(out.toBytes())).toBytes();
  }

  /**
   * A header and its length.
   *
   * @param header the header
   * @param length bytes that it takes
   */
  record Parsed(LvcHeader header, int length) {}

  /**
   * Reads a header.
   *
   * @param start the first bytes of the file: {@link #MAX_LENGTH}, or all if there are fewer
   * @throws LicFormatException if they are no header that this version can read
   */
  static Parsed parse(byte[] start) throws LicFormatException {
    ByteCursor in = new ByteCursor(start, 0);
    if (!Arrays.equals(in.bytes(MAGIC.length, "magic number"), MAGIC)) {
      throw new LicFormatException(0, "magic number 8c4c5643 expected");
    }
    int version = in.u8("version");
    if (version != VERSION) {
      throw new LicFormatException(
          in.offset() - 1, "version " + VERSION + " expected, found " + version);
    }
    int length = in.varint("length of the header");
    int bodyStart = in.position();
    byte[] body = in.bytes(length, "header");
    int end = in.position();
    if (in.i32("check sum of the header") != Crc32c.of(Arrays.copyOf(start, end))) {
      throw new LicFormatException(end, "the header's check sum is wrong");
    }
    return new Parsed(parseBody(body, bodyStart), in.position());
  }

  private static LvcHeader parseBody(byte[] body, int base) throws LicFormatException {
    ByteCursor in = new ByteCursor(body, base);
    int numerator = in.varint("numerator of the time base");
    int denominator = in.varint("denominator of the time base");
    if (numerator < 1 || denominator < 1) {
      throw new LicFormatException(base, "time base " + numerator + "/" + denominator);
    }
    int length = in.varint("length of the configuration");
    long at = in.offset();
    byte[] configuration = in.bytes(length, "configuration");
    try {
      // What a later version may say behind it is skipped.
      return new LvcHeader(
          new TimeBase(numerator, denominator), LvcConfiguration.parse(configuration));
    } catch (LicFormatException e) {
      throw e.withBase(at);
    }
  }
}
