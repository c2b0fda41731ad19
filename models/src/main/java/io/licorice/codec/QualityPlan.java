package io.licorice.codec;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.MappedPayload;
import io.licorice.bitstream.TileGrid;
import io.licorice.lossless.LevelMap;
import io.licorice.transform.CellBlock;
import io.licorice.transform.CellSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The quality steps with which a picture is coded: one for all of it, or those of a quality map,
 * all shifted alike but that of exact cells; immutable.
 */
final class QualityPlan implements SampleBlocks.Hidden {
  private final TileGrid grid;
  private final QualityMap map;

  /** Ascending, that of exact cells last; a single one if the picture needs no map. */
  private final List<Integer> levels;

  /** For each quality of the map the index of its level. */
  private final int[] levelOf;

  private QualityPlan(TileGrid grid, QualityMap map, List<Integer> levels, int[] levelOf) {
    this.grid = grid;
    this.map = map;
    this.levels = levels;
    this.levelOf = levelOf;
  }

  /** One step for the whole picture. */
  static QualityPlan plain(int step) {
    return new QualityPlan(null, null, List.of(step), new int[0]);
  }

  /**
   * The steps of a map, each shifted and kept on the scale.
   *
   * @param map has a quality beside {@link QualityMap#LOSSLESS}
   * @param steps number of quality steps
   */
  static QualityPlan of(QualityMap map, TileGrid grid, int steps, int shift) {
    int[] shifted = baseSteps(map, steps);
    TreeSet<Integer> distinct = new TreeSet<>();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] = Math.max(0, Math.min(shifted[i] + shift, steps - 1));
      distinct.add(shifted[i]);
    }
    List<Integer> levels = new ArrayList<>(distinct);
    int[] levelOf = new int[map.qualities().size()];
    for (int i = 0; i < shifted.length; i++) {
      levelOf[i] = levels.indexOf(shifted[i]);
    }
    if (map.hasLossless()) {
      levelOf[shifted.length] = levels.size();
      levels.add(LicHeader.EXACT);
    }
    return new QualityPlan(grid, map, List.copyOf(levels), levelOf);
  }

  /** The smallest shift that matters: all cells have the lowest step. */
  static int lowestShift(QualityMap map, int steps) {
    int[] base = baseSteps(map, steps);
    return -base[base.length - 1];
  }

  /** The largest shift that matters: all cells have the highest step. */
  static int highestShift(QualityMap map, int steps) {
    return steps - 1 - baseSteps(map, steps)[0];
  }

  private static int[] baseSteps(QualityMap map, int steps) {
    return map.qualities().stream()
        .filter(quality -> quality != QualityMap.LOSSLESS)
        .mapToInt(quality -> step(quality, steps))
        .toArray();
  }

  /** The step of a quality. */
  static int step(double quality, int steps) {
    return (int) Math.round(quality / 100 * (steps - 1));
  }

  /** The lowest step. */
  int lowest() {
    return levels.get(0);
  }

  /** What the header says of a map: nothing if all cells have one step. */
  List<Integer> levels() {
    return isMapped() ? levels : List.of();
  }

  private boolean isMapped() {
    return levels.size() > 1;
  }

  /** The steps of a tile's cells; exact ones have the lowest. */
  CellSteps steps(int tile) {
    if (!isMapped()) {
      return CellSteps.same(lowest());
    }
    int[] cells = cellLevels(tile);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = levels.get(cells[i]);
    }
    return CellSteps.of(block(tile).width(), cells, lowest());
  }

  /** Whether some cells are exact. */
  boolean hasExact() {
    return isMapped() && map.hasLossless();
  }

  /** Whether a pixel's cell is exact. */
  boolean isExact(int x, int y) {
    return hasExact()
        && map.quality(x / QualityMap.CELL, y / QualityMap.CELL) == QualityMap.LOSSLESS;
  }

  /** Whether the networks need not see a pixel, as its cell is exact or made up. */
  @Override
  public boolean isHidden(int x, int y) {
    boolean generated = map != null && map.isGenerated(x / QualityMap.CELL, y / QualityMap.CELL);
    return generated || (isExact(x, y) && !isFlat(x, y));
  }

  /**
   * Whether a pixel's cell is exact beside one that is made up. Its mean colour is what is
   * continued into that one, over which what was made up is faded in: without it the seam would be
   * gray.
   */
  @Override
  public boolean isFlat(int x, int y) {
    if (map == null || !map.hasGenerated() || !isExact(x, y)) {
      return false;
    }
    int column = x / QualityMap.CELL;
    int row = y / QualityMap.CELL;
    for (int r = Math.max(0, row - 1); r <= Math.min(row + 1, map.rows() - 1); r++) {
      for (int c = Math.max(0, column - 1); c <= Math.min(column + 1, map.columns() - 1); c++) {
        if (map.isGenerated(c, r)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether there are such pixels. */
  boolean hasHidden() {
    return hasExact() || (map != null && map.hasGenerated());
  }

  /** The payload of a tile with its part of the map in front. */
  Codestream.Tile withMap(int tile, Codestream.Tile coded) {
    if (!isMapped()) {
      return coded;
    }
    byte[] payload = payload(tile, coded.payload()).toBytes(levels.size());
    return new Codestream.Tile(payload, coded.latentsCrc());
  }

  /** Bytes that the map adds to a tile. */
  int mapBytes(int tile) {
    return isMapped() ? payload(tile, new byte[0]).toBytes(levels.size()).length : 0;
  }

  private MappedPayload payload(int tile, byte[] rest) {
    int[] cells = cellLevels(tile);
    boolean flat = true;
    for (int cell : cells) {
      flat &= cell == cells[0];
    }
    return flat
        ? new MappedPayload(cells[0], new byte[0], rest)
        : new MappedPayload(-1, LevelMap.encode(cells, block(tile).width(), levels.size()), rest);
  }

  private CellBlock block(int tile) {
    return CellBlock.covering(grid.tileWidth(tile), grid.tileHeight(tile));
  }

  private int[] cellLevels(int tile) {
    CellBlock block = block(tile);
    int left = grid.x(tile) / QualityMap.CELL;
    int top = grid.y(tile) / QualityMap.CELL;
    int[] cells = new int[block.width() * block.height()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = levelOf[map.level(left + i % block.width(), top + i / block.width())];
    }
    return cells;
  }
}
