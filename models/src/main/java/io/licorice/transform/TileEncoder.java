package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.entropy.RansEncoder;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Quantises and codes an analysed tile at a quality.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class TileEncoder {
  private final HyperpriorModel model;
  private final SymbolCosts costs;

  TileEncoder(HyperpriorModel model) {
    this.model = model;
    this.costs = new SymbolCosts(model.tables(), model.manifest().rateWeight());
  }

  /**
   * What is coded for a tile.
   *
   * @param segments hyper-latents and latents in coding order
   * @param latents all latents: channels x height x width
   * @param decoded what a decoder makes of them, in the units of the pack
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Symbols(List<Segment> segments, int[] latents, float[] decoded) {
    int[] hyper() {
      return segments.get(0).symbols();
    }
  }

  Codestream.Tile encode(HyperpriorModel.TileAnalysis tile, CellSteps steps) throws IOException {
    Symbols symbols = quantise(tile, model.quality(tile.block(), steps));
    RansEncoder coder = new RansEncoder(model.tables());
    for (Segment segment : symbols.segments) {
      coder.add(segment.tables(), segment.symbols(), 0, segment.symbols().length);
    }
    return new Codestream.Tile(
        coder.finish(), Codestream.crc(steps.checked(), symbols.hyper(), symbols.latents));
  }

  double estimate(HyperpriorModel.TileAnalysis tile, CellSteps steps) throws IOException {
    Symbols symbols = quantise(tile, model.quality(tile.block(), steps));
    double sum = 0;
    for (Segment segment : symbols.segments) {
      sum += costs.cost(segment);
    }
    return sum / 8 + 8;
  }

  TransformModel.Trial trial(HyperpriorModel.TileAnalysis tile, CellSteps steps)
      throws IOException {
    CellBlock block = tile.block();
    float[] cellBits = new float[block.cells()];
    Symbols symbols =
        quantise(
            tile,
            model.quality(block, steps),
            (scales, segment) ->
                scales.forEachRow(
                    (begin, channel, row, first) -> {
                      int place = begin;
                      for (int column = first; column < block.width(); column += 2) {
                        cellBits[row * block.width() + column] +=
                            (float) costs.cost(segment, place++);
                      }
                    }));
    return new TransformModel.Trial(cellBits, symbols.decoded);
  }

  /** Sees the symbols of each stage of the latents while it is open. */
  private interface StageObserver {
    void chosen(TileScales scales, Segment segment);
  }

  private Symbols quantise(HyperpriorModel.TileAnalysis tile, TileQuality quality)
      throws IOException {
    return quantise(tile, quality, (scales, segment) -> {});
  }

  private Symbols quantise(
      HyperpriorModel.TileAnalysis tile, TileQuality quality, StageObserver observer)
      throws IOException {
    CellBlock block = tile.block();
    int hyperCells = block.hyperCells();
    int[] hyper = new int[tile.z().length];
    byte[] hyperIndex = new byte[hyper.length];
    for (int i = 0; i < hyper.length; i++) {
      int channel = i / hyperCells;
      QualityStep step = quality.ofHyperCell(i % hyperCells);
      hyperIndex[i] = step.hyperTable()[channel];
      hyper[i] = costs.nearest(tile.z()[i] * step.hyperGain()[channel], hyperIndex[i]);
    }
    Tensor heads = model.headInput(hyper, block, quality);
    int[] latents = new int[model.manifest().latents() * block.cells()];
    TileScales scales = model.scales(heads, block, quality, latents);
    List<Segment> segments = new ArrayList<>();
    segments.add(new Segment(hyperIndex, hyper));
    float[] decoded =
        model
            .passes()
            .run(
                model.means(heads, block),
                block,
                quality,
                latents,
                (pass, mean) -> {
                  for (int group = 0; group < scales.groups(); group++) {
                    byte[] tables = scales.open(pass, group);
                    int[] symbols = choose(tile, quality, scales, tables, mean);
                    Segment segment = new Segment(tables, symbols);
                    observer.chosen(scales, segment);
                    scales.know(symbols);
                    segments.add(segment);
                  }
                });
    return new Symbols(segments, latents, decoded);
  }

  private int[] choose(
      HyperpriorModel.TileAnalysis tile,
      TileQuality quality,
      TileScales scales,
      byte[] tables,
      float[] mean) {
    int[] symbols = new int[tables.length];
    CellBlock block = tile.block();
    scales.forEachRow(
        (begin, channel, row, first) -> {
          int place = begin;
          for (int column = first; column < block.width(); column += 2) {
            int cell = row * block.paddedWidth() + column;
            int i = channel * block.paddedCells() + cell;
            float missed = tile.y()[i] - model.units().toLatent(mean[i]);
            float gain = quality.steps()[quality.ofCell(cell)].gain()[channel];
            symbols[place] = costs.choose(missed * gain, tables[place]);
            place++;
          }
        });
    return symbols;
  }
}
