package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import io.licorice.lossless.PlaneFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Decodes a region of one picture that needs no model; used by one thread. */
final class PredictivePictureDecoder {
  private final CodedFile file;
  private final LicHeader header;
  private final TilePool pool;
  private final CodecListener listener;
  private final TileGrid grid;
  private final List<String> warnings = new ArrayList<>();
  private final List<Region> damaged = new ArrayList<>();

  PredictivePictureDecoder(CodedFile file, TilePool pool, CodecListener listener) {
    this.file = file;
    this.header = file.header();
    this.pool = pool;
    this.listener = listener;
    this.grid = file.grid();
  }

  List<String> warnings() {
    return warnings;
  }

  /** The parts of what was asked for that are damaged, in the coordinates of the picture. */
  List<Region> damaged() {
    return damaged;
  }

  /** Samples of a part of the picture, or what is wrong with them. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record DecodedTile(Region part, short[][] samples, String fault) {}

  Picture decode(Region region) throws IOException {
    TileRecords records = new TileRecords(file);
    List<Integer> tiles = tiles(region);
    Progress progress = new Progress(listener, tiles.size());
    progress.checkCancelled();
    Picture picture =
        Picture.blank(region.width(), region.height(), header.channels(), header.bitDepth());
    pool.run(
        tiles.size(),
        i -> () -> decodeTile(records, tiles.get(i), region),
        (i, tile) -> {
          if (tile.fault == null) {
            SampleBlocks.copy(tile.samples, 0, tile.part, picture, region.x(), region.y());
          } else {
            damaged.add(tile.part);
            String warning = "tile " + tiles.get(i) + " is damaged: " + tile.fault;
            warnings.add(warning);
            listener.warning(warning);
            SampleBlocks.fill(tile.part, picture, region.x(), region.y());
          }
          progress.advance(1);
        });
    if (damaged.size() == tiles.size()) {
      throw new LicFormatException(file.bodyOffset(), "no tile is intact: " + warnings.get(0));
    }
    return picture;
  }

  private List<Integer> tiles(Region region) {
    List<Integer> tiles = new ArrayList<>();
    int size = grid.tileSize();
    for (int row = region.y() / size; row <= (region.bottom() - 1) / size; row++) {
      for (int column = region.x() / size; column <= (region.right() - 1) / size; column++) {
        tiles.add(row * grid.columns() + column);
      }
    }
    return tiles;
  }

  private DecodedTile decodeTile(TileRecords records, int number, Region region)
      throws IOException {
    Region tile =
        new Region(grid.x(number), grid.y(number), grid.tileWidth(number), grid.tileHeight(number));
    Region part = tile.intersection(region);
    TileRecords.TileRecord found = records.read(number);
    if (found.fault() != null) {
      return new DecodedTile(part, null, found.fault());
    }
    PlaneFormat format =
        new PlaneFormat(
            header.channels(), tile.width(), tile.height(), header.bitDepth(), header.maxError());
    Region inTile =
        new Region(part.x() - tile.x(), part.y() - tile.y(), part.width(), part.height());
    try {
      return new DecodedTile(
          part, PredictedTile.decode(found.payload(), 0, found.check(), format, inTile), null);
    } catch (LicFormatException e) {
      return new DecodedTile(part, null, e.withBase(found.offset()).getMessage());
    }
  }
}
