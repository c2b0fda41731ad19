package io.licorice.bitstream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The header of a codestream, see the format specification, section "Header".
 *
 * @param width pixels, 1 to 2^30
 * @param height pixels, 1 to 2^30
 * @param channels 1 (gray), 2 (gray, alpha), 3 (red, green, blue) or 4 (red, green, blue, alpha)
 * @param bitDepth bits of a sample, 1 to 16
 * @param tileSize edge of a tile in pixels: a power of two, 128 to 4096
 * @param family number of the codec family, 1 to 255; {@link #PREDICTIVE} has no pack
 * @param packId name of the pack: 1 to 32 of a-z, 0-9, '-', '.', '_'; empty without a pack
 * @param packHash first four bytes of the pack's hash; 0 without a pack
 * @param quality quality step, 0 to 65535; 0 without a pack; with a quality map the lowest one
 * @param levels quality steps of a quality map in ascending order, the first being {@code quality}:
 *     2 to 256, or none without a map; the last one may be {@link #EXACT}
 * @param maxError largest error of the samples that are predicted, 0 to 65535: of all without a
 *     pack, else of alpha; 0 if no sample is predicted
 * @param low smallest sample that a pack's networks may give; 0 without a pack and for 8 bits
 * @param high largest sample that a pack's networks may give; 2^bitDepth - 1 without a pack and for
 *     8 bits
 * @param summed whether check sums of the decoded samples stand behind the tiles; never without a
 *     pack, whose tiles have their own
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
    int quality,
    List<Integer> levels,
    int maxError,
    int low,
    int high,
    boolean summed) {
  /** The version that is written. */
  public static final int VERSION = 1;

  /** No header is longer. */
  public static final int MAX_LENGTH = 640;

  /** The family that predicts each sample from its neighbours and needs no pack. */
  public static final int PREDICTIVE = 2;

  /**
   * The level of cells of a quality map that are decoded exactly. It is no quality step: packs have
   * fewer.
   */
  public static final int EXACT = 0xFFFF;

  private static final int COLOUR = 1;
  private static final int ALPHA = 2;
  private static final int DEPTH_FOLLOWS = 4;
  private static final int MAPPED = 8;
  private static final int SUMMED = 0x80;

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
   * @param levels see the record
   * @param maxError see the record
   * @param low see the record
   * @param high see the record
   * @param summed see the record
   * @throws IllegalArgumentException if a value is out of range
   */
  public LicHeader {
    if (channels < 1 || channels > 4 || bitDepth < 1 || bitDepth > 16) {
      throw new IllegalArgumentException(
          "1 to 4 channels of 1 to 16 bits expected, found " + channels + " of " + bitDepth);
    }
    if (summed && family == PREDICTIVE) {
      throw new IllegalArgumentException("tiles of family 2 have their own sums");
    }
    if (family < 1 || family > 255 || quality < 0 || quality > 0xFFFF) {
      throw new IllegalArgumentException("family " + family + ", quality step " + quality);
    }
    levels = List.copyOf(levels);
    if (!levels.isEmpty() && (family == PREDICTIVE || !QualityLevels.isSound(levels, quality))) {
      throw new IllegalArgumentException("levels of a quality map: " + levels);
    }
    String fault = fault(width, height, tileSize, family, packId);
    if (fault == null) {
      fault = sampleFault(channels, bitDepth, family, maxError, low, high);
    }
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * The header of a picture of 8 bits and without alpha that needs a pack.
   *
   * @param width see the record
   * @param height see the record
   * @param channels 1 or 3
   * @param bitDepth 8
   * @param tileSize see the record
   * @param family see the record
   * @param packId see the record
   * @param packHash see the record
   * @param quality see the record
   * @throws IllegalArgumentException if a value is out of range
   */
  public LicHeader(
      int width,
      int height,
      int channels,
      int bitDepth,
      int tileSize,
      int family,
      String packId,
      int packHash,
      int quality) {
    this(
        width, height, channels, bitDepth, tileSize, family, packId, packHash, quality, List.of(),
        0, 0, 255, false);
  }

  /**
   * The header of a picture whose samples are all predicted.
   *
   * @param width see the record
   * @param height see the record
   * @param channels see the record
   * @param bitDepth see the record
   * @param tileSize see the record
   * @param maxError largest error of a sample, 0 for none
   * @return the header
   * @throws IllegalArgumentException if a value is out of range
   */
  public static LicHeader predictive(
      int width, int height, int channels, int bitDepth, int tileSize, int maxError) {
    int high = bitDepth < 1 || bitDepth > 16 ? 0 : (1 << bitDepth) - 1;
    return new LicHeader(
        width,
        height,
        channels,
        bitDepth,
        tileSize,
        PREDICTIVE,
        "",
        0,
        0,
        List.of(),
        maxError,
        0,
        high,
        false);
  }

  private static String fault(int width, int height, int tileSize, int family, String packId) {
    if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
      return "sides of 1 to 2^30 pixels expected, found " + width + "x" + height;
    }
    if (tileSize < 128 || tileSize > 4096 || Integer.bitCount(tileSize) != 1) {
      return "tile size: power of two from 128 to 4096 expected, found " + tileSize;
    }
    if (family == PREDICTIVE) {
      return packId.isEmpty() ? null : "family " + PREDICTIVE + " has no pack";
    }
    if (packId.isEmpty() || packId.length() > MAX_ID || !packId.matches("[a-z0-9._-]+")) {
      return "pack id: 1 to 32 of a-z, 0-9, '-', '.', '_' expected";
    }
    return null;
  }

  private static String sampleFault(
      int channels, int bitDepth, int family, int maxError, int low, int high) {
    int largest = (1 << bitDepth) - 1;
    boolean predicted = family == PREDICTIVE || channels % 2 == 0;
    if (maxError < 0 || maxError > (predicted ? 0xFFFF : 0)) {
      return "largest error " + maxError + " is out of range";
    }
    if (low < 0 || high < low || high > largest) {
      return "samples of " + low + " to " + high + " do not fit in " + bitDepth + " bits";
    }
    boolean whole = family == PREDICTIVE || bitDepth == 8;
    return whole && (low != 0 || high != largest) ? "all samples may occur" : null;
  }

  /**
   * Whether the last channel is alpha.
   *
   * @return true for 2 and 4 channels
   */
  public boolean hasAlpha() {
    return channels % 2 == 0;
  }

  /**
   * Whether the quality differs from cell to cell.
   *
   * @return true if each tile has a map
   */
  public boolean isMapped() {
    return !levels.isEmpty();
  }

  /**
   * Whether cells may be exact.
   *
   * @return true if the last level of the quality map is {@link #EXACT}
   */
  public boolean hasExact() {
    return isMapped() && levels.get(levels.size() - 1) == EXACT;
  }

  /**
   * The quality steps of a map.
   *
   * @return the levels without {@link #EXACT}, in ascending order; none without a map
   */
  public List<Integer> steps() {
    return hasExact() ? levels.subList(0, levels.size() - 1) : levels;
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
   * @return for a plain picture with a pack 18 bytes plus the pack's id, with each side of up to
   *     128 pixels one byte less and of over 16384 pixels one or more bytes more
   */
  public byte[] toBytes() {
    int tileCode = Integer.numberOfTrailingZeros(tileSize) - 7;
    int layout = tileCode << 4;
    layout |= channels >= 3 ? COLOUR : 0;
    layout |= hasAlpha() ? ALPHA : 0;
    layout |= bitDepth != 8 ? DEPTH_FOLLOWS : 0;
    layout |= isMapped() ? MAPPED : 0;
    layout |= summed ? SUMMED : 0;
    ByteSink out = new ByteSink().bytes(MAGIC).u8(VERSION).u8(layout).u8(family);
    if (bitDepth != 8) {
      out.u8(bitDepth);
    }
    out.varint(width - 1).varint(height - 1);
    if (family != PREDICTIVE) {
      byte[] id = packId.getBytes(StandardCharsets.US_ASCII);
      out.u8(id.length).bytes(id).i32(packHash).u16(quality);
      QualityLevels.write(levels, out);
      if (bitDepth != 8) {
        out.u16(low).u16(high);
      }
    }
    if (family == PREDICTIVE || hasAlpha()) {
      out.varint(maxError);
    }
    return out.toBytes();
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
    int tileCode = layout >> 4 & 7;
    if (tileCode > 5) {
      throw new LicFormatException(
          in.offset() - 1,
          "layout 0x" + HexFormat.of().toHexDigits((byte) layout) + " is reserved");
    }
    int family = in.u8("family");
    if (family == 0) {
      throw new LicFormatException(in.offset() - 1, "family 0 is reserved");
    }
    boolean mapped = (layout & MAPPED) != 0;
    if (mapped && family == PREDICTIVE) {
      throw new LicFormatException(in.offset() - 2, "family 2 has no quality map");
    }
    boolean summed = (layout & SUMMED) != 0;
    if (summed && family == PREDICTIVE) {
      throw new LicFormatException(in.offset() - 2, "tiles of family 2 have their own sums");
    }
    int bitDepth = (layout & DEPTH_FOLLOWS) == 0 ? 8 : in.u8("bit depth");
    if (bitDepth < 1 || bitDepth > 16 || (bitDepth == 8 && (layout & DEPTH_FOLLOWS) != 0)) {
      throw new LicFormatException(in.offset() - 1, "bit depth " + bitDepth + " is reserved");
    }
    int channels = ((layout & COLOUR) == 0 ? 1 : 3) + ((layout & ALPHA) == 0 ? 0 : 1);
    return parseRest(in, channels, bitDepth, 128 << tileCode, family, mapped, summed);
  }

  private static LicHeader parseRest(
      ByteCursor in,
      int channels,
      int bitDepth,
      int tileSize,
      int family,
      boolean mapped,
      boolean summed)
      throws LicFormatException {
    long sides = in.offset();
    int width = in.varint("width");
    int height = in.varint("height");
    if (width >= MAX_SIDE || height >= MAX_SIDE) {
      throw new LicFormatException(sides, "sides of at most 2^30 pixels expected");
    }
    String id = "";
    int hash = 0;
    int quality = 0;
    List<Integer> levels = List.of();
    int low = 0;
    int high = (1 << bitDepth) - 1;
    if (family != PREDICTIVE) {
      long idOffset = in.offset();
      id = in.ascii(in.u8("length of pack id"), "pack id");
      String fault = fault(width + 1, height + 1, tileSize, family, id);
      if (fault != null) {
        throw new LicFormatException(idOffset, fault);
      }
      hash = in.i32("pack hash");
      quality = in.u16("quality");
      levels = mapped ? QualityLevels.read(in, quality) : levels;
      if (bitDepth != 8) {
        low = in.u16("smallest sample");
        high = in.u16("largest sample");
      }
    }
    long errorOffset = in.offset();
    boolean predicted = family == PREDICTIVE || channels % 2 == 0;
    int maxError = predicted ? in.varint("largest error") : 0;
    String fault = sampleFault(channels, bitDepth, family, maxError, low, high);
    if (fault != null) {
      throw new LicFormatException(errorOffset, fault);
    }
    return new LicHeader(
        width + 1,
        height + 1,
        channels,
        bitDepth,
        tileSize,
        family,
        id,
        hash,
        quality,
        levels,
        maxError,
        low,
        high,
        summed);
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
   * Where the quality step stands.
   *
   * @return bytes from the header's beginning; there is none without a pack
   */
  public int qualityOffset() {
    int behind = bitDepth != 8 ? 4 : 0;
    behind += hasAlpha() ? new ByteSink().varint(maxError).toBytes().length : 0;
    ByteSink map = new ByteSink();
    QualityLevels.write(levels, map);
    behind += map.toBytes().length;
    return length() - behind - 2;
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
