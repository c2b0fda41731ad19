package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
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
    return model.decode(
        model.expect(hyper, block, quality),
        coder,
        latents -> {
          coder.finish();
          int found = Codestream.crc(steps.checked(), hyper, latents);
          if (found != latentsCrc) {
            throw new LicFormatException(
                -1,
                String.format(
                    "decoded latents have CRC %08x, the encoder's had %08x", found, latentsCrc));
          }
        });
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

  /** What the latents of each cell with pixels cost, and its share of the hyper-latents. */
  float[] cellBits(byte[] payload, CellBlock block, CellSteps steps) throws IOException {
    TileQuality quality = model.quality(block, steps);
    RansDecoder coder = new RansDecoder(model.tables(), payload, 0, payload.length);
    byte[] hyperTables = hyperTables(block, quality);
    int[] hyper = decodeHyper(coder, hyperTables);
    float[] bits = hyperBits(hyperTables, hyper, block);
    model
        .stages()
        .decodeSymbols(
            model.expect(hyper, block, quality),
            coder,
            (scales, segment) ->
                scales.forEachRow(
                    (begin, channel, row, first) -> {
                      int place = begin;
                      for (int column = first; column < block.width(); column += 2) {
                        bits[row * block.width() + column] +=
                            model.tables().bits(segment.tables()[place], segment.symbols()[place]);
                        place++;
                      }
                    }));
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
