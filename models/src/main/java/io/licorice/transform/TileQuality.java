package io.licorice.transform;

import io.licorice.runtime.OnnxGraph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of the quality steps of a tile, cell by cell; immutable. See the format
 * specification, section "Quality map".
 */
final class TileQuality {
  private final CellBlock block;
  private final boolean mapped;

  /** The steps that occur. */
  private final QualityStep[] steps;

  /** Which of them each cell has, padding included. */
  private final short[] ofCell;

  /** Which of them each hyper-cell has. */
  private final short[] ofHyperCell;

  private TileQuality(
      CellBlock block, boolean mapped, QualityStep[] steps, short[] ofCell, short[] ofHyperCell) {
    this.block = block;
    this.mapped = mapped;
    this.steps = steps;
    this.ofCell = ofCell;
    this.ofHyperCell = ofHyperCell;
  }

  /** Gives each cell of a tile the numbers of its step. */
  static TileQuality of(QualityTables tables, CellBlock block, CellSteps quality) {
    short[] ofCell = new short[block.paddedCells()];
    short[] ofHyperCell = new short[block.hyperCells()];
    if (!quality.isMapped()) {
      QualityStep[] one = {tables.at(quality.at(0, 0))};
      return new TileQuality(block, false, one, ofCell, ofHyperCell);
    }
    List<QualityStep> steps = new ArrayList<>();
    Map<Integer, Short> known = new HashMap<>();
    for (int i = 0; i < ofCell.length; i++) {
      int step = quality.at(i % block.paddedWidth(), i / block.paddedWidth());
      ofCell[i] = number(step, tables, steps, known);
    }
    for (int i = 0; i < ofHyperCell.length; i++) {
      int step = hyperStep(quality, block, i % block.hyperWidth(), i / block.hyperWidth());
      ofHyperCell[i] = number(step, tables, steps, known);
    }
    return new TileQuality(block, true, steps.toArray(new QualityStep[0]), ofCell, ofHyperCell);
  }

  private static short number(
      int step, QualityTables tables, List<QualityStep> steps, Map<Integer, Short> known) {
    return known.computeIfAbsent(
        step,
        s -> {
          steps.add(tables.at(s));
          return (short) (steps.size() - 1);
        });
  }

  /** A hyper-cell has the highest step of its cells with pixels. */
  private static int hyperStep(CellSteps quality, CellBlock block, int column, int row) {
    int highest = 0;
    int right = Math.min(block.width(), (column + 1) * CellBlock.HYPER);
    int bottom = Math.min(block.height(), (row + 1) * CellBlock.HYPER);
    for (int y = row * CellBlock.HYPER; y < bottom; y++) {
      for (int x = column * CellBlock.HYPER; x < right; x++) {
        highest = Math.max(highest, quality.at(x, y));
      }
    }
    return highest;
  }

  /** The steps that occur; a tile without a map has one. */
  QualityStep[] steps() {
    return steps;
  }

  /**
   * Which of the steps a cell has.
   *
   * @param cell position in padded height x padded width
   */
  int ofCell(int cell) {
    return ofCell[cell];
  }

  /** The numbers of a hyper-cell's step. */
  QualityStep ofHyperCell(int cell) {
    return steps[ofHyperCell[cell]];
  }

  /** The quality plane of the padded tile, or a single value that a network spreads over it. */
  Tensor planeTensor() {
    if (!mapped) {
      return new Tensor(new float[] {steps[0].plane() / 16f}, 1, 1, 1, 1);
    }
    float[] plane = new float[ofCell.length];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = steps[ofCell[i]].plane() / 16f;
    }
    return new Tensor(plane, 1, 1, block.paddedHeight(), block.paddedWidth());
  }
}
