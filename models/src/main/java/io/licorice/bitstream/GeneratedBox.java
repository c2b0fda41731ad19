package io.licorice.bitstream;

import java.io.IOException;
import java.util.Arrays;

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
    return head.i32(BodyCheck.of(head.toBytes())).bytes(codestream).toBytes();
  }

  /**
   * The map of a body.
   *
   * @param map the coded map
   * @param length its bytes and those around it, which the codestream follows
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Head(byte[] map, int length) {}

  /**
   * Reads the map.
   *
   * @param reader gives the file's bytes
   * @param offset position of the body's first byte
   * @param size bytes of the body
   * @return the map and where it ends
   * @throws LicFormatException if it is malformed
   * @throws IOException if reading fails
   */
  public static Head parse(BoxFile.Reader reader, long offset, long size) throws IOException {
    ByteCursor in = start(reader, offset, size, Integer.BYTES + 1);
    int length = in.varint("length of the map of generated cells");
    if (length > MAX_MAP) {
      throw new LicFormatException(offset, "map of generated cells of " + length + " bytes");
    }
    int end = in.position() + length;
    ByteCursor all = start(reader, offset, size, end + Integer.BYTES);
    byte[] checked = all.bytes(end, "map of generated cells");
    if (all.i32("check sum of the map of generated cells") != BodyCheck.of(checked)) {
      throw new LicFormatException(offset + end, "map of generated cells whose check sum is wrong");
    }
    return new Head(Arrays.copyOfRange(checked, in.position(), end), end + Integer.BYTES);
  }

  /** The first bytes of the body, fewer only if there are no more. */
  private static ByteCursor start(BoxFile.Reader reader, long offset, long size, int count)
      throws IOException {
    byte[] bytes = new byte[(int) Math.min(count, size)];
    reader.read(offset, bytes);
    return new ByteCursor(bytes, offset);
  }
}
