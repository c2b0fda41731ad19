package io.licorice.video;

import io.licorice.bitstream.ByteCursor;
import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.FramePredictor;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a decoder must know before the first frame: the record that key frames begin with, and that
 * containers carry as codec private data. See the format specification, section "Configuration".
 *
 * @param width pixels, 1 to 16384
 * @param height pixels, 1 to 16384, with the width at most 2^26 in all
 * @param model id of the pack of predicted frames: 1 to 32 of a-z, 0-9, '-', '.', '_'
 * @param hashPrefix first four bytes of that pack's hash
 * @param family name of the codec family, for those who have not got the pack: at most 32
 *     characters of the same kind; empty if it is not told
 */
public record LvcConfiguration(int width, int height, String model, int hashPrefix, String family) {
  /** The version that is written. */
  static final int VERSION = 1;

  /** The most bytes that a configuration may have. */
  static final int MAX_LENGTH = 1 << 12;

  private static final int MAX_SIDE = 1 << 14;
  private static final int MAX_PIXELS = 1 << 26;
  private static final int MAX_NAME = 32;

  /** The tag of the optional field that holds the family's name. */
  private static final int FAMILY = 1;

  /**
   * Checks the values.
   *
   * @param width see the record
   * @param height see the record
   * @param model see the record
   * @param hashPrefix see the record
   * @param family see the record
   * @throws IllegalArgumentException if one is out of range
   */
  public LvcConfiguration {
    String fault = fault(width, height, model, family);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * A configuration that does not tell the family's name.
   *
   * @param width see the record
   * @param height see the record
   * @param model see the record
   * @param hashPrefix see the record
   * @throws IllegalArgumentException if one is out of range
   */
  public LvcConfiguration(int width, int height, String model, int hashPrefix) {
    this(width, height, model, hashPrefix, "");
  }

  static LvcConfiguration of(int width, int height, FramePredictor predictor) {
    return new LvcConfiguration(
        width, height, predictor.model(), predictor.hashPrefix(), predictor.family());
  }

  private static String fault(int width, int height, String model, String family) {
    if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
      return "sides of 1 to " + MAX_SIDE + " pixels expected, found " + width + "x" + height;
    }
    if ((long) width * height > MAX_PIXELS) {
      return "at most 2^26 pixels expected, found " + width + "x" + height;
    }
    if (model.length() > MAX_NAME || !model.matches("[a-z0-9._-]+")) {
      return "pack id: 1 to 32 of a-z, 0-9, '-', '.', '_' expected";
    }
    if (family.length() > MAX_NAME || !family.matches("[a-z0-9._-]*")) {
      return "family: at most 32 of a-z, 0-9, '-', '.', '_' expected";
    }
    return null;
  }

  /**
   * The configuration's bytes.
   *
   * @return a new array
   */
  public byte[] toBytes() {
    byte[] id = model.getBytes(StandardCharsets.US_ASCII);
    ByteSink out = new ByteSink().u8(VERSION).varint(width - 1).varint(height - 1);
    out.varint(id.length).bytes(id).i32(hashPrefix);
    if (!family.isEmpty()) {
      byte[] name = family.getBytes(StandardCharsets.US_ASCII);
      out.u8(FAMILY).varint(name.length).bytes(name);
    }
    return out.toBytes();
  }

  /**
   * Reads a configuration.
   *
   * @param bytes all of its bytes and no others
   * @return the configuration; optional fields of unknown kinds are skipped
   * @throws LicFormatException if the bytes are no configuration of this version; offsets are
   *     within them
   */
  public static LvcConfiguration parse(byte[] bytes) throws LicFormatException {
    if (bytes.length > MAX_LENGTH) {
      throw new LicFormatException(
          0, "configuration: at most " + MAX_LENGTH + " bytes expected, found " + bytes.length);
    }
    ByteCursor in = new ByteCursor(bytes, 0);
    int version = in.u8("version of the configuration");
    if (version != VERSION) {
      throw new LicFormatException(
          0, "version " + VERSION + " of the configuration expected, found " + version);
    }
    long start = in.offset();
    // One more cannot overflow: longer sides are refused below.
    int width = Math.min(in.varint("width"), MAX_SIDE) + 1;
    int height = Math.min(in.varint("height"), MAX_SIDE) + 1;
    String model = name(in, "pack id");
    int hashPrefix = in.i32("pack hash");
    String family = "";
    while (in.remaining() > 0) {
      int tag = in.u8("tag of an optional field");
      if (tag == FAMILY) {
        family = name(in, "family");
      } else {
        in.bytes(in.varint("length of an optional field"), "optional field " + tag);
      }
    }
    String fault = fault(width, height, model, family);
    if (fault != null) {
      throw new LicFormatException(start, fault);
    }
    return new LvcConfiguration(width, height, model, hashPrefix, family);
  }

  /**
   * Reads the configuration that the packet of a key frame begins with, for containers that lost
   * it.
   *
   * @param packet a key frame's, whose check sum does not matter here
   * @return the configuration
   * @throws LicFormatException if it is no such packet; offsets are within it
   */
  public static LvcConfiguration ofKeyPacket(byte[] packet) throws LicFormatException {
    return PacketLayout.configuration(packet);
  }

  private static String name(ByteCursor in, String what) throws LicFormatException {
    return in.ascii(in.varint("length of " + what), what);
  }

  /**
   * The hash's first bytes as text.
   *
   * @return eight hexadecimal digits
   */
  public String hashText() {
    return HexFormat.of().toHexDigits(hashPrefix);
  }
}
