package io.licorice.transform;

/**
 * The quality steps of the cells of a tile, or of any other block: one for all, or one for each.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class CellSteps {
  private static final int[] NONE = {};

  private final int width;
  private final int height;

  /** Row by row; a single one without a map. */
  private final int[] steps;

  private CellSteps(int width, int height, int[] steps) {
    this.width = width;
    this.height = height;
    this.steps = steps;
  }

  /**
   * One step for all cells of a picture without a quality map.
   *
   * @param step the quality step
   * @return the steps of a block of any size
   */
  public static CellSteps same(int step) {
    return new CellSteps(0, 0, new int[] {step});
  }

  /**
   * The steps of a block of a picture with a quality map, even if they do not differ.
   *
   * @param width cells in a row, at least 1
   * @param steps quality steps row by row; handed over
   * @return the steps
   * @throws IllegalArgumentException if these are not whole rows
   */
  public static CellSteps of(int width, int[] steps) {
    if (width < 1 || steps.length < width || steps.length % width != 0) {
      throw new IllegalArgumentException(steps.length + " cells in rows of " + width);
    }
    return new CellSteps(width, steps.length / width, steps);
  }

  /**
   * Whether the picture has a quality map.
   *
   * @return false if one step holds for all cells
   */
  public boolean isMapped() {
    return width > 0;
  }

  /**
   * The step of a cell.
   *
   * @param column the cell's column; behind the last one it has the step of the last one
   * @param row the cell's row, likewise
   * @return the quality step
   */
  public int at(int column, int row) {
    return isMapped()
        ? steps[Math.min(row, height - 1) * width + Math.min(column, width - 1)]
        : steps[0];
  }

  /** What the latents check covers of the steps: all of a map, else nothing; not to be changed. */
  int[] checked() {
    return isMapped() ? steps : NONE;
  }
}
