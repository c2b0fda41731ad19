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
    int hyperCells = block.hyperCells();
    int[] hyper = new int[model.manifest().hyperLatents() * hyperCells];
    byte[] hyperIndex = new byte[hyper.length];
    for (int i = 0; i < hyper.length; i++) {
      hyperIndex[i] = quality.ofHyperCell(i % hyperCells).hyperTable()[i / hyperCells];
    }
    RansDecoder coder = new RansDecoder(model.tables(), payload, 0, payload.length);
    coder.decode(hyperIndex, hyper, 0, hyper.length);
    Tensor heads = model.headInput(hyper, block, quality);
    int[] latents = new int[model.manifest().latents() * block.cells()];
    PassesBeside passes =
        model.beside(
            integers ->
                model.passes().run(model.means(heads, block), block, quality, latents, integers));
    try {
      TileScales scales = model.scales(heads, block, quality, latents);
      decodeStages(coder, scales, passes);
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

  private static void decodeStages(RansDecoder coder, TileScales scales, PassesBeside passes)
      throws IOException {
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      for (int group = 0; group < scales.groups(); group++) {
        byte[] tables = scales.open(pass, group);
        int[] symbols = new int[tables.length];
        coder.decode(tables, symbols, 0, symbols.length);
        scales.know(symbols);
      }
      passes.know(pass);
    }
  }
}
