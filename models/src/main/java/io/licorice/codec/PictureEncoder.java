package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import io.licorice.lossless.PredictiveCoder;
import io.licorice.runtime.ModelPack;
import io.licorice.transform.CellBlock;
import io.licorice.transform.CellSteps;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.util.Optional;

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
    options.qualityMap().ifPresent(map -> map.checkSize(source));
    this.range = SampleRange.of(source, grid);
    this.summed = options.sampleSums() && model.isExact();
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
    return encodeToTarget(RateSearch.target(options.rate(), source));
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

  private SpooledFile encodeAt(QualityPlan plan) throws IOException {
    Progress progress = new Progress(listener, (summed ? 2.0 : 1) * tiles());
    progress.checkCancelled();
    try (CodestreamSpool coded = codestream(plan)) {
      pool.run(
          tiles(),
          t -> () -> encode(t, analysed(t), plan),
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

  private Codestream.Tile encode(int tile, AnalysedTile analysed, QualityPlan plan)
      throws IOException {
    Codestream.Tile coded = model.encode(analysed.analysis, plan.steps(tile));
    if (analysed.alpha != null) {
      coded = analysed.alpha.before(coded);
    }
    if (analysed.exact != null) {
      coded = analysed.exact.before(coded);
    }
    return plan.withMap(tile, coded);
  }

  /** The analysis runs once; only the entropy model is asked again for each quality tried. */
  private Result encodeToTarget(long target) throws IOException {
    // Analysis costs most; the searches after it are worth about as much again, and so are sums.
    Progress progress = new Progress(listener, (summed ? 3.0 : 2.0) * tiles());
    long[] predicted = new long[1];
    progress.checkCancelled();
    try (AnalysisStore analyses = new AnalysisStore(model, tiles(), scratch, listener)) {
      pool.run(
          tiles(),
          t -> () -> analysed(t),
          (t, tile) -> {
            analyses.put(tile);
            predicted[0] += tile.predictedBytes();
            progress.advance(1);
          });
      RateSearch search =
          new RateSearch(
              plans(),
              number -> predicted[0] + estimate(analyses, plan(number), progress),
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

  /**
   * What all qualities have in common.
   *
   * @param exact the exact cells, or null
   * @param alpha the alpha, or null
   */
  record AnalysedTile(
      TransformModel.Analysis analysis, PredictedPlanes exact, PredictedPlanes alpha) {
    int predictedBytes() {
      return (exact == null ? 0 : exact.length()) + (alpha == null ? 0 : alpha.length());
    }
  }

  private AnalysedTile analysed(int tile) throws IOException {
    return new AnalysedTile(analyse(tile), exact(tile), alpha(tile));
  }

  private PredictedPlanes exact(int tile) throws IOException {
    if (options.qualityMap().isEmpty() || !options.qualityMap().get().hasLossless()) {
      return null;
    }
    // Which cells are exact does not depend on the plan.
    CellSteps cells = plan(0).steps(tile);
    Region region =
        new Region(grid.x(tile), grid.y(tile), grid.tileWidth(tile), grid.tileHeight(tile));
    Optional<ExactCells> exact = ExactCells.of(region, cells);
    int planes = TileParts.exactPlanes(source.channels(), source.hasAlpha(), options.maxError());
    return exact.isEmpty() ? null : exact.get().encode(source, planes);
  }

  private PredictedPlanes alpha(int tile) throws IOException {
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
    return new PredictedPlanes(coded.stream(), SampleCheck.of(coded.decoded(), width));
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
          t -> () -> encode(t, analyses.get(t), plan),
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
