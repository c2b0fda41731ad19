package io.licorice.transform;

/**
 * The two bands of rows in which flow is estimated at the same time, of pixels made up to whole
 * hyper-cells. They overlap, so that each knows what is beside its rows; low frames have one.
 *
 * @param rows of pixels
 * @param seam the first row whose flow the lower band tells
 * @param upperEnd rows that the upper band sees
 * @param lowerBegin the first row that the lower band sees
 */
record FlowBands(int rows, int seam, int upperEnd, int lowerBegin) {
  private static final int HYPER_CELL = CellBlock.CELL * CellBlock.HYPER;

  /** What a band sees at least beyond its own rows. */
  private static final int OVERLAP = 32;

  /**
   * The bands of a frame.
   *
   * @param rows a multiple of 64
   */
  static FlowBands of(int rows) {
    int seam = rows / 2;
    int upperEnd = (seam + OVERLAP + HYPER_CELL - 1) / HYPER_CELL * HYPER_CELL;
    int lowerBegin = (seam - OVERLAP) / HYPER_CELL * HYPER_CELL;
    return upperEnd < rows && lowerBegin > 0
        ? new FlowBands(rows, seam, upperEnd, lowerBegin)
        : new FlowBands(rows, rows, rows, rows);
  }

  /** Whether the upper band tells of a row of flow, each of which is of four rows of pixels. */
  boolean isUpper(int row) {
    return row < seam / FlowField.CELL;
  }

  /**
   * Which row that is in its band.
   *
   * @param direction 0 for flow to the right, 1 for flow down, which follows it
   */
  int place(int direction, int row) {
    return isUpper(row)
        ? direction * upperEnd / FlowField.CELL + row
        : direction * (rows - lowerBegin) / FlowField.CELL + row - lowerBegin / FlowField.CELL;
  }
}
