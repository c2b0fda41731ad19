package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.transform.SymbolCosts.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;

/**
 * Latents that are coded in stages, each a group of channels in the cells of a pass: means and
 * tables take what was coded before into account. See the format specification, section "Latents".
 *
 * <p>Immutable and safe for use by several threads.
 */
final class LatentStages {
  private final SymbolCosts costs;
  private final CodingPasses passes;
  private final ScaleContexts scaleContexts;
  private final LatentUnits units;
  private final int channels;

  /**
   * The stages of a model.
   *
   * @param passes what makes the means of a pass
   * @param scaleContexts what corrects the tables of a stage
   * @param units what means and latents are counted in
   * @param channels latent channels
   */
  LatentStages(
      SymbolCosts costs,
      CodingPasses passes,
      ScaleContexts scaleContexts,
      LatentUnits units,
      int channels) {
    this.costs = costs;
    this.passes = passes;
    this.scaleContexts = scaleContexts;
    this.units = units;
    this.channels = channels;
  }

  /**
   * What hyper-latents say of latents; arrays are channels x padded height x padded width.
   *
   * @param sixteenths table indices and a half, in sixteenths; kept
   * @param means how their means are found, in the units of the pack
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Expected(CellBlock block, TileQuality quality, int[] sixteenths, Means means) {}

  /** Finds means by a network. */
  interface Means {
    float[] find() throws IOException;
  }

  /** Makes the symbols of a stage. */
  interface Source {
    /**
     * Symbols in coding order.
     *
     * @param scales the stages, this one open
     * @param tables the table of each symbol
     * @param mean means of the pass: channels x padded height x padded width
     */
    int[] symbols(TileScales scales, byte[] tables, float[] mean) throws IOException;
  }

  /** Sees the symbols of a stage while it is open. */
  interface Observer {
    /** Called for each stage in coding order. */
    void coded(TileScales scales, Segment segment);
  }

  /** Sees all latents before they are put together with their means. */
  interface Check {
    /**
     * Called with channels x height x width symbols.
     *
     * @throws LicFormatException if they cannot be what was encoded
     */
    void accept(int[] latents) throws LicFormatException;
  }

  /**
   * Coded latents.
   *
   * @param segments in coding order
   * @param latents all symbols: channels x height x width
   * @param decoded what a decoder makes of them, in the units of the pack: channels x padded height
   *     x padded width
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Coded(List<Segment> segments, int[] latents, float[] decoded) {}

  /** Runs all stages on symbols that depend on those before them. */
  Coded run(Expected expected, Source source) throws IOException {
    CellBlock block = expected.block;
    int[] latents = new int[channels * block.cells()];
    TileScales scales = scales(expected, latents);
    List<Segment> segments = new ArrayList<>();
    float[] decoded =
        passes.run(
            expected.means.find(),
            block,
            expected.quality,
            latents,
            (pass, mean) -> {
              for (int group = 0; group < scales.groups(); group++) {
                byte[] tables = scales.open(pass, group);
                int[] symbols = source.symbols(scales, tables, mean);
                scales.know(symbols);
                segments.add(new Segment(tables, symbols));
              }
            });
    return new Coded(segments, latents, decoded);
  }

  /**
   * Quantises latents.
   *
   * @param y what analysis made: channels x padded height x padded width
   * @param coded cells with pixels, row by row, whose latents may be other than their means
   */
  Coded quantise(Expected expected, float[] y, IntPredicate coded, Observer observer)
      throws IOException {
    return run(
        expected,
        (scales, tables, mean) -> {
          int[] symbols = choose(expected, y, coded, scales, tables, mean);
          observer.coded(scales, new Segment(tables, symbols));
          return symbols;
        });
  }

  private int[] choose(
      Expected expected,
      float[] y,
      IntPredicate coded,
      TileScales scales,
      byte[] tables,
      float[] mean) {
    int[] symbols = new int[tables.length];
    CellBlock block = expected.block;
    TileQuality quality = expected.quality;
    scales.forEachRow(
        (begin, channel, row, first) -> {
          int place = begin;
          for (int column = first; column < block.width(); column += 2) {
            if (coded.test(row * block.width() + column)) {
              int cell = row * block.paddedWidth() + column;
              int i = channel * block.paddedCells() + cell;
              float missed = y[i] - units.toLatent(mean[i]);
              float gain = quality.steps()[quality.ofCell(cell)].gain()[channel];
              symbols[place] = costs.choose(missed * gain, tables[place]);
            }
            place++;
          }
        });
    return symbols;
  }

  /**
   * Decodes latents.
   *
   * @param coder at the first latent; afterwards behind the last one
   * @param beside where means are found while symbols are decoded
   * @param check sees the symbols as soon as there are all of them
   * @return latents in the units of the pack: channels x padded height x padded width
   * @throws LicFormatException if the stream is malformed
   */
  float[] decode(Expected expected, RansDecoder coder, Executor beside, Check check)
      throws IOException {
    int[] latents = new int[channels * expected.block.cells()];
    PassesBeside running =
        new PassesBeside(
            beside,
            integers ->
                passes.run(
                    expected.means.find(), expected.block, expected.quality, latents, integers));
    try {
      TileScales scales = scales(expected, latents);
      for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
        decodePass(coder, scales, pass, (open, segment) -> {});
        running.know(pass);
      }
      check.accept(latents);
      return running.latents();
    } finally {
      running.giveUp();
    }
  }

  /** Decodes the symbols of latents alone. */
  void decodeSymbols(Expected expected, RansDecoder coder, Observer observer) throws IOException {
    TileScales scales = scales(expected, new int[channels * expected.block.cells()]);
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      decodePass(coder, scales, pass, observer);
    }
  }

  private static void decodePass(RansDecoder coder, TileScales scales, int pass, Observer observer)
      throws IOException {
    for (int group = 0; group < scales.groups(); group++) {
      byte[] tables = scales.open(pass, group);
      int[] symbols = new int[tables.length];
      coder.decode(tables, symbols, 0, symbols.length);
      observer.coded(scales, new Segment(tables, symbols));
      scales.know(symbols);
    }
  }

  CodingPasses passes() {
    return passes;
  }

  /**
   * Tables of latents of which nothing is known.
   *
   * @param latents receives the symbols as they become known: channels x height x width, zeros
   */
  TileScales scales(Expected expected, int[] latents) {
    return new TileScales(scaleContexts, expected.block, expected.sixteenths, latents);
  }
}
