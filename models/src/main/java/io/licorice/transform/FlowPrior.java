package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.entropy.RansEncoder;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;

/**
 * Quantises, codes and decodes the latents of a predicted frame's flow. All that a decoder does
 * here is done in integers.
 *
 * <p>Safe for use by several threads.
 */
final class FlowPrior {
  private final PriorHeads heads;
  private final CellNeighbours neighbours;

  FlowPrior(PriorHeads heads, CellNeighbours neighbours) {
    this.heads = heads;
    this.neighbours = neighbours;
  }

  /** The numbers of a quality step of the frame, for flow that is so much coarser. */
  QualityStep at(int quality, int coarseness) {
    return heads.at(quality, coarseness);
  }

  PriorHeads heads() {
    return heads;
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
      hyper.addTo(coder);
      latents.addTo(coder);
    }
  }

  /**
   * Quantises latents.
   *
   * @param y what analysis made: channels x height x width
   * @param context what is known of each cell beforehand: channels x height x width
   */
  Chosen choose(float[] y, CellBlock block, QualityStep step, float[] context) throws IOException {
    SymbolCosts costs = heads.costs();
    PriorHeads.Hyper hyper =
        heads.quantise(
            block.repeated(y, heads.latents()), block, step, heads.expectNothing(block, step));
    Expected expected = expect(hyper.symbols(), block, step, context);
    byte[] tableOf = expected.tables();
    int[] symbols = new int[tableOf.length];
    float[] decoded =
        neighbours.decode(
            expected.means(),
            heads.latents(),
            block,
            (i, channel, mean) -> {
              float missed = y[i] - LatentUnits.INTEGERS.toLatent(mean);
              symbols[i] = costs.choose(missed * step.gain()[channel], tableOf[i]);
              return LatentUnits.INTEGERS.decoded(mean, symbols[i], step, channel);
            });
    Segment latents = new Segment(tableOf, symbols);
    double bits = costs.cost(hyper.coded()) + costs.cost(latents);
    return new Chosen(hyper.coded(), latents, decoded, bits);
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
    int[] hyper = heads.decode(coder, heads.expectNothing(block, step));
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
    Tensor[] known = heads.known(hyper, block, step, context);
    int[] sixteenths = heads.sixteenths(known, block, step);
    byte[] tables = new byte[heads.latents() * block.cells()];
    block.forEachCell(
        heads.latents(),
        (i, padded, channel) ->
            tables[i] = (byte) QualityTables.clampIndex(sixteenths[padded] >> 4));
    return new Expected(tables, heads.means(known, block));
  }

  /** What symbols of latents stand for: channels x height x width. */
  float[] decoded(Expected expected, int[] symbols, CellBlock block, QualityStep step) {
    return neighbours.decode(
        expected.means,
        heads.latents(),
        block,
        (i, channel, mean) -> LatentUnits.INTEGERS.decoded(mean, symbols[i], step, channel));
  }
}
