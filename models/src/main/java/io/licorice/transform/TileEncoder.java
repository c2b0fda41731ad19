package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.entropy.FrequencyTables;
import io.licorice.entropy.RansEncoder;
import java.io.IOException;

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

  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Symbols(byte[] hyperIndex, int[] hyper, byte[] index, int[] latents) {}

  Codestream.Tile encode(HyperpriorModel.TileAnalysis tile, CellSteps steps) throws IOException {
    Symbols symbols = quantise(tile, model.quality(tile.block(), steps));
    RansEncoder coder = new RansEncoder(model.tables());
    coder.add(symbols.hyperIndex, symbols.hyper, 0, symbols.hyper.length);
    coder.add(symbols.index, symbols.latents, 0, symbols.latents.length);
    return new Codestream.Tile(
        coder.finish(), Codestream.crc(steps.checked(), symbols.hyper, symbols.latents));
  }

  double estimate(HyperpriorModel.TileAnalysis tile, CellSteps steps) throws IOException {
    Symbols symbols = quantise(tile, model.quality(tile.block(), steps));
    double sum = cost(symbols.hyperIndex, symbols.hyper) + cost(symbols.index, symbols.latents);
    return sum / 8 + 8;
  }

  private double cost(byte[] index, int[] symbols) {
    FrequencyTables tables = model.tables();
    double sum = 0;
    for (int i = 0; i < symbols.length; i++) {
      float[] table = bits[index[i]];
      int magnitude = Math.abs(symbols[i]);
      // The last entry is the escape's, whose remainder the tables know.
      if (magnitude < table.length - 1) {
        sum += table[magnitude];
      } else if (table.length > 0) {
        sum += tables.bits(index[i], symbols[i]);
      }
    }
    return sum;
  }

  private Symbols quantise(HyperpriorModel.TileAnalysis tile, TileQuality quality)
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
    HyperpriorModel.Prediction prediction = model.predict(hyper, block, quality);
    byte[] index = prediction.index();
    int[] latents = new int[index.length];
    int paddedCells = block.paddedCells();
    model
        .passes()
        .run(
            prediction.mean(),
            block,
            quality,
            (latent, channel, cell, mean) -> {
              float missed = tile.y()[channel * paddedCells + cell] - model.units().toLatent(mean);
              float gain = quality.steps()[quality.ofCell(cell)].gain()[channel];
              latents[latent] = choose(missed * gain, bits[index[latent]]);
              return latents[latent];
            });
    return new Symbols(hyperIndex, hyper, prediction.index(), latents);
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
