package io.licorice.bitstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The box file: ISO base media boxes around a codestream, see the format specification, section
 * "Box file".
 */
public final class BoxFile {
  /** How many bytes of a file {@link #isBoxFile} looks at. */
  public static final int SIGNATURE_LENGTH = 12;

  private static final String BRAND = "lic1";
  private static final String CODESTREAM = "licc";
  private static final int MAX_BOXES = 10_000;

  private BoxFile() {}

  /** Gives the bytes of a file; the same shape as the public byte source. */
  public interface Reader {
    /**
     * Fills an array.
     *
     * @param position first byte to read
     * @param target receives the bytes
     * @throws IOException if reading fails or the file ends
     */
    void read(long position, byte[] target) throws IOException;
  }

  /**
   * Where a codestream lies in a file.
   *
   * @param offset position of its first byte
   * @param end position after its last byte
   * @param boxed true if boxes surround it
   */
  public record Span(long offset, long end, boolean boxed) {}

  /**
   * Whether bytes begin a box file of ours.
   *
   * @param start the first bytes of a file
   * @return true if they are a file type box with our brand
   */
  public static boolean isBoxFile(byte[] start) {
    return start.length >= SIGNATURE_LENGTH
        && new String(start, 4, 8, StandardCharsets.ISO_8859_1).equals("ftyp" + BRAND);
  }

  /**
   * Wraps a codestream.
   *
   * @param codestream the codestream
   * @return the whole file
   */
  public static byte[] wrap(byte[] codestream) {
    ByteSink out = new ByteSink();
    out.i32(20).bytes(ascii("ftyp" + BRAND)).i32(0).bytes(ascii(BRAND));
    if (codestream.length > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException("codestream of " + codestream.length + " bytes");
    }
    return out.i32(codestream.length + 8).bytes(ascii(CODESTREAM)).bytes(codestream).toBytes();
  }

  /**
   * The bytes that wrapping adds.
   *
   * @return bytes
   */
  public static int overhead() {
    return 28;
  }

  /**
   * Finds the codestream in a bare or boxed file.
   *
   * @param reader gives the bytes
   * @param length length of the file
   * @return where it lies
   * @throws LicFormatException if the file is neither form, or a box is malformed or critical and
   *     unknown
   * @throws IOException if reading fails
   */
  public static Span locate(Reader reader, long length) throws IOException {
    byte[] start = new byte[(int) Math.min(length, SIGNATURE_LENGTH)];
    reader.read(0, start);
    if (LicHeader.isMagic(start)) {
      return new Span(0, length, false);
    }
    if (!isBoxFile(start)) {
      throw new LicFormatException(0, "neither a .lic codestream nor a .lic box file");
    }
    long position = 0;
    for (int n = 0; n < MAX_BOXES && position < length; n++) {
      Box box = readBox(reader, position, length);
      if (box.type.equals(CODESTREAM)) {
        return new Span(box.body, Math.min(box.end, length), true);
      }
      if (n > 0 && isCritical(box.type)) {
        throw new LicFormatException(
            position, "box '" + box.type + "' is critical and unknown to this version");
      }
      if (box.end > length) {
        throw new LicFormatException(
            position,
            "box '" + box.type + "' ends " + (box.end - length) + " bytes after the file");
      }
      position = box.end;
    }
    throw new LicFormatException(position, "no box '" + CODESTREAM + "' found");
  }

  private record Box(String type, long body, long end) {}

  private static Box readBox(Reader reader, long position, long length) throws IOException {
    if (length - position < 8) {
      throw new LicFormatException(position, "box header: 8 bytes expected");
    }
    byte[] head = new byte[(int) Math.min(16, length - position)];
    reader.read(position, head);
    ByteCursor in = new ByteCursor(head, position);
    long size = in.i32("box size") & 0xFFFF_FFFFL;
    String type = in.ascii(4, "box type");
    int headLength = 8;
    if (size == 1) {
      size = (long) in.i32("long box size") << 32 | in.i32("long box size") & 0xFFFF_FFFFL;
      headLength = 16;
    } else if (size == 0) {
      size = length - position;
    }
    if (size < headLength || size > Long.MAX_VALUE - position) {
      throw new LicFormatException(position, "box '" + printable(type) + "' of " + size + " bytes");
    }
    return new Box(printable(type), position + headLength, position + size);
  }

  /** A reader that does not know a box whose type begins with a capital letter must refuse. */
  private static boolean isCritical(String type) {
    return Character.isUpperCase(type.charAt(0));
  }

  private static String printable(String type) {
    return type.replaceAll("[^ -~]", "?");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
