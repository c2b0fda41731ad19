package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.entropy.RansEncoder;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

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
    this.costs = model.costs();
  }

  /**
   * What is coded for a tile.
   *
   * @param hyper hyper-latents
   * @param latents those that come behind them
   */
  private record Symbols(Segment hyper, LatentStages.Coded latents) {
    List<Segment> segments() {
      return Stream.concat(Stream.of(hyper), latents.segments().stream()).toList();
    }
  }

  Codestream.Tile encode(HyperpriorModel.TileAnalysis tile, CellSteps steps) throws IOException {
    Symbols symbols = quantise(tile, model.quality(tile.block(), steps));
    RansEncoder coder = new RansEncoder(model.tables());
    for (Segment segment : symbols.segments()) {
      segment.addTo(coder);
    }
    return new Codestream.Tile(
        coder.finish(),
        Codestream.crc(steps.checked(), symbols.hyper.symbols(), symbols.latents.latents()));
  }

  double estimate(HyperpriorModel.TileAnalysis tile, CellSteps steps) throws IOException {
    Symbols symbols = quantise(tile, model.quality(tile.block(), steps));
    double sum = 0;
    for (Segment segment : symbols.segments()) {
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
    return new TransformModel.Trial(cellBits, symbols.latents.decoded());
  }

  private Symbols quantise(HyperpriorModel.TileAnalysis tile, TileQuality quality)
      throws IOException {
    return quantise(tile, quality, (scales, segment) -> {});
  }

  private Symbols quantise(
      HyperpriorModel.TileAnalysis tile, TileQuality quality, LatentStages.Observer observer)
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
    LatentStages.Expected expected = model.expect(hyper, block, quality);
    return new Symbols(
        new Segment(hyperIndex, hyper),
        model.stages().quantise(expected, tile.y(), cell -> true, observer));
  }
}
