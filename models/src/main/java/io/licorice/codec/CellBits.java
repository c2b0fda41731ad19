package io.licorice.codec;

import io.licorice.transform.CellBlock;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Adds up bits in the cells of a picture or of a part of one; used by one thread. */
final class CellBits {
  private static final int CELL = CellBlock.CELL;

  private final CellBlock block;
  private final double[] bits;

  /**
   * No bits yet.
   *
   * @param width width of the part in pixels
   * @param height its height in pixels
   */
  CellBits(int width, int height) {
    this.block = CellBlock.covering(width, height);
    this.bits = new double[block.width() * block.height()];
  }

  CellBlock block() {
    return block;
  }

  /** Adds the bits of the first pixels of a row. */
  void add(int y, float[] row) {
    int first = y / CELL * block.width();
    for (int x = 0; x < row.length; x++) {
      bits[first + x / CELL] += row[x];
    }
  }

  /** Adds the bits of cells, row by row. */
  void add(float[] cells) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] += cells[i];
    }
  }

  /**
   * Adds those of a part.
   *
   * @param column the part's first column of cells
   * @param row its first row of cells
   */
  void add(int column, int row, CellBits part) {
    for (int i = 0; i < part.bits.length; i++) {
      int to = (row + i / part.block.width()) * block.width() + column + i % part.block.width();
      bits[to] += part.bits[i];
    }
  }

  /**
   * Makes the bits those of a stream: what the others of its cells have, and what has no place yet,
   * is shared out evenly among some.
   *
   * @param total bits of the stream
   * @param among tells which cells share; if none does, all do
   */
  void settle(double total, IntPredicate among) {
    boolean any = IntStream.range(0, bits.length).anyMatch(among);
    int sharing = 0;
    double sum = 0;
    for (int i = 0; i < bits.length; i++) {
      if (any && !among.test(i)) {
        bits[i] = 0;
      } else {
        sharing++;
        sum += bits[i];
      }
    }
    // A stream may be some bits shorter than its symbols cost.
    double scale = sum > total ? total / sum : 1;
    double more = Math.max(0, total - sum) / sharing;
    for (int i = 0; i < bits.length; i++) {
      bits[i] = any && !among.test(i) ? 0 : bits[i] * scale + more;
    }
  }

  double sum() {
    double sum = 0;
    for (double cell : bits) {
      sum += cell;
    }
    return sum;
  }

  /** All of them, which are those of a picture. */
  BitAllocation allocation(int width, int height) {
    float[] floats = new float[bits.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) bits[i];
    }
    return new BitAllocation(width, height, CELL, block.width(), block.height(), floats);
  }
}
