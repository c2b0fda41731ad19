package io.licorice.transform;

/**
 * Size of a tile in latent cells of 16 x 16 pixels.
 *
 * @param width cells that hold pixels, at least 1
 * @param height cells that hold pixels, at least 1
 */
public record CellBlock(int width, int height) {
  /** Pixels along a cell's edge. */
  public static final int CELL = 16;

  /** Cells along a hyper-latent's edge. */
  static final int HYPER = 4;

  /**
   * The cells that cover a tile.
   *
   * @param pixelWidth the tile's width
   * @param pixelHeight the tile's height
   * @return the block
   */
  public static CellBlock covering(int pixelWidth, int pixelHeight) {
    return new CellBlock((pixelWidth + CELL - 1) / CELL, (pixelHeight + CELL - 1) / CELL);
  }

  /**
   * The width with padding.
   *
   * @return cells, a multiple of 4
   */
  public int paddedWidth() {
    return hyperWidth() * HYPER;
  }

  /**
   * The height with padding.
   *
   * @return cells, a multiple of 4
   */
  public int paddedHeight() {
    return hyperHeight() * HYPER;
  }

  int hyperWidth() {
    return (width + HYPER - 1) / HYPER;
  }

  int hyperHeight() {
    return (height + HYPER - 1) / HYPER;
  }

  int cells() {
    return width * height;
  }

  int paddedCells() {
    return paddedWidth() * paddedHeight();
  }

  int hyperCells() {
    return hyperWidth() * hyperHeight();
  }
}
