package io.licorice.bitstream;

import java.util.Arrays;

/**
 * The bytes of a predicted frame.
 *
 * @param quality the quality step
 * @param moved whether flow is coded; without it the reference itself is the prediction
 * @param corrected whether a residual is coded; without it the prediction is the frame
 * @param modes which cells show what networks did not make, coded; empty if there are none
 * @param rest the stream of coded symbols or, where there is neither flow nor residual, the check
 *     of the frame alone
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record FramePayload(
    int quality, boolean moved, boolean corrected, byte[] modes, byte[] rest) {
  private static final int MOVED = 1;
  private static final int CORRECTED = 2;
  private static final int MIXED = 4;
  private static final int FLAG_BITS = 3;

  /**
   * The payload of a frame that repeats its reference.
   *
   * @param quality the quality step
   * @param check check of the frame, 16 bits
   * @return the payload
   */
  public static FramePayload repeated(int quality, int check) {
    return new FramePayload(
        quality, false, false, new byte[0], new ByteSink().u16(check).toBytes());
  }

  /**
   * Whether symbols are coded.
   *
   * @return false if {@link #check} is all that the payload tells
   */
  public boolean isCoded() {
    return moved || corrected;
  }

  /**
   * The check of a frame for which nothing is coded.
   *
   * @return 16 bits
   * @throws LicFormatException if the payload is too short or goes on behind it
   */
  public int check() throws LicFormatException {
    ByteCursor in = new ByteCursor(rest, offset());
    int check = in.u16("check of the frame");
    if (in.remaining() > 0) {
      throw new LicFormatException(in.offset(), "bytes left behind a frame that is not coded");
    }
    return check;
  }

  /**
   * Where the rest begins.
   *
   * @return bytes from the payload's beginning
   */
  public int offset() {
    return modesOffset() + modes.length;
  }

  /**
   * Where the modes begin.
   *
   * @return bytes from the payload's beginning
   */
  public int modesOffset() {
    return head().length;
  }

  private byte[] head() {
    int flags = (moved ? MOVED : 0) | (corrected ? CORRECTED : 0) | (isMixed() ? MIXED : 0);
    ByteSink head = new ByteSink().varint(quality << FLAG_BITS | flags);
    return (isMixed() ? head.varint(modes.length) : head).toBytes();
  }

  /**
   * Whether some cells show what networks did not make.
   *
   * @return true if there are modes
   */
  public boolean isMixed() {
    return modes.length > 0;
  }

  /**
   * Lays the payload out.
   *
   * @return its bytes
   */
  public byte[] toBytes() {
    return new ByteSink().bytes(head()).bytes(modes).bytes(rest).toBytes();
  }

  /**
   * Reads a payload.
   *
   * @param payload its bytes
   * @return its parts; the rest is as it is
   * @throws LicFormatException if it is malformed; the offset is within it
   */
  public static FramePayload parse(byte[] payload) throws LicFormatException {
    ByteCursor in = new ByteCursor(payload, 0);
    int head = in.varint("quality and parts of a frame");
    byte[] modes = new byte[0];
    if ((head & MIXED) != 0) {
      if ((head & (MOVED | CORRECTED)) == 0) {
        throw new LicFormatException(0, "cell modes of a frame for which nothing is coded");
      }
      int length = in.varint("length of the cell modes");
      if (length == 0) {
        throw new LicFormatException(in.offset() - 1, "cell modes of no bytes");
      }
      modes = in.bytes(length, "cell modes");
    }
    return new FramePayload(
        head >> FLAG_BITS,
        (head & MOVED) != 0,
        (head & CORRECTED) != 0,
        modes,
        Arrays.copyOfRange(payload, in.position(), payload.length));
  }
}
