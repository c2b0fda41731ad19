package io.licorice.bitstream;

import java.util.Arrays;

/**
 * The payload of a tile in a picture with a quality map: the tile's part of the map, then what the
 * payload would be without one.
 *
 * @param flat the level of all cells, or -1 if they differ
 * @param map the stream of the levels, empty if the cells do not differ
 * @param rest the rest of the payload
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record MappedPayload(int flat, byte[] map, byte[] rest) {
  /**
   * Lays the payload out.
   *
   * @param levels number of the picture's levels
   * @return its bytes
   */
  public byte[] toBytes(int levels) {
    return new ByteSink()
        .varint(flat >= 0 ? flat : levels + map.length - 1)
        .bytes(map)
        .bytes(rest)
        .toBytes();
  }

  /**
   * Reads a payload.
   *
   * @param payload its bytes
   * @param levels number of the picture's levels
   * @return its parts
   * @throws LicFormatException if the bytes do not hold the parts; the offset is within them
   */
  public static MappedPayload parse(byte[] payload, int levels) throws LicFormatException {
    ByteCursor in = new ByteCursor(payload, 0);
    int first = in.varint("quality map");
    byte[] map = first < levels ? new byte[0] : in.bytes(first - levels + 1, "quality map");
    byte[] rest = Arrays.copyOfRange(payload, in.position(), payload.length);
    return new MappedPayload(first < levels ? first : -1, map, rest);
  }
}
