package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.entropy.RansEncoder;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;
import java.util.function.IntPredicate;

/**
 * The hyperprior of one set of a predicted frame's latents, those of its flow or of its residual:
 * quantises, codes and decodes them. All that a decoder does here is done in integers.
 *
 * <p>Safe for use by several threads; its networks are the caller's to close.
 */
final class LatentPrior {
  private final SymbolCosts costs;
  private final QualityTables qualities;
  private final QualityTables.Sizes sizes;
  private final Networks networks;
  private final CellNeighbours neighbours;

  /**
   * The networks of a prior.
   *
   * @param hyperAnalysis latents to hyper-latents, in floats
   * @param meanHead hyper-latents and what is known beforehand to means
   * @param scaleHead the same to table indices
   */
  record Networks(OnnxGraph hyperAnalysis, OnnxGraph meanHead, OnnxGraph scaleHead) {}

  LatentPrior(
      SymbolCosts costs,
      QualityTables qualities,
      QualityTables.Sizes sizes,
      Networks networks,
      CellNeighbours neighbours) {
    this.costs = costs;
    this.qualities = qualities;
    this.sizes = sizes;
    this.networks = networks;
    this.neighbours = neighbours;
  }

  /** The numbers of a quality step. */
  QualityStep at(int quality) {
    return qualities.at(quality);
  }

  /**
   * Latents that are to be coded.
   *
   * @param hyper symbols of the hyper-latents
   * @param latents symbols of the latents
   * @param decoded what a decoder makes of them: channels x height x width
   * @param bits what they cost
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Chosen(Segment hyper, Segment latents, float[] decoded, double bits) {
    void addTo(RansEncoder coder) {
      coder.add(hyper.tables(), hyper.symbols(), 0, hyper.symbols().length);
      coder.add(latents.tables(), latents.symbols(), 0, latents.symbols().length);
    }
  }

  /**
   * Quantises latents.
   *
   * @param y what analysis made: channels x height x width
   * @param context what is known of each cell beforehand: channels x height x width
   * @param coded cells whose latents may be other than their means
   */
  Chosen choose(float[] y, CellBlock block, QualityStep step, float[] context, IntPredicate coded)
      throws IOException {
    float[] z =
        networks.hyperAnalysis.run(
            sizes.hyperLatents() * block.hyperCells(),
            padded(block.repeated(y, sizes.latents()), block));
    byte[] hyperTables = hyperTables(block, step);
    int[] hyper = new int[z.length];
    for (int i = 0; i < z.length; i++) {
      float gain = step.hyperGain()[i / block.hyperCells()];
      hyper[i] = costs.nearest(z[i] * gain, hyperTables[i]);
    }
    Expected expected = expect(hyper, block, step, context);
    byte[] tableOf = expected.tables();
    int[] symbols = new int[tableOf.length];
    float[] decoded =
        neighbours.decode(
            expected.means(),
            sizes.latents(),
            block,
            (i, channel, mean) -> {
              if (coded.test(i % block.cells())) {
                float missed = y[i] - LatentUnits.INTEGERS.toLatent(mean);
                symbols[i] = costs.choose(missed * step.gain()[channel], tableOf[i]);
              }
              return LatentUnits.INTEGERS.decoded(mean, symbols[i], step, channel);
            });
    Segment first = new Segment(hyperTables, hyper);
    Segment second = new Segment(tableOf, symbols);
    return new Chosen(first, second, decoded, costs.cost(first) + costs.cost(second));
  }

  /** What latents cost, each cell for itself, without hyper-latents. */
  double[] cellBits(Chosen chosen, CellBlock block) {
    double[] bits = new double[block.cells()];
    for (int i = 0; i < chosen.latents.symbols().length; i++) {
      bits[i % bits.length] += costs.cost(chosen.latents, i);
    }
    return bits;
  }

  /**
   * Decodes latents.
   *
   * @param coder at the first hyper-latent; afterwards behind the last latent
   * @param context as for {@link #choose}
   * @return channels x height x width
   * @throws LicFormatException if the stream is malformed
   */
  float[] decode(RansDecoder coder, CellBlock block, QualityStep step, float[] context)
      throws IOException {
    byte[] hyperTables = hyperTables(block, step);
    int[] hyper = new int[hyperTables.length];
    coder.decode(hyperTables, hyper, 0, hyper.length);
    Expected expected = expect(hyper, block, step, context);
    int[] symbols = new int[expected.tables.length];
    coder.decode(expected.tables, symbols, 0, symbols.length);
    return decoded(expected, symbols, block, step);
  }

  /**
   * What hyper-latents say of latents.
   *
   * @param tables the table of each: channels x height x width
   * @param means the mean of each: channels x padded height x padded width
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Expected(byte[] tables, float[] means) {}

  /** Runs both heads on symbols of hyper-latents. */
  Expected expect(int[] hyper, CellBlock block, QualityStep step, float[] context)
      throws IOException {
    Tensor[] known = known(hyper, block, step, context);
    int size = sizes.latents() * block.paddedCells();
    float[] quarters = networks.scaleHead.run(size, known);
    byte[] tables = new byte[sizes.latents() * block.cells()];
    block.forEachCell(
        sizes.latents(),
        (i, padded, channel) -> {
          int sixteenths = 4 * (int) quarters[padded] + step.indexOffset()[channel] + 8;
          tables[i] = (byte) QualityTables.clampIndex(sixteenths >> 4);
        });
    return new Expected(tables, networks.meanHead.run(size, known));
  }

  /** The table of each symbol of the hyper-latents. */
  byte[] hyperTables(CellBlock block, QualityStep step) {
    byte[] hyperTables = new byte[sizes.hyperLatents() * block.hyperCells()];
    for (int i = 0; i < hyperTables.length; i++) {
      hyperTables[i] = step.hyperTable()[i / block.hyperCells()];
    }
    return hyperTables;
  }

  /** What both heads see. */
  private Tensor[] known(int[] hyper, CellBlock block, QualityStep step, float[] context) {
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

  private static Tensor padded(float[] values, CellBlock block) {
    int channels = values.length / block.paddedCells();
    return new Tensor(values, 1, channels, block.paddedHeight(), block.paddedWidth());
  }

  /** What symbols of latents stand for: channels x height x width. */
  float[] decoded(Expected expected, int[] symbols, CellBlock block, QualityStep step) {
    return neighbours.decode(
        expected.means,
        sizes.latents(),
        block,
        (i, channel, mean) -> LatentUnits.INTEGERS.decoded(mean, symbols[i], step, channel));
  }
}
