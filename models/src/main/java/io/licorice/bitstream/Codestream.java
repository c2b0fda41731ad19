package io.licorice.bitstream;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** Lays a codestream out: header, tile index, tiles. */
public final class Codestream {
  /** Bytes of a tile before its payload: CRC-32C of header and payload, CRC-32C of the latents. */
  public static final int TILE_PREFIX = 8;

  /** Bytes of a check sum of samples. */
  public static final int SUM_LENGTH = 4;

  private Codestream() {}

  /**
   * One coded tile.
   *
   * @param payload the tile's bytes
   * @param latentsCrc second check sum: CRC-32C of the tile's integers, see {@link #crc(int[]...)},
   *     or of its samples
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Tile(byte[] payload, int latentsCrc) {}

  /**
   * The size of a codestream.
   *
   * @param header the header
   * @param payloads lengths of the tiles' payloads
   * @return bytes
   */
  public static long length(LicHeader header, int[] payloads) {
    long sum = header.length();
    for (int payload : payloads) {
      sum += TILE_PREFIX + payload;
      if (payloads.length > 1) {
        sum += new ByteSink().varint(payload).toBytes().length;
      }
    }
    return sum + sumsLength(header, payloads.length);
  }

  /**
   * The length of the check sums of samples, which stand behind the tiles.
   *
   * @param header the header
   * @param tiles number of tiles
   * @return bytes, 0 if the header says that there are none
   */
  public static long sumsLength(LicHeader header, long tiles) {
    return header.summed() ? tiles * SUM_LENGTH : 0;
  }

  /**
   * Puts a codestream together.
   *
   * @param header the header
   * @param tiles all tiles in order
   * @return the codestream
   */
  public static byte[] assemble(LicHeader header, Tile[] tiles) {
    byte[] headerBytes = header.toBytes();
    int[] payloads = Arrays.stream(tiles).mapToInt(tile -> tile.payload().length).toArray();
    ByteSink out = new ByteSink().bytes(head(header, payloads));
    for (Tile tile : tiles) {
      out.bytes(prefix(headerBytes, tile)).bytes(tile.payload());
    }
    return out.toBytes();
  }

  /**
   * The bytes before the tiles: header and index.
   *
   * @param header the header
   * @param payloads lengths of the tiles' payloads
   * @return the bytes, which the tiles follow
   */
  public static byte[] head(LicHeader header, int[] payloads) {
    ByteSink out = new ByteSink().bytes(header.toBytes());
    if (payloads.length > 1) {
      for (int payload : payloads) {
        out.varint(payload);
      }
    }
    return out.toBytes();
  }

  /**
   * The bytes of a tile before its payload.
   *
   * @param header the header's bytes
   * @param tile the tile
   * @return {@value #TILE_PREFIX} bytes, which the payload follows
   */
  public static byte[] prefix(byte[] header, Tile tile) {
    return new ByteSink().i32(crc(header, tile.payload())).i32(tile.latentsCrc()).toBytes();
  }

  /**
   * The first check sum of a tile. It covers the header too, so that a damaged header is noticed:
   * other sides, channels or quality would often go with the same latents.
   *
   * @param header the header's bytes
   * @param payload the tile's payload
   * @return CRC-32C of one after the other
   */
  public static int crc(byte[] header, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(header);
    crc.update(payload);
    return (int) crc.getValue();
  }

  /**
   * CRC-32C of integers, each as two bytes, low byte first, modulo 2^16.
   *
   * @param groups arrays that are taken one after the other
   * @return the check sum
   */
  public static int crc(int[]... groups) {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[8192];
    for (int[] group : groups) {
      int fill = 0;
      for (int value : group) {
        buffer[fill++] = (byte) value;
        buffer[fill++] = (byte) (value >> 8);
        if (fill == buffer.length) {
          crc.update(buffer);
          fill = 0;
        }
      }
      crc.update(buffer, 0, fill);
    }
    return (int) crc.getValue();
  }
}
