package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import io.licorice.bitstream.TilePayload;
import io.licorice.lossless.PredictiveCoder;
import io.licorice.runtime.ModelPack;
import io.licorice.transform.CellBlock;
import io.licorice.transform.TransformModel;
import java.io.IOException;

/** Encodes one picture with an open model; used by one thread. */
final class PictureEncoder {
  private final PictureSource source;
  private final EncodeOptions options;
  private final ModelPack pack;
  private final TransformModel model;
  private final TilePool pool;
  private final Scratch scratch;
  private final CodecListener listener;
  private final TileGrid grid;
  private final SampleRange range;

  PictureEncoder(
      PictureSource source,
      EncodeOptions options,
      ModelPack pack,
      TransformModel model,
      TilePool pool,
      Scratch scratch,
      CodecListener listener)
      throws IOException {
    this.source = source;
    this.options = options;
    this.pack = pack;
    this.model = model;
    this.pool = pool;
    this.scratch = scratch;
    this.listener = listener;
    this.grid = new TileGrid(source.width(), source.height(), options.tileSize());
    if (grid.count() > Integer.MAX_VALUE / 16) {
      throw new IllegalArgumentException("too many tiles: " + grid.count());
    }
    this.range = SampleRange.of(source, grid);
  }

  private int tiles() {
    return (int) grid.count();
  }

  /** The file, the caller's to close, and the quality step that was used. */
  record Result(SpooledFile file, int quality) {}

  Result encode() throws IOException {
    if (options.rate() instanceof EncodeOptions.Rate.Quality quality) {
      int step = (int) Math.round(quality.value() / 100 * (model.qualitySteps() - 1));
      return new Result(encodeAt(step), step);
    }
    return encodeToTarget(targetBytes());
  }

  private long targetBytes() {
    double pixels = (double) source.width() * source.height();
    if (options.rate() instanceof EncodeOptions.Rate.TargetBpp target) {
      return (long) Math.floor(target.bitsPerPixel() * pixels / 8);
    }
    if (options.rate() instanceof EncodeOptions.Rate.TargetRatio target) {
      double raw = pixels * source.channels() * source.bitDepth() / 8;
      return (long) Math.floor(raw / target.ratio());
    }
    return ((EncodeOptions.Rate.TargetBytes) options.rate()).bytes();
  }

  private SpooledFile encodeAt(int quality) throws IOException {
    Progress progress = new Progress(listener, tiles());
    progress.checkCancelled();
    try (CodestreamSpool coded = codestream(quality)) {
      pool.run(
          tiles(),
          t -> () -> withAlpha(model.encode(analyse(t), quality), alpha(t)),
          (t, tile) -> {
            coded.add(tile);
            progress.advance(1);
          });
      return coded.finish();
    }
  }

  private CodestreamSpool codestream(int quality) {
    return new CodestreamSpool(header(quality), tiles(), options.boxed(), scratch, listener);
  }

  /** The analysis runs once; only the entropy model is asked again for each quality tried. */
  private Result encodeToTarget(long target) throws IOException {
    // Analysis costs most; the searches after it are worth about as much again.
    Progress progress = new Progress(listener, 2.0 * tiles());
    long[] alphaBytes = new long[1];
    progress.checkCancelled();
    try (AnalysisStore analyses = new AnalysisStore(model, tiles(), scratch, listener)) {
      pool.run(
          tiles(),
          t -> () -> new AnalysedTile(analyse(t), alpha(t)),
          (t, tile) -> {
            analyses.put(tile);
            alphaBytes[0] += tile.alpha == null ? 0 : tile.alpha.stream.length + 7;
            progress.advance(1);
          });
      RateSearch search =
          new RateSearch(
              model.qualitySteps(),
              quality -> alphaBytes[0] + estimate(analyses, quality, progress),
              quality -> code(analyses, quality, progress));
      RateSearch.Found found = search.search(target);
      listener.progress(1);
      return new Result(found.file(), found.quality());
    }
  }

  private double estimate(AnalysisStore analyses, int quality, Progress progress)
      throws IOException {
    double[] sum = {fixedBytes()};
    pool.run(
        analyses.count(),
        t -> () -> model.estimate(analyses.get(t).analysis, quality),
        (t, bytes) -> {
          sum[0] += bytes;
          progress.checkCancelled();
        });
    return sum[0];
  }

  /** The alpha of a tile, coded by itself; null if the picture has none. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Alpha(byte[] stream, int check) {}

  /** What all qualities have in common. */
  record AnalysedTile(TransformModel.Analysis analysis, Alpha alpha) {}

  private Alpha alpha(int tile) throws IOException {
    if (!source.hasAlpha()) {
      return null;
    }
    int width = grid.tileWidth(tile);
    Picture part;
    synchronized (source) { // sources promise nothing about threads
      part = source.read(new Region(grid.x(tile), grid.y(tile), width, grid.tileHeight(tile)));
    }
    short[][] plane = {part.plane(part.channels() - 1)};
    PredictiveCoder.Encoded coded =
        PredictiveCoder.encode(
            plane, width, grid.tileHeight(tile), source.bitDepth(), options.maxError());
    return new Alpha(coded.stream(), SampleCheck.of(coded.decoded(), width));
  }

  private static Codestream.Tile withAlpha(Codestream.Tile learned, Alpha alpha) {
    if (alpha == null) {
      return learned;
    }
    TilePayload payload = new TilePayload(alpha.check, alpha.stream, learned.payload());
    return new Codestream.Tile(payload.toBytes(), learned.latentsCrc());
  }

  private double fixedBytes() {
    double perTile = Codestream.TILE_PREFIX + (tiles() > 1 ? 2 : 0);
    return header(0).length() + (options.boxed() ? BoxFile.overhead() : 0) + perTile * tiles();
  }

  private SpooledFile code(AnalysisStore analyses, int quality, Progress progress)
      throws IOException {
    try (CodestreamSpool coded = codestream(quality)) {
      pool.run(
          analyses.count(),
          t ->
              () -> {
                AnalysedTile tile = analyses.get(t);
                return withAlpha(model.encode(tile.analysis, quality), tile.alpha);
              },
          (t, tile) -> {
            coded.add(tile);
            progress.advance(0.1);
          });
      return coded.finish();
    }
  }

  private TransformModel.Analysis analyse(int tile) throws IOException {
    CellBlock block = CellBlock.covering(grid.tileWidth(tile), grid.tileHeight(tile));
    int halo = model.haloCells() * CellBlock.CELL;
    int x = Math.max(0, grid.x(tile) - halo);
    int y = Math.max(0, grid.y(tile) - halo);
    int right = reach(grid.x(tile), block.paddedWidth(), halo, source.width());
    int bottom = reach(grid.y(tile), block.paddedHeight(), halo, source.height());
    float[] samples;
    synchronized (source) { // sources promise nothing about threads
      samples = SampleBlocks.read(source, range, x, y, right - x, bottom - y);
    }
    int left = (grid.x(tile) - x) / CellBlock.CELL;
    int top = (grid.y(tile) - y) / CellBlock.CELL;
    return model.analyse(samples, right - x, bottom - y, left, top, block);
  }

  /** Where a tile's block ends: its padding, and the halo as far as there are cells with pixels. */
  private static int reach(int start, int paddedCells, int halo, int side) {
    int padded = start + paddedCells * CellBlock.CELL;
    int lastCell = (side + CellBlock.CELL - 1) / CellBlock.CELL * CellBlock.CELL;
    return Math.max(padded, Math.min(padded + halo, lastCell));
  }

  private LicHeader header(int quality) {
    return new LicHeader(
        source.width(),
        source.height(),
        source.channels(),
        source.bitDepth(),
        options.tileSize(),
        pack.manifest().family(),
        pack.manifest().id(),
        pack.hashPrefix(),
        quality,
        source.hasAlpha() ? options.maxError() : 0,
        range.low(),
        range.high());
  }
}
