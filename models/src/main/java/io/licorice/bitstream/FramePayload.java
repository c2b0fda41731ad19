package io.licorice.bitstream;

import java.util.Arrays;

/**
 * The bytes of a predicted frame.
 *
 * @param quality the quality step
 * @param moved whether flow is coded; without it the reference itself is the prediction
 * @param corrected whether a residual is coded; without it the prediction is the frame
 * @param rest the stream of coded symbols or, where there is neither flow nor residual, the check
 *     of the frame alone
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record FramePayload(int quality, boolean moved, boolean corrected, byte[] rest) {
  private static final int MOVED = 1;
  private static final int CORRECTED = 2;
  private static final int FLAG_BITS = 2;

  /**
   * The payload of a frame that repeats its reference.
   *
   * @param quality the quality step
   * @param check check of the frame, 16 bits
   * @return the payload
   */
  public static FramePayload repeated(int quality, int check) {
    return new FramePayload(quality, false, false, new ByteSink().u16(check).toBytes());
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
    return head().length;
  }

  private byte[] head() {
    int flags = (moved ? MOVED : 0) | (corrected ? CORRECTED : 0);
    return new ByteSink().varint(quality << FLAG_BITS | flags).toBytes();
  }

  /**
   * Lays the payload out.
   *
   * @return its bytes
   */
  public byte[] toBytes() {
    return new ByteSink().bytes(head()).bytes(rest).toBytes();
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
    return new FramePayload(
        head >> FLAG_BITS,
        (head & MOVED) != 0,
        (head & CORRECTED) != 0,
        Arrays.copyOfRange(payload, in.position(), payload.length));
  }
}
