package io.licorice.bitstream;

/**
 * Where the tiles of a codestream lie in a file.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class TileIndex {
  private static final int MIN_TILE = Codestream.TILE_PREFIX + 5;
  private static final int MAX_VARINT = 5;

  private final long[] offsets;
  private final int[] lengths;

  private TileIndex(long[] offsets, int[] lengths) {
    this.offsets = offsets;
    this.lengths = lengths;
  }

  /**
   * The most bytes that the index can take.
   *
   * @param tiles number of tiles
   * @return bytes
   */
  public static long maxLength(long tiles) {
    return tiles > 1 ? tiles * MAX_VARINT : 0;
  }

  /**
   * Checks that a codestream is long enough to hold its tiles, so that nothing is allocated for
   * tiles that cannot be there.
   *
   * @param tiles number of tiles according to the header
   * @param available bytes of the file after the header
   * @param offset position of the index in the file, for messages
   * @throws LicFormatException if the tiles cannot fit or are too many
   */
  public static void checkCount(long tiles, long available, long offset) throws LicFormatException {
    // A damaged file may lack its end; half of the smallest size is still worth a try.
    if (tiles > Integer.MAX_VALUE / 16 || tiles * MIN_TILE / 2 > available) {
      throw new LicFormatException(
          offset, tiles + " tiles announced, but only " + available + " bytes follow");
    }
  }

  /**
   * Reads the index.
   *
   * @param bytes the codestream's bytes from the end of the header on, at least as many as the
   *     index takes
   * @param tiles number of tiles according to the header, checked by {@link #checkCount}
   * @param offset position of the first of these bytes in the file
   * @param end position behind the last tile in the file
   * @return the index
   * @throws LicFormatException if the index is malformed
   */
  public static TileIndex parse(byte[] bytes, int tiles, long offset, long end)
      throws LicFormatException {
    long[] offsets = new long[tiles];
    int[] lengths = new int[tiles];
    if (tiles == 1) {
      long length = end - offset - Codestream.TILE_PREFIX;
      if (length < 1 || length > Integer.MAX_VALUE - 16) {
        throw new LicFormatException(offset, "tile of " + length + " bytes");
      }
      offsets[0] = offset;
      lengths[0] = (int) length;
      return new TileIndex(offsets, lengths);
    }
    ByteCursor in = new ByteCursor(bytes, offset);
    for (int t = 0; t < tiles; t++) {
      lengths[t] = in.varint("length of tile " + t);
      if (lengths[t] > Integer.MAX_VALUE - 16) {
        throw new LicFormatException(in.offset(), "tile " + t + " of " + lengths[t] + " bytes");
      }
    }
    long position = in.offset();
    for (int t = 0; t < tiles; t++) {
      offsets[t] = position;
      position += Codestream.TILE_PREFIX + lengths[t];
    }
    if (position < end) {
      throw new LicFormatException(position, (end - position) + " bytes after the last tile");
    }
    return new TileIndex(offsets, lengths);
  }

  /**
   * The position behind the last tile, which may lie beyond the end of a truncated file.
   *
   * @return offset in the file
   */
  public long end() {
    int last = offsets.length - 1;
    return offsets[last] + Codestream.TILE_PREFIX + lengths[last];
  }

  /**
   * The position of a tile's first byte in the file.
   *
   * @param tile its number
   * @return offset of its CRC
   */
  public long offset(int tile) {
    return offsets[tile];
  }

  /**
   * The length of a tile's payload, which may reach beyond the end of a truncated file.
   *
   * @param tile its number
   * @return bytes
   */
  public int payloadLength(int tile) {
    return lengths[tile];
  }
}
