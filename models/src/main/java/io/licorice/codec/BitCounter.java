package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.PredictedPayload;
import io.licorice.bitstream.TileGrid;
import io.licorice.lossless.PlaneFormat;
import io.licorice.lossless.PredictiveCoder;
import io.licorice.transform.CellBlock;
import io.licorice.transform.CellSteps;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.util.Optional;

/** Finds out where the bits of one codestream went; used by one thread. */
final class BitCounter {
  private final CodedFile file;
  private final LicHeader header;
  private final TransformModel model;
  private final TilePool pool;
  private final CodecListener listener;
  private final TileGrid grid;

  /**
   * A codestream to look at.
   *
   * @param model its model, or null if it needs none
   */
  BitCounter(CodedFile file, TransformModel model, TilePool pool, CodecListener listener) {
    this.file = file;
    this.header = file.header();
    this.model = model;
    this.pool = pool;
    this.listener = listener;
    this.grid = file.grid();
  }

  /** Bits of a tile, or what is wrong with it. */
  private record TileBits(CellBits bits, String fault) {}

  /** The bits of all cells of the picture; of damaged tiles, which the listener hears of, none. */
  CellBits count() throws IOException {
    TileRecords records = new TileRecords(file);
    CellBlock cells = CellBlock.covering(header.width(), header.height());
    if ((long) cells.width() * cells.height() > LabelMap.MAX_LABELS) {
      throw new LicFormatException(
          -1, cells.width() + "x" + cells.height() + " cells are over the limit");
    }
    CellBits all = new CellBits(header.width(), header.height());
    int tiles = (int) grid.count();
    Progress progress = new Progress(listener, tiles);
    progress.checkCancelled();
    pool.run(
        tiles,
        t -> () -> count(records.read(t), tile(t)),
        (t, tile) -> {
          if (tile.fault == null) {
            all.add(grid.x(t) / CellBlock.CELL, grid.y(t) / CellBlock.CELL, tile.bits);
          } else {
            listener.warning("tile " + t + " is damaged: " + tile.fault);
          }
          progress.advance(1);
        });
    return all;
  }

  private Region tile(int tile) {
    return new Region(grid.x(tile), grid.y(tile), grid.tileWidth(tile), grid.tileHeight(tile));
  }

  private TileBits count(TileRecords.TileRecord record, Region tile) throws IOException {
    if (record.fault() != null) {
      return new TileBits(null, record.fault());
    }
    CellBits bits = new CellBits(tile.width(), tile.height());
    try {
      if (model == null) {
        count(record.payload(), header.channels(), tile, bits, 0);
      } else {
        count(record.payload(), tile, bits);
      }
    } catch (LicFormatException e) {
      return new TileBits(null, e.withBase(record.offset()).getMessage());
    }
    bits.settle(8.0 * record.payload().length, cell -> true);
    return new TileBits(bits, null);
  }

  /** The parts of a payload, in the order in which {@link TileParts} decodes them. */
  private void count(byte[] payload, Region tile, CellBits bits) throws IOException {
    byte[] rest = payload;
    CellSteps quality = CellSteps.same(header.quality());
    try {
      if (header.isMapped()) {
        TileMap map = TileMap.parse(rest, header.levels(), bits.block());
        quality = map.quality();
        rest = map.rest();
      }
      Optional<ExactCells> cells = ExactCells.of(tile, quality);
      if (cells.isPresent()) {
        PredictedPayload exact = PredictedPayload.parse(rest, "exact cells");
        bits.add(0, 0, cells.get().bits(exact, TileParts.exactPlanes(header), header.bitDepth()));
        rest = exact.rest();
      }
      if (header.hasAlpha()) {
        PredictedPayload alpha = PredictedPayload.parse(rest, "alpha");
        count(alpha.predicted(), 1, tile, bits, alpha.offset());
        rest = alpha.rest();
      }
      bits.add(model.cellBits(rest, bits.block(), quality));
    } catch (LicFormatException e) {
      throw e.withBase(payload.length - rest.length);
    }
  }

  /**
   * A predictive stream that has samples of all of the tile.
   *
   * @param offset where it stands, for messages
   */
  private void count(byte[] stream, int planes, Region tile, CellBits bits, int offset)
      throws LicFormatException {
    PlaneFormat format =
        new PlaneFormat(planes, tile.width(), tile.height(), header.bitDepth(), header.maxError());
    try {
      PredictiveCoder.bits(stream, 0, stream.length, format, bits::add);
    } catch (LicFormatException e) {
      throw e.withBase(offset);
    }
  }
}
