package io.licorice.transform;

import java.util.Arrays;
import java.util.List;

/**
 * Lays out what a generator sees of each cell: its code, whether there is one, how fine it is, and
 * how many pixels of each block of 4 x 4 show each class. See the format specification, section
 * "What the generator sees". Immutable.
 */
final class GeneratorCells {
  /** The plane that tells how fine a code is has as many values. */
  static final int MOST_LEVELS = 3;

  private static final int FINEST = MOST_LEVELS - 1;

  /** Pixels along the edge of the blocks in which classes are counted. */
  private static final int BLOCK = 4;

  private static final int BLOCKS = CellBlock.CELL / BLOCK;

  private final List<Integer> channels;
  private final int classes;

  GeneratorCells(List<Integer> channels, int classes) {
    this.channels = channels;
    this.classes = classes;
  }

  /** The number of planes. */
  static int inputs(int most, int classes) {
    return most + 2 + BLOCKS * BLOCKS * classes;
  }

  /** The most integers that a cell has. */
  int most() {
    return channels.get(channels.size() - 1);
  }

  /** How many integers each cell with pixels has, row by row. */
  int[] channels(CellBlock block, CellSteps quality) {
    int[] counts = new int[block.cells()];
    for (int i = 0; i < counts.length; i++) {
      int step = quality.at(i % block.width(), i / block.width());
      counts[i] = step == 0 ? 0 : channels.get(step - 1);
    }
    return counts;
  }

  /**
   * All planes, without padding.
   *
   * @param codes the integers, 0 where a cell has none
   */
  int[] of(int[] codes, CellBlock block, CellSteps quality, TileLabels labels) {
    int size = block.cells();
    int[] planes = Arrays.copyOf(codes, inputs(most(), classes) * size);
    for (int cell = 0; cell < size; cell++) {
      int step = quality.at(cell % block.width(), cell / block.width());
      if (step > 0) {
        planes[most() * size + cell] = 1;
        planes[(most() + 1) * size + cell] =
            channels.size() == 1 ? 0 : (step - 1) * FINEST / (channels.size() - 1);
      }
    }
    if (labels != TileLabels.UNKNOWN) {
      count(labels, block, planes, (most() + 2) * size);
    }
    return planes;
  }

  private void count(TileLabels labels, CellBlock block, int[] planes, int first) {
    int size = block.cells();
    for (int y = 0; y < block.height() * CellBlock.CELL; y++) {
      int row = y / CellBlock.CELL * block.width();
      int down = y % CellBlock.CELL / BLOCK * BLOCKS;
      for (int x = 0; x < block.width() * CellBlock.CELL; x++) {
        int label = labels.at(x, y);
        if (label != TileLabels.NONE) {
          int plane = label * BLOCKS * BLOCKS + down + x % CellBlock.CELL / BLOCK;
          planes[first + plane * size + row + x / CellBlock.CELL]++;
        }
      }
    }
  }

  /** The same as numbers that the generator takes; padding cells are as those before them. */
  float[] padded(int[] planes, CellBlock block) {
    int wide = block.paddedWidth();
    int high = block.paddedHeight();
    int count = planes.length / block.cells();
    float[] out = new float[count * wide * high];
    for (int i = 0; i < out.length; i++) {
      int column = Math.min(i % wide, block.width() - 1);
      int row = Math.min(i / wide % high, block.height() - 1);
      out[i] = planes[(i / (wide * high) * block.height() + row) * block.width() + column];
    }
    return out;
  }
}
