package io.licorice.codec;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import io.licorice.lossless.PredictiveCoder;
import java.io.IOException;

/** Encodes one picture without a model; used by one thread. */
final class PredictivePictureEncoder {
  private final PictureSource source;
  private final EncodeOptions options;
  private final TilePool pool;
  private final Scratch scratch;
  private final CodecListener listener;
  private final TileGrid grid;

  PredictivePictureEncoder(
      PictureSource source,
      EncodeOptions options,
      TilePool pool,
      Scratch scratch,
      CodecListener listener) {
    this.source = source;
    this.options = options;
    this.pool = pool;
    this.scratch = scratch;
    this.listener = listener;
    this.grid = new TileGrid(source.width(), source.height(), options.tileSize());
    if (grid.count() > Integer.MAX_VALUE / 16) {
      throw new IllegalArgumentException("too many tiles: " + grid.count());
    }
  }

  /** The file, the caller's to close. */
  SpooledFile encode() throws IOException {
    int tiles = (int) grid.count();
    Progress progress = new Progress(listener, tiles);
    progress.checkCancelled();
    LicHeader header =
        LicHeader.predictive(
            source.width(),
            source.height(),
            source.channels(),
            source.bitDepth(),
            options.tileSize(),
            options.maxError());
    try (CodestreamSpool coded =
        new CodestreamSpool(header, tiles, options.boxed(), scratch, listener)) {
      pool.run(
          tiles,
          t -> () -> encode(t),
          (t, tile) -> {
            coded.add(tile);
            progress.advance(1);
          });
      return coded.finish();
    }
  }

  private Codestream.Tile encode(int tile) throws IOException {
    Region region =
        new Region(grid.x(tile), grid.y(tile), grid.tileWidth(tile), grid.tileHeight(tile));
    Picture part;
    synchronized (source) { // sources promise nothing about threads
      part = source.read(region);
    }
    short[][] planes = new short[part.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = part.plane(c);
    }
    PredictiveCoder.Encoded coded =
        PredictiveCoder.encode(
            planes, region.width(), region.height(), source.bitDepth(), options.maxError());
    return new Codestream.Tile(coded.stream(), SampleCheck.of(coded.decoded(), region.width()));
  }
}
