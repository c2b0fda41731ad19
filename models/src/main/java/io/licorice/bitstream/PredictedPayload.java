package io.licorice.bitstream;

import java.util.Arrays;

/**
 * The payload of a tile in a family that has a pack, from a part on that is predicted: exact cells
 * or alpha.
 *
 * @param check check sum of the predicted samples
 * @param predicted the predictive stream
 * @param rest the rest of the payload
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record PredictedPayload(int check, byte[] predicted, byte[] rest) {
  /**
   * Lays the payload out.
   *
   * @return its bytes
   */
  public byte[] toBytes() {
    return new ByteSink()
        .varint(predicted.length)
        .i32(check)
        .bytes(predicted)
        .bytes(rest)
        .toBytes();
  }

  /**
   * Reads a payload.
   *
   * @param payload its bytes
   * @param what what is predicted, for messages
   * @return its parts
   * @throws LicFormatException if the bytes do not hold the parts; the offset is within them
   */
  public static PredictedPayload parse(byte[] payload, String what) throws LicFormatException {
    ByteCursor in = new ByteCursor(payload, 0);
    int length = in.varint("length of " + what);
    int check = in.i32("check sum of " + what);
    byte[] predicted = in.bytes(length, what);
    return new PredictedPayload(
        check, predicted, Arrays.copyOfRange(payload, in.position(), payload.length));
  }

  /**
   * Where the predictive stream begins.
   *
   * @return bytes from the payload's beginning
   */
  public int offset() {
    return new ByteSink().varint(predicted.length).i32(check).toBytes().length;
  }
}
