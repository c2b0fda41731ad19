package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;

/**
 * The hyper-latents of one set of a predicted frame's latents, and what they say of these together
 * with what is known beforehand. All that a decoder does here is done in integers.
 *
 * <p>Safe for use by several threads; its networks are the caller's to close.
 */
final class PriorHeads {
  private final SymbolCosts costs;
  private final QualityTables qualities;
  private final QualityTables.Sizes sizes;
  private final Networks networks;

  /**
   * The networks of a prior.
   *
   * @param hyperAnalysis latents to hyper-latents, in floats
   * @param meanHead hyper-latents and what is known beforehand to means
   * @param scaleHead the same to table indices
   */
  record Networks(OnnxGraph hyperAnalysis, OnnxGraph meanHead, OnnxGraph scaleHead) {}

  PriorHeads(
      SymbolCosts costs, QualityTables qualities, QualityTables.Sizes sizes, Networks networks) {
    this.costs = costs;
    this.qualities = qualities;
    this.sizes = sizes;
    this.networks = networks;
  }

  SymbolCosts costs() {
    return costs;
  }

  /** How many channels latents have. */
  int latents() {
    return sizes.latents();
  }

  /** The numbers of a quality step. */
  QualityStep at(int quality) {
    return qualities.at(quality);
  }

  /** The numbers of coarser latents, as {@link QualityTables} has them. */
  QualityStep at(int quality, int coarseness) {
    return qualities.at(quality, coarseness);
  }

  /** Those of a quality step for all cells of a frame. */
  TileQuality everywhere(int quality, CellBlock block) {
    return TileQuality.of(qualities, block, CellSteps.same(quality));
  }

  /**
   * Quantises hyper-latents.
   *
   * @param wide latents: channels x padded height x padded width
   */
  Segment quantise(float[] wide, CellBlock block, QualityStep step) throws IOException {
    float[] z =
        networks.hyperAnalysis.run(sizes.hyperLatents() * block.hyperCells(), padded(wide, block));
    byte[] tables = tables(block, step);
    int[] hyper = new int[z.length];
    for (int i = 0; i < z.length; i++) {
      float gain = step.hyperGain()[i / block.hyperCells()];
      hyper[i] = costs.nearest(z[i] * gain, tables[i]);
    }
    return new Segment(tables, hyper);
  }

  /** Decodes symbols of hyper-latents. */
  int[] decode(RansDecoder coder, CellBlock block, QualityStep step) throws LicFormatException {
    byte[] tables = tables(block, step);
    int[] hyper = new int[tables.length];
    coder.decode(tables, hyper, 0, hyper.length);
    return hyper;
  }

  /** The table of each symbol of the hyper-latents. */
  byte[] tables(CellBlock block, QualityStep step) {
    byte[] tables = new byte[sizes.hyperLatents() * block.hyperCells()];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = step.hyperTable()[i / block.hyperCells()];
    }
    return tables;
  }

  /**
   * What both heads see.
   *
   * @param hyper symbols of hyper-latents
   * @param context what is known of each cell beforehand: channels x height x width
   */
  Tensor[] known(int[] hyper, CellBlock block, QualityStep step, float[] context) {
    int cells = block.hyperCells();
    float[] input = new float[hyper.length + cells];
    for (int i = 0; i < hyper.length; i++) {
      input[i] = step.hyperLatent(hyper[i], i / cells);
    }
    for (int i = hyper.length; i < input.length; i++) {
      input[i] = step.plane();
    }
    return new Tensor[] {
      new Tensor(input, 1, sizes.hyperLatents() + 1, block.hyperHeight(), block.hyperWidth()),
      padded(block.repeated(context, context.length / block.cells()), block)
    };
  }

  /** Means of latents: channels x padded height x padded width. */
  float[] means(Tensor[] known, CellBlock block) throws IOException {
    return networks.meanHead.run(sizes.latents() * block.paddedCells(), known);
  }

  /** Table indices and a half, in sixteenths: channels x padded height x padded width. */
  int[] sixteenths(Tensor[] known, CellBlock block, QualityStep step) throws IOException {
    float[] quarters = networks.scaleHead.run(sizes.latents() * block.paddedCells(), known);
    int[] sixteenths = new int[quarters.length];
    for (int i = 0; i < sixteenths.length; i++) {
      sixteenths[i] = 4 * (int) quarters[i] + step.indexOffset()[i / block.paddedCells()] + 8;
    }
    return sixteenths;
  }

  private static Tensor padded(float[] values, CellBlock block) {
    int channels = values.length / block.paddedCells();
    return new Tensor(values, 1, channels, block.paddedHeight(), block.paddedWidth());
  }
}
