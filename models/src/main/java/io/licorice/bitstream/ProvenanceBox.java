package io.licorice.bitstream;

/**
 * The body of a box that tells which pixels were synthesised. See the format specification, section
 * "Provenance".
 *
 * @param scale what is told holds for a block of 2^scale x 2^scale pixels, 0 to 4
 * @param map the coded map of two levels: 1 where pixels were synthesised
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record ProvenanceBox(int scale, byte[] map) {
  /** No block has longer sides. */
  public static final int MAX_SCALE = 4;

  /**
   * The body's bytes.
   *
   * @return a new array
   */
  public byte[] toBytes() {
    ByteSink out = new ByteSink().u8(scale).bytes(map);
    return out.i32(BodyCheck.of(out.toBytes())).toBytes();
  }

  /**
   * Reads a body.
   *
   * @param body its bytes
   * @param offset position of the first of them in the file, for messages
   * @return the box
   * @throws LicFormatException if it is malformed
   */
  public static ProvenanceBox parse(byte[] body, long offset) throws LicFormatException {
    ByteCursor in = new ByteCursor(body, offset);
    byte[] checked = in.bytes(Math.max(1, body.length - Integer.BYTES), "provenance");
    if (BodyCheck.of(checked) != in.i32("check sum of provenance")) {
      throw new LicFormatException(offset + checked.length, "provenance whose check sum is wrong");
    }
    ByteCursor inside = new ByteCursor(checked, offset);
    int scale = inside.u8("scale of provenance");
    if (scale > MAX_SCALE) {
      throw new LicFormatException(offset, "provenance of scale " + scale);
    }
    return new ProvenanceBox(scale, inside.bytes(inside.remaining(), "map"));
  }
}
