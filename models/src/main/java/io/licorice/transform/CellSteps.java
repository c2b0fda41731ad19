package io.licorice.transform;

import io.licorice.bitstream.LicHeader;

/**
 * The quality steps of the cells of a tile, or of any other block: one for all, or one for each.
 * Cells may be exact; then they have a step all the same, with which the networks treat them.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class CellSteps {
  private static final int[] NONE = {};

  private final int width;
  private final int height;

  /** Row by row, exact cells as {@link LicHeader#EXACT}; a single one without a map. */
  private final int[] steps;

  private final int ofExact;

  private CellSteps(int width, int height, int[] steps, int ofExact) {
    this.width = width;
    this.height = height;
    this.steps = steps;
    this.ofExact = ofExact;
  }

  /**
   * One step for all cells of a picture without a quality map.
   *
   * @param step the quality step
   * @return the steps of a block of any size
   */
  public static CellSteps same(int step) {
    return new CellSteps(0, 0, new int[] {step}, step);
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
    return of(width, steps, LicHeader.EXACT);
  }

  /**
   * The steps of a block in which cells may be exact.
   *
   * @param width cells in a row, at least 1
   * @param steps quality steps row by row, or {@link LicHeader#EXACT}; handed over
   * @param ofExact the quality step of exact cells
   * @return the steps
   * @throws IllegalArgumentException if these are not whole rows
   */
  public static CellSteps of(int width, int[] steps, int ofExact) {
    if (width < 1 || steps.length < width || steps.length % width != 0) {
      throw new IllegalArgumentException(steps.length + " cells in rows of " + width);
    }
    return new CellSteps(width, steps.length / width, steps, ofExact);
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
    int level = level(column, row);
    return level == LicHeader.EXACT ? ofExact : level;
  }

  /**
   * Whether a cell is exact.
   *
   * @param column the cell's column; behind the last one it is as the last one
   * @param row the cell's row, likewise
   * @return true if its samples are coded beside what the networks make
   */
  public boolean isExact(int column, int row) {
    return isMapped() && level(column, row) == LicHeader.EXACT;
  }

  private int level(int column, int row) {
    return isMapped()
        ? steps[Math.min(row, height - 1) * width + Math.min(column, width - 1)]
        : steps[0];
  }

  /**
   * What the latents check covers of the steps: all of a map, with exact cells told from others,
   * else nothing; not to be changed.
   */
  int[] checked() {
    return isMapped() ? steps : NONE;
  }
}
