package io.licorice.bitstream;

/**
 * How a picture is cut into tiles, in rows from the upper left.
 *
 * @param width the picture's width in pixels
 * @param height the picture's height in pixels
 * @param tileSize edge of a tile in pixels
 */
public record TileGrid(int width, int height, int tileSize) {
  /**
   * The number of tiles side by side.
   *
   * @return at least 1
   */
  public int columns() {
    return (width - 1) / tileSize + 1;
  }

  /**
   * The number of tiles one below the other.
   *
   * @return at least 1
   */
  public int rows() {
    return (height - 1) / tileSize + 1;
  }

  /**
   * The number of tiles.
   *
   * @return rows times columns, which may exceed an int
   */
  public long count() {
    return (long) rows() * columns();
  }

  /**
   * The left edge of a tile.
   *
   * @param tile its number
   * @return pixels
   */
  public int x(int tile) {
    return tile % columns() * tileSize;
  }

  /**
   * The upper edge of a tile.
   *
   * @param tile its number
   * @return pixels
   */
  public int y(int tile) {
    return tile / columns() * tileSize;
  }

  /**
   * The width of a tile, which is less than the edge in the last column.
   *
   * @param tile its number
   * @return pixels
   */
  public int tileWidth(int tile) {
    return Math.min(tileSize, width - x(tile));
  }

  /**
   * The height of a tile, which is less than the edge in the last row.
   *
   * @param tile its number
   * @return pixels
   */
  public int tileHeight(int tile) {
    return Math.min(tileSize, height - y(tile));
  }
}
