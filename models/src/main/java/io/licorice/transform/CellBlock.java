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

  /** Visits the cells of channels without and with padding. */
  interface Visitor {
    /**
     * A cell with pixels.
     *
     * @param cell its place in channels x height x width
     * @param padded its place in channels x padded height x padded width
     * @param channel its channel
     */
    void visit(int cell, int padded, int channel);
  }

  /** Visits the cells with pixels of each channel, row by row. */
  void forEachCell(int channels, Visitor visitor) {
    int cell = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < height; row++) {
        int padded = (channel * paddedHeight() + row) * paddedWidth();
        for (int column = 0; column < width; column++) {
          visitor.visit(cell++, padded++, channel);
        }
      }
    }
  }

  /**
   * Makes channels x height x width values up to the padded size by repeating the last column and
   * row.
   */
  float[] repeated(float[] values, int channels) {
    if (width == paddedWidth() && height == paddedHeight()) {
      return values;
    }
    float[] padded = new float[channels * paddedCells()];
    for (int i = 0; i < padded.length; i++) {
      int column = Math.min(i % paddedWidth(), width - 1);
      int row = Math.min(i / paddedWidth() % paddedHeight(), height - 1);
      padded[i] = values[(i / paddedCells() * height + row) * width + column];
    }
    return padded;
  }
}
