package io.licorice.bitstream;

import java.util.Arrays;
import java.util.zip.CRC32C;

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
    ByteSink head = new ByteSink().varint(map.length).bytes(map);
    return head.i32(check(head.toBytes())).bytes(codestream).toBytes();
  }

  private static int check(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * The map of a body.
   *
   * @param map the coded map
   * @param length its bytes and those around it, which the codestream follows
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
    ByteCursor all = new ByteCursor(start.read(end + Integer.BYTES), offset);
    byte[] checked = all.bytes(end, "map of generated cells");
    if (all.i32("check sum of the map of generated cells") != check(checked)) {
      throw new LicFormatException(offset + end, "map of generated cells whose check sum is wrong");
    }
    return new Head(Arrays.copyOfRange(checked, in.position(), end), end + Integer.BYTES);
  }
}
