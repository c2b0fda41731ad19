package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.entropy.RansEncoder;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;

/**
 * Quantises, codes and decodes the latents of a predicted frame's residual, in stages as those of a
 * picture. All that a decoder does here is done in integers.
 *
 * <p>Safe for use by several threads.
 */
final class ResidualPrior {
  private final PriorHeads heads;
  private final LatentStages stages;
  private final Executor beside;

  /**
   * A prior.
   *
   * @param beside where means are found while symbols are decoded
   */
  ResidualPrior(PriorHeads heads, LatentStages stages, Executor beside) {
    this.heads = heads;
    this.stages = stages;
    this.beside = beside;
  }

  /** The numbers of a quality step. */
  QualityStep at(int quality) {
    return heads.at(quality);
  }

  PriorHeads heads() {
    return heads;
  }

  LatentStages stages() {
    return stages;
  }

  /**
   * Latents that are to be coded.
   *
   * @param hyper symbols of the hyper-latents
   * @param latents symbols of the latents
   * @param decoded what a decoder makes of them: channels x height x width
   * @param bits what they cost
   * @param cellBits what the latents of each cell cost
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Chosen(
      Segment hyper, LatentStages.Coded latents, float[] decoded, double bits, double[] cellBits) {
    void addTo(RansEncoder coder) {
      hyper.addTo(coder);
      latents.segments().forEach(segment -> segment.addTo(coder));
    }
  }

  /**
   * Quantises latents.
   *
   * @param y what analysis made: channels x height x width
   * @param quality the frame's quality step
   * @param context what is known of each cell beforehand: channels x height x width
   * @param coded cells whose latents may be other than their means
   */
  Chosen choose(float[] y, CellBlock block, int quality, float[] context, IntPredicate coded)
      throws IOException {
    SymbolCosts costs = heads.costs();
    float[] wide = block.repeated(y, heads.latents());
    TileQuality everywhere = everywhere(quality, block);
    Segment hyper = heads.quantise(wide, block, everywhere.steps()[0]);
    double[] cellBits = new double[block.cells()];
    LatentStages.Coded latents =
        stages.quantise(
            expect(hyper.symbols(), block, everywhere, context),
            wide,
            coded,
            (scales, segment) ->
                scales.forEachRow(
                    (begin, channel, row, first) -> {
                      int place = begin;
                      for (int column = first; column < block.width(); column += 2) {
                        cellBits[row * block.width() + column] += costs.cost(segment, place++);
                      }
                    }));
    double bits = costs.cost(hyper);
    for (double ofCell : cellBits) {
      bits += ofCell;
    }
    return new Chosen(hyper, latents, cut(latents.decoded(), block), bits, cellBits);
  }

  /**
   * Decodes latents.
   *
   * @param coder at the first hyper-latent; afterwards behind the last latent
   * @param context as for {@link #choose}
   * @return channels x height x width
   * @throws LicFormatException if the stream is malformed
   */
  float[] decode(RansDecoder coder, CellBlock block, int quality, float[] context)
      throws IOException {
    TileQuality everywhere = everywhere(quality, block);
    int[] hyper = heads.decode(coder, block, everywhere.steps()[0]);
    LatentStages.Expected expected = expect(hyper, block, everywhere, context);
    return cut(stages.decode(expected, coder, beside, latents -> {}), block);
  }

  /** The numbers of a quality step for all cells of a frame. */
  TileQuality everywhere(int quality, CellBlock block) {
    return heads.everywhere(quality, block);
  }

  /**
   * What hyper-latents and context say of latents.
   *
   * @param everywhere the numbers of the frame's quality step
   */
  LatentStages.Expected expect(
      int[] hyper, CellBlock block, TileQuality everywhere, float[] context) throws IOException {
    QualityStep step = everywhere.steps()[0];
    Tensor[] known = heads.known(hyper, block, step, context);
    return new LatentStages.Expected(
        block, everywhere, heads.sixteenths(known, block, step), () -> heads.means(known, block));
  }

  /** Channels x height x width of values with padding. */
  float[] cut(float[] wide, CellBlock block) {
    float[] values = new float[heads.latents() * block.cells()];
    block.forEachCell(heads.latents(), (i, padded, channel) -> values[i] = wide[padded]);
    return values;
  }
}
