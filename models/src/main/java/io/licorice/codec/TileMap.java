package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.MappedPayload;
import io.licorice.lossless.LevelMap;
import io.licorice.transform.CellBlock;
import io.licorice.transform.CellSteps;
import java.util.Arrays;
import java.util.List;

/**
 * A tile's part of a quality map as it was read.
 *
 * @param quality the quality steps of the tile's cells, and which of them are exact
 * @param rest what follows the map in the payload
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record TileMap(CellSteps quality, byte[] rest) {
  /**
   * Reads the map of a tile.
   *
   * @param payload the tile's payload
   * @param levels the levels of the picture's map
   * @throws LicFormatException if there is no map; the offset is within the payload
   */
  static TileMap parse(byte[] payload, List<Integer> levels, CellBlock block)
      throws LicFormatException {
    MappedPayload parts = MappedPayload.parse(payload, levels.size());
    int[] cells = new int[block.width() * block.height()];
    if (parts.flat() >= 0) {
      Arrays.fill(cells, parts.flat());
    } else {
      int length = parts.map().length;
      int offset = payload.length - parts.rest().length - length;
      cells =
          LevelMap.decode(payload, offset, length, block.width(), block.height(), levels.size());
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] = levels.get(cells[i]);
    }
    return new TileMap(CellSteps.of(block.width(), cells, levels.get(0)), parts.rest());
  }
}
