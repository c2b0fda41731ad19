package io.licorice.bitstream;

import java.util.Arrays;

/**
 * The payload of a tile with alpha in a family that has a pack: what is predicted, then what is
 * learned.
 *
 * @param check check sum of the predicted samples
 * @param predicted the predictive stream
 * @param learned the entropy coder's stream
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record TilePayload(int check, byte[] predicted, byte[] learned) {
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
        .bytes(learned)
        .toBytes();
  }

  /**
   * Reads a payload.
   *
   * @param payload its bytes
   * @return its parts
   * @throws LicFormatException if the bytes do not hold the parts; the offset is within them
   */
  public static TilePayload parse(byte[] payload) throws LicFormatException {
    ByteCursor in = new ByteCursor(payload, 0);
    int length = in.varint("length of alpha");
    int check = in.i32("check sum of alpha");
    byte[] predicted = in.bytes(length, "alpha");
    return new TilePayload(
        check, predicted, Arrays.copyOfRange(payload, in.position(), payload.length));
  }
}
