package io.licorice.bitstream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The header of a codestream, see the format specification, section "Header".
 *
 * @param width pixels, 1 to 2^30
 * @param height pixels, 1 to 2^30
 * @param channels 1 (gray) or 3 (red, green, blue)
 * @param bitDepth bits of a sample, 8
 * @param tileSize edge of a tile in pixels: a power of two, 128 to 4096
 * @param family number of the codec family, 1 to 255
 * @param packId name of the pack: 1 to 32 of a-z, 0-9, '-', '.', '_'
 * @param packHash first four bytes of the pack's hash
 * @param quality quality step, 0 to 65535
 */
public record LicHeader(
    int width,
    int height,
    int channels,
    int bitDepth,
    int tileSize,
    int family,
    String packId,
    int packHash,
    int quality) {
  /** The version that is written. */
  public static final int VERSION = 1;

  /** No header is longer. */
  public static final int MAX_LENGTH = 64;

  private static final byte[] MAGIC = {(byte) 0x8C, 'L', 'I', 'C'};
  private static final int MAX_SIDE = 1 << 30;
  private static final int MAX_ID = 32;

  /**
   * Checks the ranges.
   *
   * @param width see the record
   * @param height see the record
   * @param channels see the record
   * @param bitDepth see the record
   * @param tileSize see the record
   * @param family see the record
   * @param packId see the record
   * @param packHash see the record
   * @param quality see the record
   * @throws IllegalArgumentException if a value is out of range
   */
  public LicHeader {
    String fault = fault(width, height, tileSize, packId);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    if ((channels != 1 && channels != 3) || bitDepth != 8 || family < 1 || family > 255) {
      throw new IllegalArgumentException("channels, depth or family out of range");
    }
    if (quality < 0 || quality > 0xFFFF) {
      throw new IllegalArgumentException("quality step " + quality);
    }
  }

  private static String fault(int width, int height, int tileSize, String packId) {
    if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
      return "sides of 1 to 2^30 pixels expected, found " + width + "x" + height;
    }
    if (tileSize < 128 || tileSize > 4096 || Integer.bitCount(tileSize) != 1) {
      return "tile size: power of two from 128 to 4096 expected, found " + tileSize;
    }
    if (packId.isEmpty() || packId.length() > MAX_ID || !packId.matches("[a-z0-9._-]+")) {
      return "pack id: 1 to 32 of a-z, 0-9, '-', '.', '_' expected";
    }
    return null;
  }

  /**
   * Whether bytes begin a codestream.
   *
   * @param start the first bytes of a file, of any number
   * @return true if they are the magic number
   */
  public static boolean isMagic(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * The header's bytes.
   *
   * @return 18 bytes plus the pack's id, with each side of up to 128 pixels one byte less and of
   *     over 16384 pixels one or more bytes more
   */
  public byte[] toBytes() {
    int tileCode = Integer.numberOfTrailingZeros(tileSize) - 7;
    byte[] id = packId.getBytes(StandardCharsets.US_ASCII);
    return new ByteSink()
        .bytes(MAGIC)
        .u8(VERSION)
        .u8((channels == 3 ? 1 : 0) | tileCode << 4)
        .u8(family)
        .varint(width - 1)
        .varint(height - 1)
        .u8(id.length)
        .bytes(id)
        .i32(packHash)
        .u16(quality)
        .toBytes();
  }

  /**
   * Reads a header.
   *
   * @param start the codestream's first bytes: {@link #MAX_LENGTH}, or all if there are fewer
   * @param base offset of the codestream in the file, for messages
   * @return the header
   * @throws LicFormatException if the bytes are no header that this version can read
   */
  public static LicHeader parse(byte[] start, long base) throws LicFormatException {
    ByteCursor in = new ByteCursor(start, base);
    if (!isMagic(in.bytes(MAGIC.length, "magic number"))) {
      throw new LicFormatException(base, "magic number 8c4c4943 expected");
    }
    int version = in.u8("version");
    if (version != VERSION) {
      throw new LicFormatException(
          in.offset() - 1, "version " + VERSION + " expected, found " + version);
    }
    int layout = in.u8("layout");
    if ((layout & 0x8E) != 0 || layout >> 4 > 5) {
      throw new LicFormatException(
          in.offset() - 1,
          "layout 0x" + HexFormat.of().toHexDigits((byte) layout) + " is reserved");
    }
    int family = in.u8("family");
    if (family == 0) {
      throw new LicFormatException(in.offset() - 1, "family 0 is reserved");
    }
    long sides = in.offset();
    int width = in.varint("width");
    int height = in.varint("height");
    if (width >= MAX_SIDE || height >= MAX_SIDE) {
      throw new LicFormatException(sides, "sides of at most 2^30 pixels expected");
    }
    long idOffset = in.offset();
    String id = in.ascii(in.u8("length of pack id"), "pack id");
    int tileSize = 128 << (layout >> 4);
    String fault = fault(width + 1, height + 1, tileSize, id);
    if (fault != null) {
      throw new LicFormatException(idOffset, fault);
    }
    int hash = in.i32("pack hash");
    int quality = in.u16("quality");
    return new LicHeader(
        width + 1, height + 1, (layout & 1) == 1 ? 3 : 1, 8, tileSize, family, id, hash, quality);
  }

  /**
   * The length of the header's bytes.
   *
   * @return bytes
   */
  public int length() {
    return toBytes().length;
  }

  /**
   * The hash's first bytes as text.
   *
   * @return eight hexadecimal digits
   */
  public String packHashText() {
    return HexFormat.of().toHexDigits(packHash);
  }
}
