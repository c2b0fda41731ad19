package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.entropy.FrequencyTables;
import io.licorice.entropy.RansEncoder;
import io.licorice.runtime.OnnxGraph.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Quantises and codes an analysed tile at a quality.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class TileEncoder {
  /** Hyper-latents and latents are coded as at most 15 bits and a sign. */
  private static final float SYMBOL_LIMIT = 32767f;

  private final HyperpriorModel model;
  private final float[][] bits;

  TileEncoder(HyperpriorModel model) {
    this.model = model;
    FrequencyTables tables = model.tables();
    this.bits = new float[tables.size()][];
    for (int t = 0; t < bits.length; t++) {
      bits[t] = tables.isSureZero(t) ? new float[0] : tables.bitTable(t);
    }
  }

  /** Symbols that are coded one after the other, with their tables. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Segment(byte[] tables, int[] symbols) {}

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
      coder.add(segment.tables, segment.symbols, 0, segment.symbols.length);
    }
    return new Codestream.Tile(
        coder.finish(), Codestream.crc(steps.checked(), symbols.hyper(), symbols.latents));
  }

  double estimate(HyperpriorModel.TileAnalysis tile, CellSteps steps) throws IOException {
    Symbols symbols = quantise(tile, model.quality(tile.block(), steps));
    double sum = 0;
    for (Segment segment : symbols.segments) {
      sum += cost(segment);
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
                        cellBits[row * block.width() + column] += (float) cost(segment, place++);
                      }
                    }));
    return new TransformModel.Trial(cellBits, symbols.decoded);
  }

  private double cost(Segment segment) {
    double sum = 0;
    for (int i = 0; i < segment.symbols.length; i++) {
      sum += cost(segment, i);
    }
    return sum;
  }

  private double cost(Segment segment, int place) {
    byte index = segment.tables[place];
    float[] table = bits[index];
    int magnitude = Math.abs(segment.symbols[place]);
    if (magnitude < table.length - 1) {
      return table[magnitude];
    }
    // The last entry is the escape's, whose remainder the tables know.
    return table.length > 0 ? model.tables().bits(index, segment.symbols[place]) : 0;
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
      if (bits[hyperIndex[i]].length > 0) {
        hyper[i] = Math.round(limit(tile.z()[i] * step.hyperGain()[channel]));
      }
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
            symbols[place] = choose(missed * gain, bits[tables[place]]);
            place++;
          }
        });
    return symbols;
  }

  /** Rate-distortion optimised: the nearest integer, or the next towards zero if that pays. */
  private int choose(float r, float[] table) {
    float magnitude = Math.abs(limit(r));
    int near = (int) (magnitude + 0.5f);
    if (near == 0 || table.length == 0) {
      return 0;
    }
    // Beyond the table the cost hardly changes from one symbol to the next.
    if (near < table.length - 1) {
      float weight = (float) model.manifest().rateWeight();
      float nearError = magnitude - near;
      float lowError = nearError + 1;
      if (lowError * lowError + weight * table[near - 1]
          < nearError * nearError + weight * table[near]) {
        near--;
      }
    }
    return r < 0 ? -near : near;
  }

  /**
   * Also turns a NaN, which a network may make of absurd input, into something that can be coded.
   */
  private static float limit(float value) {
    return value >= -SYMBOL_LIMIT ? Math.min(value, SYMBOL_LIMIT) : -SYMBOL_LIMIT;
  }
}
