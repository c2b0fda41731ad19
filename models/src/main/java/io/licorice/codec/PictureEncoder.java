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

  /** Without a pack of integers other machines would find other sums. */
  private final boolean summed;

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
    options.qualityMap().ifPresent(map -> checkSize(map, source));
    this.range = SampleRange.of(source, grid);
    this.summed = options.sampleSums() && model.isExact();
  }

  private static void checkSize(QualityMap map, PictureSource source) {
    if (map.width() != source.width() || map.height() != source.height()) {
      throw new IllegalArgumentException(
          "the quality map is for a picture of %dx%d pixels, this one has %dx%d"
              .formatted(map.width(), map.height(), source.width(), source.height()));
    }
  }

  private int tiles() {
    return (int) grid.count();
  }

  /**
   * The file, the caller's to close, and the quality step that was used, the lowest one of a map.
   */
  record Result(SpooledFile file, int quality) {}

  Result encode() throws IOException {
    if (options.rate() instanceof EncodeOptions.Rate.Quality quality) {
      int steps = model.qualitySteps();
      QualityPlan plan =
          options
              .qualityMap()
              .map(map -> QualityPlan.of(map, grid, steps, 0))
              .orElseGet(() -> QualityPlan.plain(QualityPlan.step(quality.value(), steps)));
      return new Result(encodeAt(plan), plan.lowest());
    }
    return encodeToTarget(targetBytes());
  }

  /** How many plans a search has to choose from. */
  private int plans() {
    int steps = model.qualitySteps();
    return options
        .qualityMap()
        .map(map -> QualityPlan.highestShift(map, steps) - QualityPlan.lowestShift(map, steps) + 1)
        .orElse(steps);
  }

  /** A plan by its number: a quality step, or a shift of the map's steps. */
  private QualityPlan plan(int number) {
    int steps = model.qualitySteps();
    return options
        .qualityMap()
        .map(m -> QualityPlan.of(m, grid, steps, QualityPlan.lowestShift(m, steps) + number))
        .orElseGet(() -> QualityPlan.plain(number));
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

  private SpooledFile encodeAt(QualityPlan plan) throws IOException {
    Progress progress = new Progress(listener, (summed ? 2.0 : 1) * tiles());
    progress.checkCancelled();
    try (CodestreamSpool coded = codestream(plan)) {
      pool.run(
          tiles(),
          t -> () -> encode(t, analyse(t), alpha(t), plan),
          (t, tile) -> {
            coded.add(tile);
            progress.advance(1);
          });
      return withSums(coded.finish(), progress);
    }
  }

  /** Decodes a file as any reader will and adds the sums of its samples; closes it if it fails. */
  private SpooledFile withSums(SpooledFile file, Progress progress) throws IOException {
    if (!summed) {
      return file;
    }
    boolean done = false;
    try {
      CodedFile coded = CodedFile.open(file);
      PictureDecoder decoder = new PictureDecoder(coded, model, pool, CodecListener.SILENT);
      file.setSums(decoder.sampleSums(progress));
      done = true;
      return file;
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  private CodestreamSpool codestream(QualityPlan plan) {
    return new CodestreamSpool(header(plan), tiles(), options.boxed(), scratch, listener);
  }

  private Codestream.Tile encode(
      int tile, TransformModel.Analysis analysis, Alpha alpha, QualityPlan plan)
      throws IOException {
    Codestream.Tile coded = withAlpha(model.encode(analysis, plan.steps(tile)), alpha);
    return plan.withMap(tile, coded);
  }

  /** The analysis runs once; only the entropy model is asked again for each quality tried. */
  private Result encodeToTarget(long target) throws IOException {
    // Analysis costs most; the searches after it are worth about as much again, and so are sums.
    Progress progress = new Progress(listener, (summed ? 3.0 : 2.0) * tiles());
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
              plans(),
              number -> alphaBytes[0] + estimate(analyses, plan(number), progress),
              number -> code(analyses, plan(number), progress));
      RateSearch.Found found = search.search(target);
      SpooledFile file = withSums(found.file(), progress);
      listener.progress(1);
      return new Result(file, plan(found.quality()).lowest());
    }
  }

  private double estimate(AnalysisStore analyses, QualityPlan plan, Progress progress)
      throws IOException {
    double[] sum = {fixedBytes(plan)};
    pool.run(
        analyses.count(),
        t -> () -> model.estimate(analyses.get(t).analysis, plan.steps(t)) + plan.mapBytes(t),
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

  private double fixedBytes(QualityPlan plan) {
    double perTile = Codestream.TILE_PREFIX + (tiles() > 1 ? 2 : 0);
    LicHeader header = header(plan);
    double around = header.length() + (options.boxed() ? BoxFile.overhead() : 0);
    return around + Codestream.sumsLength(header, tiles()) + perTile * tiles();
  }

  private SpooledFile code(AnalysisStore analyses, QualityPlan plan, Progress progress)
      throws IOException {
    try (CodestreamSpool coded = codestream(plan)) {
      pool.run(
          analyses.count(),
          t ->
              () -> {
                AnalysedTile tile = analyses.get(t);
                return encode(t, tile.analysis, tile.alpha, plan);
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

  private LicHeader header(QualityPlan plan) {
    return new LicHeader(
        source.width(),
        source.height(),
        source.channels(),
        source.bitDepth(),
        options.tileSize(),
        pack.manifest().family(),
        pack.manifest().id(),
        pack.hashPrefix(),
        plan.lowest(),
        plan.levels(),
        source.hasAlpha() ? options.maxError() : 0,
        range.low(),
        range.high(),
        summed);
  }
}
