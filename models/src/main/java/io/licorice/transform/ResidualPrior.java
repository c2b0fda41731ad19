package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.entropy.RansEncoder;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;
import java.util.Optional;
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
  private final HyperExpectation expectation;
  private final LatentStages stages;
  private final Executor beside;

  /**
   * A prior.
   *
   * @param beside where means are found while symbols are decoded
   */
  ResidualPrior(
      PriorHeads heads, HyperExpectation expectation, LatentStages stages, Executor beside) {
    this.heads = heads;
    this.expectation = expectation;
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
   * @param hyper what symbols of the hyper-latents exceed those by that are expected
   * @param hyperLatents these in sixteenths: channels x hyper-cells
   * @param latents symbols of the latents
   * @param decoded what a decoder makes of them: channels x height x width
   * @param bits what they cost
   * @param cellBits what the latents of each cell cost
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Chosen(
      Segment hyper,
      float[] hyperLatents,
      LatentStages.Coded latents,
      float[] decoded,
      double bits,
      double[] cellBits) {
    void addTo(RansEncoder coder) {
      hyper.addTo(coder);
      latents.segments().forEach(segment -> segment.addTo(coder));
    }
  }

  /**
   * What is known of a frame before its residual is decoded.
   *
   * @param context of each cell: channels x height x width
   * @param hyper hyper-latents of the frame before, in sixteenths, if they are known
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Known(float[] context, Optional<float[]> hyper) {}

  /**
   * What was decoded.
   *
   * @param hyperLatents in sixteenths: channels x hyper-cells
   * @param latents channels x height x width
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Decoded(float[] hyperLatents, float[] latents) {}

  /**
   * Quantises latents.
   *
   * @param y what analysis made: channels x height x width
   * @param quality the frame's quality step
   * @param known what is known of the frame beforehand
   * @param coded cells whose latents may be other than their means
   */
  Chosen choose(float[] y, CellBlock block, int quality, Known known, IntPredicate coded)
      throws IOException {
    SymbolCosts costs = heads.costs();
    float[] wide = block.repeated(y, heads.latents());
    TileQuality everywhere = everywhere(quality, block);
    QualityStep step = everywhere.steps()[0];
    PriorHeads.Hyper hyper =
        heads.quantise(wide, block, step, expectHyper(known.hyper, block, quality));
    double[] cellBits = new double[block.cells()];
    LatentStages.Coded latents =
        stages.quantise(
            expect(hyper.symbols(), block, everywhere, known.context),
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
    double bits = costs.cost(hyper.coded());
    for (double ofCell : cellBits) {
      bits += ofCell;
    }
    float[] hyperLatents = PriorHeads.dequantised(hyper.symbols(), block, step);
    float[] decoded = cut(latents.decoded(), block);
    return new Chosen(hyper.coded(), hyperLatents, latents, decoded, bits, cellBits);
  }

  /**
   * Decodes latents.
   *
   * @param coder at the first hyper-latent; afterwards behind the last latent
   * @param known as for {@link #choose}
   * @throws LicFormatException if the stream is malformed
   */
  Decoded decode(RansDecoder coder, CellBlock block, int quality, Known known) throws IOException {
    TileQuality everywhere = everywhere(quality, block);
    QualityStep step = everywhere.steps()[0];
    int[] hyper = heads.decode(coder, expectHyper(known.hyper, block, quality));
    LatentStages.Expected expected = expect(hyper, block, everywhere, known.context);
    float[] latents = cut(stages.decode(expected, coder, beside, found -> {}), block);
    return new Decoded(PriorHeads.dequantised(hyper, block, step), latents);
  }

  /** What hyper-latents are expected to be, after those of the frame before if they are known. */
  HyperExpectation.Expected expectHyper(Optional<float[]> before, CellBlock block, int quality) {
    return expectation.of(before, block, quality, heads.at(quality));
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
