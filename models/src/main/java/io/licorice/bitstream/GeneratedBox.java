package io.licorice.bitstream;

/**
 * The beginning of the body of a box with what was generated for a part of a picture: which cells
 * those are. A codestream follows. See the format specification, section "Generated cells".
 */
public final class GeneratedBox {
  /** The largest map that is read, far above any that is written. */
  private static final int MAX_MAP = 1 << 26;

  private GeneratedBox() {}

  /**
   * A body's bytes.
   *
   * @param map the coded map of two levels: 1 for generated cells
   * @param codestream all that was generated
   * @return a new array
   */
  public static byte[] toBytes(byte[] map, byte[] codestream) {
    return new ByteSink().varint(map.length).bytes(map).bytes(codestream).toBytes();
  }

  /**
   * The map of a body.
   *
   * @param map the coded map
   * @param length its bytes and those before it, which the codestream follows
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Head(byte[] map, int length) {}

  /** Gives the first bytes of a body, fewer only if there are no more. */
  public interface Start {
    /**
     * Reads.
     *
     * @param count how many bytes
     * @return the bytes
     * @throws java.io.IOException if reading fails
     */
    byte[] read(int count) throws java.io.IOException;
  }

  /**
   * Reads the map.
   *
   * @param start gives the body's first bytes
   * @param offset position of the first of them in the file, for messages
   * @return the map and where it ends
   * @throws LicFormatException if it is malformed
   * @throws java.io.IOException if reading fails
   */
  public static Head parse(Start start, long offset) throws java.io.IOException {
    ByteCursor in = new ByteCursor(start.read(Integer.BYTES + 1), offset);
    int length = in.varint("length of the map of generated cells");
    if (length > MAX_MAP) {
      throw new LicFormatException(offset, "map of generated cells of " + length + " bytes");
    }
    int end = in.position() + length;
    ByteCursor all = new ByteCursor(start.read(end), offset);
    all.bytes(in.position(), "length of the map of generated cells");
    return new Head(all.bytes(length, "map of generated cells"), end);
  }
}
