package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.runtime.OnnxGraph.Tensor;
import java.io.IOException;

/**
 * Decodes the latents of a tile.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class TileDecoder {
  private final HyperpriorModel model;

  TileDecoder(HyperpriorModel model) {
    this.model = model;
  }

  float[] decode(byte[] payload, int latentsCrc, CellBlock block, CellSteps steps)
      throws IOException {
    TileQuality quality = model.quality(block, steps);
    RansDecoder coder = new RansDecoder(model.tables(), payload, 0, payload.length);
    int[] hyper = decodeHyper(coder, hyperTables(block, quality));
    Tensor heads = model.headInput(hyper, block, quality);
    int[] latents = new int[model.manifest().latents() * block.cells()];
    PassesBeside passes =
        model.beside(
            integers ->
                model.passes().run(model.means(heads, block), block, quality, latents, integers));
    try {
      TileScales scales = model.scales(heads, block, quality, latents);
      for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
        decodePass(coder, scales, pass, (tables, symbols) -> {});
        passes.know(pass);
      }
      coder.finish();
      int found = Codestream.crc(steps.checked(), hyper, latents);
      if (found != latentsCrc) {
        throw new LicFormatException(
            -1,
            String.format(
                "decoded latents have CRC %08x, the encoder's had %08x", found, latentsCrc));
      }
      return passes.latents();
    } finally {
      passes.giveUp();
    }
  }

  private byte[] hyperTables(CellBlock block, TileQuality quality) {
    int hyperCells = block.hyperCells();
    byte[] tables = new byte[model.manifest().hyperLatents() * hyperCells];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = quality.ofHyperCell(i % hyperCells).hyperTable()[i / hyperCells];
    }
    return tables;
  }

  private static int[] decodeHyper(RansDecoder coder, byte[] tables) throws LicFormatException {
    int[] hyper = new int[tables.length];
    coder.decode(tables, hyper, 0, hyper.length);
    return hyper;
  }

  /** Sees the symbols of each stage while it is open. */
  private interface StageObserver {
    void decoded(byte[] tables, int[] symbols);
  }

  private static void decodePass(
      RansDecoder coder, TileScales scales, int pass, StageObserver observer) throws IOException {
    for (int group = 0; group < scales.groups(); group++) {
      byte[] tables = scales.open(pass, group);
      int[] symbols = new int[tables.length];
      coder.decode(tables, symbols, 0, symbols.length);
      observer.decoded(tables, symbols);
      scales.know(symbols);
    }
  }

  /** What the latents of each cell with pixels cost, and its share of the hyper-latents. */
  float[] cellBits(byte[] payload, CellBlock block, CellSteps steps) throws IOException {
    TileQuality quality = model.quality(block, steps);
    RansDecoder coder = new RansDecoder(model.tables(), payload, 0, payload.length);
    byte[] hyperTables = hyperTables(block, quality);
    int[] hyper = decodeHyper(coder, hyperTables);
    float[] bits = hyperBits(hyperTables, hyper, block);
    int[] latents = new int[model.manifest().latents() * block.cells()];
    TileScales scales =
        model.scales(model.headInput(hyper, block, quality), block, quality, latents);
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      decodePass(
          coder,
          scales,
          pass,
          (tables, symbols) ->
              scales.forEachRow(
                  (begin, channel, row, first) -> {
                    int place = begin;
                    for (int column = first; column < block.width(); column += 2) {
                      bits[row * block.width() + column] +=
                          model.tables().bits(tables[place], symbols[place]);
                      place++;
                    }
                  }));
    }
    coder.finish();
    return bits;
  }

  /** The hyper-latents' bits, shared out evenly among the cells with pixels that each is for. */
  private float[] hyperBits(byte[] tables, int[] symbols, CellBlock block) {
    float[] ofHyperCells = new float[block.hyperCells()];
    for (int i = 0; i < symbols.length; i++) {
      ofHyperCells[i % ofHyperCells.length] += model.tables().bits(tables[i], symbols[i]);
    }
    float[] bits = new float[block.cells()];
    for (int i = 0; i < bits.length; i++) {
      int column = i % block.width() / CellBlock.HYPER;
      int row = i / block.width() / CellBlock.HYPER;
      int wide = Math.min(CellBlock.HYPER, block.width() - column * CellBlock.HYPER);
      int high = Math.min(CellBlock.HYPER, block.height() - row * CellBlock.HYPER);
      bits[i] = ofHyperCells[row * block.hyperWidth() + column] / (wide * high);
    }
    return bits;
  }
}
