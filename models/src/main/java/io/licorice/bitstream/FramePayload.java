package io.licorice.bitstream;

import java.util.Arrays;

/**
 * The bytes of a predicted frame.
 *
 * @param quality the quality step
 * @param moved whether flow is coded; without it the reference itself is the prediction
 * @param coarseness how much coarser than usual flow is, 0 to {@link #COARSEST}; 0 without flow
 * @param corrected whether a residual is coded; without it the prediction is the frame
 * @param modes which cells show what networks did not make, coded; empty if there are none
 * @param vectors which blocks do not move as flow says, coded; empty if there are none
 * @param rest the stream of coded symbols or, where there is neither flow nor residual, the check
 *     of the frame alone
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record FramePayload(
    int quality,
    boolean moved,
    int coarseness,
    boolean corrected,
    byte[] modes,
    byte[] vectors,
    byte[] rest) {
  /** Flow is at most this coarse. */
  public static final int COARSEST = 7;

  private static final int COARSENESS_BITS = 3;
  private static final int MOVED = 1;
  private static final int CORRECTED = 2;
  private static final int IN_BLOCKS = 4;
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
        quality, false, 0, false, new byte[0], new byte[0], new ByteSink().u16(check).toBytes());
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
    return vectorsOffset() + vectors.length;
  }

  /**
   * Where the modes begin.
   *
   * @return bytes from the payload's beginning
   */
  public int modesOffset() {
    ByteSink head = head();
    return (isInBlocks() ? head.varint(modes.length) : head).size();
  }

  /**
   * Where the vectors begin.
   *
   * @return bytes from the payload's beginning
   */
  public int vectorsOffset() {
    int length = isInBlocks() && moved ? new ByteSink().varint(motionHead()).size() : 0;
    return modesOffset() + modes.length + length;
  }

  private ByteSink head() {
    int flags = (moved ? MOVED : 0) | (corrected ? CORRECTED : 0) | (isInBlocks() ? IN_BLOCKS : 0);
    return new ByteSink().varint(quality << FLAG_BITS | flags);
  }

  private int motionHead() {
    return vectors.length << COARSENESS_BITS | coarseness;
  }

  private boolean isInBlocks() {
    return isMixed() || hasVectors() || coarseness > 0;
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
   * Whether some blocks do not move as flow says.
   *
   * @return true if there are vectors
   */
  public boolean hasVectors() {
    return vectors.length > 0;
  }

  /**
   * Lays the payload out.
   *
   * @return its bytes
   */
  public byte[] toBytes() {
    ByteSink out = head();
    if (isInBlocks()) {
      out.varint(modes.length).bytes(modes);
      if (moved) {
        out.varint(motionHead()).bytes(vectors);
      }
    }
    return out.bytes(rest).toBytes();
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
    byte[] vectors = new byte[0];
    int coarseness = 0;
    if ((head & IN_BLOCKS) != 0) {
      if ((head & (MOVED | CORRECTED)) == 0) {
        throw new LicFormatException(0, "cell modes of a frame for which nothing is coded");
      }
      modes = in.bytes(in.varint("length of the cell modes"), "cell modes");
      if ((head & MOVED) != 0) {
        int ofMotion = in.varint("length of the vectors");
        coarseness = ofMotion & COARSEST;
        vectors = in.bytes(ofMotion >> COARSENESS_BITS, "vectors");
      }
      if (modes.length + vectors.length + coarseness == 0) {
        throw new LicFormatException(
            in.offset() - 1, "neither cell modes nor vectors nor coarse flow");
      }
    }
    return new FramePayload(
        head >> FLAG_BITS,
        (head & MOVED) != 0,
        coarseness,
        (head & CORRECTED) != 0,
        modes,
        vectors,
        Arrays.copyOfRange(payload, in.position(), payload.length));
  }
}
