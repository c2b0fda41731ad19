package io.licorice.bitstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The box file: ISO base media boxes around codestreams, see the format specification, section
 * "File forms".
 */
public final class BoxFile {
  /** How many bytes of a file {@link #isBoxFile} looks at. */
  public static final int SIGNATURE_LENGTH = 12;

  private static final String BRAND = "lic1";

  /** Type of the box that holds a codestream. */
  static final String CODESTREAM = "licc";

  /** Type of the box that holds a picture with what belongs to it. */
  static final String PICTURE = "pict";

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
   * The file type box, with which every box file begins.
   *
   * @return 20 bytes
   */
  public static byte[] start() {
    return new ByteSink()
        .bytes(Box.header("ftyp", 12))
        .bytes(ascii(BRAND))
        .i32(0)
        .bytes(ascii(BRAND))
        .toBytes();
  }

  /**
   * Wraps a codestream.
   *
   * @param codestream the codestream
   * @return the whole file
   */
  public static byte[] wrap(byte[] codestream) {
    return wrapping(codestream, 0);
  }

  /**
   * The first bytes of a file of which only the beginning of the codestream is at hand.
   *
   * @param head the beginning of the codestream
   * @param rest number of its bytes that follow
   * @return the bytes of the file up to the rest
   */
  public static byte[] wrapping(byte[] head, long rest) {
    return new ByteSink()
        .bytes(start())
        .bytes(Box.header(CODESTREAM, head.length + rest))
        .bytes(head)
        .toBytes();
  }

  /**
   * The bytes that wrapping adds, unless the codestream has more than about 2^32.
   *
   * @return bytes
   */
  public static int overhead() {
    return 28;
  }

  /**
   * Finds the first picture's codestream in a bare or boxed file.
   *
   * @param reader gives the bytes
   * @param length length of the file
   * @return where it lies
   * @throws LicFormatException if the file is neither form, or a box is malformed or critical and
   *     unknown
   * @throws IOException if reading fails
   */
  public static Span locate(Reader reader, long length) throws IOException {
    return new PictureBoxes(reader, length).picture(0).codestream();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
