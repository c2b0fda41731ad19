package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.transform.HyperExpectation.Expected;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;
import java.util.Arrays;

/**
 * The hyper-latents of one set of a predicted frame's latents, and what they say of these together
 * with what is known beforehand. All that a decoder does here is done in integers.
 *
 * <p>Safe for use by several threads; its networks are the caller's to close.
 */
final class PriorHeads {
  /**
   * What a bit of hyper-latents is worth in squared steps: they are for latents, and seldom worth
   * what they cost. Half and twice of it change bits by less than half a point.
   */
  private static final float HYPER_WEIGHT = 0.1f;

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

  /** How many channels hyper-latents have. */
  int hyperLatents() {
    return sizes.hyperLatents();
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
   * Hyper-latents that are to be coded.
   *
   * @param coded what symbols exceed those by that are expected
   * @param symbols channels x hyper-cells
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Hyper(Segment coded, int[] symbols) {}

  /** What is expected of hyper-latents of which nothing is known. */
  Expected expectNothing(CellBlock block, QualityStep step) {
    return Expected.none(sizes.hyperLatents(), block, step);
  }

  /**
   * Quantises hyper-latents.
   *
   * @param wide latents: channels x padded height x padded width
   */
  Hyper quantise(float[] wide, CellBlock block, QualityStep step, Expected expected)
      throws IOException {
    float[] z =
        networks.hyperAnalysis.run(sizes.hyperLatents() * block.hyperCells(), padded(wide, block));
    int[] symbols = new int[z.length];
    int[] exceeding = new int[z.length];
    for (int i = 0; i < z.length; i++) {
      float exact = z[i] * step.hyperGain()[i / block.hyperCells()];
      float missed = exact - expected.symbols()[i];
      exceeding[i] = costs.choose(missed, expected.tables()[i], HYPER_WEIGHT);
      symbols[i] = expected.symbols()[i] + exceeding[i];
    }
    return new Hyper(new Segment(expected.tables(), exceeding), symbols);
  }

  /** Decodes symbols of hyper-latents. */
  int[] decode(RansDecoder coder, Expected expected) throws LicFormatException {
    int[] hyper = new int[expected.symbols().length];
    coder.decode(expected.tables(), hyper, 0, hyper.length);
    for (int i = 0; i < hyper.length; i++) {
      hyper[i] += expected.symbols()[i];
    }
    return hyper;
  }

  /** Hyper-latents of symbols, in sixteenths: channels x hyper-cells. */
  static float[] dequantised(int[] hyper, CellBlock block, QualityStep step) {
    float[] sixteenths = new float[hyper.length];
    for (int i = 0; i < hyper.length; i++) {
      sixteenths[i] = step.hyperLatent(hyper[i], i / block.hyperCells());
    }
    return sixteenths;
  }

  /**
   * What both heads see.
   *
   * @param hyper symbols of hyper-latents
   * @param context what is known of each cell beforehand: channels x height x width
   */
  Tensor[] known(int[] hyper, CellBlock block, QualityStep step, float[] context) {
    int cells = block.hyperCells();
    float[] input = Arrays.copyOf(dequantised(hyper, block, step), hyper.length + cells);
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
