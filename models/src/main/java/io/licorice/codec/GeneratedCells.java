package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.cancel.Cancellation;
import io.licorice.lossless.LevelMap;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The cells of a picture that were generated, and how what was generated fades into the rest. See
 * the format specification, section "Generated cells". Immutable.
 */
final class GeneratedCells {
  private static final int CELL = QualityMap.CELL;

  /** Nearest pixels that were not generated are farther away. */
  private static final int FAR = CELL + 1;

  private final int width;
  private final int height;
  private final BitSet cells;

  private GeneratedCells(int width, int height, BitSet cells) {
    this.width = width;
    this.height = height;
    this.cells = cells;
  }

  /** Those of a map. */
  static GeneratedCells of(QualityMap map) {
    BitSet cells = new BitSet();
    for (int i = 0; i < map.columns() * map.rows(); i++) {
      cells.set(i, map.isGenerated(i % map.columns(), i / map.columns()));
    }
    return new GeneratedCells(map.width(), map.height(), cells);
  }

  private int columns() {
    return (width - 1) / CELL + 1;
  }

  private int rows() {
    return (height - 1) / CELL + 1;
  }

  /** The coded map. */
  byte[] toBytes() {
    int[] levels = new int[columns() * rows()];
    Arrays.setAll(levels, i -> cells.get(i) ? 1 : 0);
    return LevelMap.encode(levels, columns(), 2);
  }

  /** Decodes a map of a picture of that size. */
  static GeneratedCells parse(byte[] map, int width, int height) throws LicFormatException {
    GeneratedCells empty = new GeneratedCells(width, height, new BitSet());
    if ((long) empty.columns() * empty.rows() > LabelMap.MAX_LABELS) {
      throw new LicFormatException(0, "over the limit");
    }
    int[] levels = LevelMap.decode(map, 0, map.length, empty.columns(), empty.rows(), 2);
    BitSet cells = new BitSet();
    for (int i = 0; i < levels.length; i++) {
      cells.set(i, levels[i] == 1);
    }
    return new GeneratedCells(width, height, cells);
  }

  private boolean isGenerated(int column, int row) {
    boolean inside = column >= 0 && row >= 0 && column < columns() && row < rows();
    return !inside || cells.get(row * columns() + column);
  }

  /** Shares out what generating them cost among them alone. */
  void settle(CellBits bits) {
    bits.settle(bits.sum(), cells::get);
  }

  /** All of their pixels, faded ones too. */
  Provenance provenance() {
    return Provenance.of(width, height, Integer.numberOfTrailingZeros(CELL), this::isGenerated);
  }

  /**
   * Lays what was generated over a picture.
   *
   * @param made what was generated, without alpha
   * @param target the picture, which may have alpha
   * @param region what both of them show
   * @return the second picture
   */
  Picture laid(Picture made, Picture target, Region region) {
    for (int row = region.y() / CELL; row * CELL < region.bottom(); row++) {
      Cancellation.check();
      for (int column = region.x() / CELL; column * CELL < region.right(); column++) {
        if (isGenerated(column, row)) {
          Region cell = new Region(column * CELL, row * CELL, CELL, CELL);
          lay(column, row, cell.intersection(region), made, target, region);
        }
      }
    }
    return target;
  }

  private void lay(int column, int row, Region part, Picture made, Picture target, Region region) {
    for (int y = part.y(); y < part.bottom(); y++) {
      for (int x = part.x(); x < part.right(); x++) {
        int distance = distance(column, row, x - column * CELL, y - row * CELL);
        int i = (y - region.y()) * region.width() + x - region.x();
        for (int c = 0; c < made.channels(); c++) {
          int sample = made.plane(c)[i] & 0xFFFF;
          if (distance < FAR) {
            int under = target.plane(c)[i] & 0xFFFF;
            int over = 2 * distance - 1;
            sample = sample * over + under * (2 * CELL - over) + CELL >> 5;
          }
          target.plane(c)[i] = (short) sample;
        }
      }
    }
  }

  /** How many pixels away a cell begins that was not generated, along the longer axis. */
  private int distance(int column, int row, int dx, int dy) {
    int least = FAR;
    for (int down = -1; down <= 1; down++) {
      for (int right = -1; right <= 1; right++) {
        if (!isGenerated(column + right, row + down)) {
          least = Math.min(least, Math.max(away(right, dx), away(down, dy)));
        }
      }
    }
    return least;
  }

  private static int away(int direction, int offset) {
    return direction == 0 ? 0 : direction < 0 ? offset + 1 : CELL - offset;
  }
}
