package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.lossless.MotionMemory;
import io.licorice.lossless.MotionVectors;
import io.licorice.runtime.OnnxGraph.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the pixels of a frame come from: for each 4 x 4 of them how far to the right and below the
 * reference shows what they show, in sixteenths of a pixel; between, by weights. Blocks that have
 * vectors move by these instead. See {@code models/doc/predicted-frames.md}, sections "Flow" and
 * "Vectors".
 *
 * <p>Immutable and safe for use by several threads.
 */
final class FlowField {
  /** Pixels along the edge of a flow cell. */
  static final int CELL = 4;

  /** Flow cells along the edge of a cell. */
  static final int CELLS_OF_CELL = CellBlock.CELL / CELL;

  /** The flow is at most this many sixteenths. */
  static final int LIMIT = 2047;

  private static final int FRACTION_BITS = 4;

  /** Flow cells along the edge of a block that may have a vector. */
  private static final int CELLS_OF_BLOCK = MotionVectors.BLOCK / CELL;

  /** Both directions' eighths: weights sum to 64. */
  private static final int WEIGHT_BITS = 6;

  /** Eighths of the cell itself for a pixel at each place in it; its neighbour has the others. */
  private static final int[] OWN = {5, 7, 7, 5};

  private final int width;
  private final int height;
  private final float[] cells;
  private final Optional<MotionVectors> vectors;

  private FlowField(int width, int height, float[] cells, Optional<MotionVectors> vectors) {
    this.width = width;
    this.height = height;
    this.cells = cells;
    this.vectors = vectors;
  }

  /**
   * A field of whole numbers.
   *
   * @param width flow cells in a row
   * @param height flow cells in a column
   * @param cells those to the right, then those below, row by row; kept
   */
  FlowField(int width, int height, float[] cells) {
    this(width, height, cells, Optional.empty());
  }

  /** A field of whole numbers: 2 x flow cells, row by row; kept. */
  static FlowField of(CellBlock block, float[] cells) {
    return new FlowField(block.width() * CELLS_OF_CELL, block.height() * CELLS_OF_CELL, cells);
  }

  /** A field of zeros. */
  static FlowField none(CellBlock block) {
    return of(block, new float[2 * block.cells() * CELLS_OF_CELL * CELLS_OF_CELL]);
  }

  /** The nearest field to one in pixels, which may hold anything. */
  static FlowField nearest(CellBlock block, float[] pixels) {
    float[] cells = new float[pixels.length];
    for (int i = 0; i < cells.length; i++) {
      int sixteenths = Math.round(pixels[i] * (1 << FRACTION_BITS));
      cells[i] = Math.max(-LIMIT, Math.min(sixteenths, LIMIT));
    }
    return of(block, cells);
  }

  /** This flow for all blocks but those that have vectors, which are not to be changed any more. */
  FlowField with(MotionVectors ofBlocks) {
    return new FlowField(
        width, height, cells, Optional.of(ofBlocks).filter(MotionVectors::isAnyGiven));
  }

  /** No vectors yet, to be added to this flow. */
  MotionVectors noVectors() {
    return new MotionVectors(blocksInRow(), means(0), means(width * height));
  }

  /**
   * Reads vectors that are added to this flow.
   *
   * @throws LicFormatException if they are malformed, with the offset in them
   */
  MotionVectors parseVectors(byte[] bytes, MotionMemory before) throws LicFormatException {
    return MotionVectors.parse(bytes, blocksInRow(), means(0), means(width * height), before);
  }

  private int blocksInRow() {
    return width / CELLS_OF_BLOCK;
  }

  /** The nearest integers to the means of the flow cells of blocks. */
  private int[] means(int plane) {
    int[] means = new int[width * height / (CELLS_OF_BLOCK * CELLS_OF_BLOCK)];
    for (int i = 0; i < means.length; i++) {
      int first = plane + i / blocksInRow() * CELLS_OF_BLOCK * width;
      first += i % blocksInRow() * CELLS_OF_BLOCK;
      int sum = 0;
      for (int cell = 0; cell < CELLS_OF_BLOCK * CELLS_OF_BLOCK; cell++) {
        sum += (int) cells[first + cell / CELLS_OF_BLOCK * width + cell % CELLS_OF_BLOCK];
      }
      means[i] = sum + 2 >> 2;
    }
    return means;
  }

  /** Vectors, if blocks have any. */
  Optional<MotionVectors> vectors() {
    return vectors;
  }

  /** Columns of pixels. */
  int pixelWidth() {
    return width * CELL;
  }

  /** Rows of pixels. */
  int pixelHeight() {
    return height * CELL;
  }

  /** The neighbour that a pixel at a place in a cell looks at. */
  private static int neighbour(int cell, int place, int count) {
    return Math.max(0, Math.min(place < CELL / 2 ? cell - 1 : cell + 1, count - 1));
  }

  /**
   * The flow of the pixels of a row.
   *
   * @param row the row
   * @param right receives sixteenths to the right
   * @param down receives sixteenths below
   * @param at where that of the first pixel belongs in both
   */
  void row(int row, int[] right, int[] down, int at) {
    widen(0, row, right, at);
    widen(width * height, row, down, at);
    vectors.ifPresent(given -> moveBlocks(given, row, right, down, at));
  }

  /** The flow of all pixels. */
  FlowPixels pixels(PassThreads threads) {
    FlowPixels pixels = new FlowPixels(pixelWidth() * pixelHeight());
    threads.share(
        pixelHeight(),
        (first, end) -> {
          for (int row = first; row < end; row++) {
            row(row, pixels.right(), pixels.down(), row * pixelWidth());
          }
        });
    return pixels;
  }

  /** Lets the blocks of a row that have vectors move by these. */
  private void moveBlocks(MotionVectors given, int row, int[] right, int[] down, int at) {
    int first = row / MotionVectors.BLOCK * blocksInRow();
    for (int column = 0; column < blocksInRow(); column++) {
      int block = first + column;
      if (given.isGiven(block)) {
        int from = at + column * MotionVectors.BLOCK;
        Arrays.fill(right, from, from + MotionVectors.BLOCK, given.right(block));
        Arrays.fill(down, from, from + MotionVectors.BLOCK, given.down(block));
      }
    }
  }

  private void widen(int plane, int row, int[] flow, int at) {
    int own = OWN[row % CELL];
    int here = plane + row / CELL * width;
    int there = plane + neighbour(row / CELL, row % CELL, height) * width;
    int before = 0;
    int now = sum(own, here, there, 0);
    for (int cell = 0; cell < width; cell++) {
      int after = cell + 1 < width ? sum(own, here, there, cell + 1) : now;
      if (cell == 0) {
        before = now;
      }
      int x = at + cell * CELL;
      flow[x] = rounded(3 * before + 5 * now);
      flow[x + 1] = rounded(before + 7 * now);
      flow[x + 2] = rounded(7 * now + after);
      flow[x + 3] = rounded(5 * now + 3 * after);
      before = now;
      now = after;
    }
  }

  /** A column of cells at a row of pixels, in eighths. */
  private int sum(int own, int here, int there, int cell) {
    return own * (int) cells[here + cell] + (8 - own) * (int) cells[there + cell];
  }

  private static int rounded(int sum) {
    return sum + (1 << WEIGHT_BITS - 1) >> WEIGHT_BITS;
  }

  /** The flow of the pixels in even rows and columns: 2 x half the rows x half the columns. */
  Tensor half() {
    int wide = pixelWidth() / 2;
    int high = pixelHeight() / 2;
    float[] half = new float[2 * wide * high];
    int[] right = new int[pixelWidth()];
    int[] down = new int[pixelWidth()];
    for (int row = 0; row < high; row++) {
      row(2 * row, right, down, 0);
      for (int x = 0; x < wide; x++) {
        half[row * wide + x] = right[2 * x];
        half[(high + row) * wide + x] = down[2 * x];
      }
    }
    return new Tensor(half, 1, 2, high, wide);
  }
}
