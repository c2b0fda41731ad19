package io.licorice.transform;

import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import java.io.IOException;
import java.util.List;

/**
 * Puts means and integers of a tile together pass by pass: the means of a pass take the cells of
 * the passes before it into account (after He et al. 2021, "Checkerboard context model", for means
 * only). See the format specification, section "Latents".
 *
 * <p>No integer depends on a mean, so that a decoder has all integers before the first pass.
 */
final class CodingPasses {
  /** First of every second column of each pass in even rows and in odd rows; -1: none. */
  private static final int[][] FIRST_COLUMN = {{0, -1}, {-1, 1}, {1, 0}};

  /** How many passes there are. */
  static final int COUNT = FIRST_COLUMN.length;

  private final List<OnnxGraph> contexts;
  private final int channels;
  private final LatentUnits units;

  /**
   * The passes of a model.
   *
   * @param contexts networks of the second pass and those after it; the caller's to close
   * @param channels latent channels
   * @param units what means and latents are counted in
   */
  CodingPasses(List<OnnxGraph> contexts, int channels, LatentUnits units) {
    if (contexts.size() != COUNT - 1) {
      throw new IllegalArgumentException(contexts.size() + " context networks");
    }
    this.contexts = List.copyOf(contexts);
    this.channels = channels;
    this.units = units;
  }

  /** How many context networks a pack has. */
  static int contextCount() {
    return COUNT - 1;
  }

  /** How many cells of a block a pass has. */
  static int cells(int pass, int width, int height) {
    int cells = 0;
    for (int row = 0; row < 2; row++) {
      int first = FIRST_COLUMN[pass][row];
      if (first >= 0) {
        cells += (height + 1 - row) / 2 * ((width + 1 - first) / 2);
      }
    }
    return cells;
  }

  /** The first column of a pass in a row, followed by every second one; -1: none. */
  static int firstColumn(int pass, int row) {
    return FIRST_COLUMN[pass][row & 1];
  }

  /** How many cells of each 2 x 2 cells a pass has. */
  static int corners(int pass) {
    return corner(pass, 1) + (FIRST_COLUMN[pass][1] < 0 ? 0 : 1);
  }

  /** Which of the cells of a pass in 2 x 2 cells the one in a row is. */
  static int corner(int pass, int row) {
    return (row & 1) == 1 && FIRST_COLUMN[pass][0] >= 0 ? 1 : 0;
  }

  /** Has the integers of a pass ready before they are asked for. */
  interface Integers {
    /**
     * Called at the beginning of each pass.
     *
     * @param pass its number
     * @param mean means of the pass in the units of the pack: channels x padded height x padded
     *     width
     * @throws IOException if a network fails
     */
    void prepare(int pass, float[] mean) throws IOException;
  }

  /**
   * Runs the passes.
   *
   * @param hyperMean means from the hyper-latents, in the units of the pack: channels x padded
   *     height x padded width
   * @param block the tile
   * @param quality its quality
   * @param latents the integers: channels x height x width; those of a pass are read after they
   *     were prepared
   * @param integers prepares them
   * @return latents in the units of the pack, of the size of the means; padding cells hold their
   *     means
   * @throws IOException if a network fails
   */
  float[] run(
      float[] hyperMean, CellBlock block, TileQuality quality, int[] latents, Integers integers)
      throws IOException {
    float[] decoded = new float[hyperMean.length];
    float[] missed = new float[hyperMean.length];
    integers.prepare(0, hyperMean);
    fill(0, hyperMean, block, quality, latents, decoded);
    Tensor plane = quality.planeTensor();
    Tensor hyperTensor = tensor(hyperMean, block);
    for (int pass = 1; pass < COUNT; pass++) {
      subtract(pass - 1, decoded, hyperMean, block, missed);
      float[] mean =
          contexts.get(pass - 1).run(missed.length, tensor(missed, block), hyperTensor, plane);
      integers.prepare(pass, mean);
      fill(pass, mean, block, quality, latents, decoded);
    }
    return decoded;
  }

  private Tensor tensor(float[] values, CellBlock block) {
    return new Tensor(values, 1, channels, block.paddedHeight(), block.paddedWidth());
  }

  private void fill(
      int pass,
      float[] mean,
      CellBlock block,
      TileQuality quality,
      int[] latents,
      float[] decoded) {
    int wide = block.paddedWidth();
    QualityStep[] steps = quality.steps();
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < block.paddedHeight(); row++) {
        int first = FIRST_COLUMN[pass][row & 1];
        if (first < 0) {
          continue;
        }
        int from = (c * block.paddedHeight() + row) * wide;
        int cells = row * wide;
        int inside = row < block.height() ? block.width() : 0;
        int latent = (c * block.height() + row) * block.width();
        int column = first;
        for (; column < inside; column += 2) {
          float m = mean[from + column];
          int cell = cells + column;
          QualityStep step = steps[quality.ofCell(cell)];
          decoded[from + column] = units.decoded(m, latents[latent + column], step, c);
        }
        for (; column < wide; column += 2) {
          decoded[from + column] = mean[from + column];
        }
      }
    }
  }

  /** By how much the cells of a pass missed the hyper-latents' means; other cells stay. */
  private void subtract(
      int pass, float[] decoded, float[] hyperMean, CellBlock block, float[] missed) {
    int wide = block.paddedWidth();
    // Padded heights are even, so that a line's number tells its row's parity.
    for (int line = 0; line < channels * block.paddedHeight(); line++) {
      int first = FIRST_COLUMN[pass][line & 1];
      if (first >= 0) {
        for (int i = line * wide + first; i < (line + 1) * wide; i += 2) {
          missed[i] = decoded[i] - hyperMean[i];
        }
      }
    }
  }
}
