package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackManifest;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.util.Optional;

/** Encodes one picture with an open model; used by one thread. */
final class PictureEncoder {
  /** Share of the work that looking for exact cells takes. */
  static final double CHOOSING = 0.1;

  private final PictureSource source;
  private final EncodeOptions options;
  private final ModelPack pack;
  private final TransformModel model;
  private final TilePool pool;
  private final Scratch scratch;
  private final CodecListener listener;
  private final TileGrid grid;
  private final SampleRange range;
  private final TileAnalyser analyser;
  private final ExactChoice choice;

  /** The caller's map, or that of the cells which are better coded exactly. */
  private Optional<QualityMap> map;

  private final ModelLabels labels;

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
    this.map = options.qualityMap();
    map.ifPresent(given -> given.checkSize(source));
    this.labels = labels();
    this.range = SampleRange.of(source, grid, listener);
    this.analyser = new TileAnalyser(source, grid, range, model, options.maxError());
    this.choice = new ExactChoice(source, grid, range, model, analyser);
    this.summed = options.sampleSums() && model.isExact();
  }

  private ModelLabels labels() {
    if (!model.isGenerative() || options.labels().isEmpty()) {
      return ModelLabels.UNKNOWN;
    }
    LabelMap map = options.labels().get();
    if (map.width() != source.width() || map.height() != source.height()) {
      throw new IllegalArgumentException(
          map + " for a picture of " + source.width() + "x" + source.height());
    }
    return ModelLabels.known(map, model, pack.manifest().id());
  }

  /** Whether what a decoder makes of the file is made up. */
  boolean isGenerative() {
    return model.isGenerative();
  }

  private int tiles() {
    return (int) grid.count();
  }

  /**
   * What was made of the picture.
   *
   * @param file the file, the caller's to close; empty if all of the picture is better coded
   *     exactly
   * @param quality the quality step that was used, the lowest one of a map
   */
  record Result(Optional<SpooledFile> file, int quality) {}

  Result encode() throws IOException {
    if (options.rate() instanceof EncodeOptions.Rate.Quality quality) {
      int step = QualityPlan.step(quality.value(), model.qualitySteps());
      choose(step, new PartOfProgress(listener, 0, CHOOSING));
      if (map.filter(QualityMap::isLossless).isPresent()) {
        return new Result(Optional.empty(), step);
      }
      QualityPlan plan = plan(map.isEmpty() ? step : shiftOfNone());
      SpooledFile file = encodeAt(plan, new PartOfProgress(listener, CHOOSING, 1));
      return new Result(Optional.of(file), plan.lowest());
    }
    return encodeToTarget(options.rate().bytes(source));
  }

  private Result encodeToTarget(long target) throws IOException {
    double searched = options.learnedOnly() ? 1 : 0.5;
    Target first = toTarget(target, new PartOfProgress(listener, 0, searched));
    SpooledFile file = first.file.orElseThrow(() -> RateSearch.tooLarge(target, first.smallest));
    boolean keep = false;
    try {
      choose(first.step, new PartOfProgress(listener, searched, 0.6));
      // A lossless file, which is what exact cells everywhere come to, may be too large.
      boolean mixed = map.isPresent() && options.qualityMap().isEmpty() && !map.get().isLossless();
      Target second = mixed ? toTarget(target, new PartOfProgress(listener, 0.6, 1)) : Target.NONE;
      keep = second.file.isEmpty();
      listener.progress(1);
      return keep ? new Result(first.file, first.step) : new Result(second.file, second.step);
    } finally {
      if (!keep) {
        file.close();
      }
    }
  }

  /** Makes a map of the cells that are better coded exactly, if the caller gave none. */
  private void choose(int step, CodecListener part) throws IOException {
    if (!options.learnedOnly() && map.isEmpty() && !model.isGenerative()) {
      map = choice.map(step, pool, part);
    }
  }

  PackManifest manifest() {
    return pack.manifest();
  }

  /** About what a lossless file would take, in bytes. */
  double guessLossless() throws IOException {
    return choice.guessLossless(pool, listener.withoutProgress());
  }

  /** What there is to know before prediction with small errors is tried in place of networks. */
  NearLosslessChoice nearLossless(int step) throws IOException {
    return new NearLosslessChoice(
        (long) source.width() * source.height(),
        SampleRange.colours(source),
        range.span(),
        model.squaredErrorPerBit(step),
        8 * guessLossless());
  }

  /** Measures files of this picture. */
  SquaredError squaredError() {
    return new SquaredError(source, range, model, pool, listener);
  }

  /** How many plans a search has to choose from. */
  private int plans() {
    int steps = model.qualitySteps();
    return map.map(m -> QualityPlan.highestShift(m, steps) - QualityPlan.lowestShift(m, steps) + 1)
        .orElse(steps);
  }

  /** The plan in which a map stays as it is. */
  private int shiftOfNone() {
    return -QualityPlan.lowestShift(map.orElseThrow(), model.qualitySteps());
  }

  /** The first plan that can be coded: without labels a generative model needs some code. */
  private int leastPlan() {
    int least = 0;
    while (model.isGenerative() && !labels.isKnown() && plan(least).lowest() == 0) {
      least++;
    }
    return least;
  }

  /** A plan by its number: a quality step, or a shift of the map's steps. */
  private QualityPlan plan(int number) {
    int steps = model.qualitySteps();
    return map.map(m -> QualityPlan.of(m, grid, steps, QualityPlan.lowestShift(m, steps) + number))
        .orElseGet(() -> QualityPlan.plain(number));
  }

  /** Makes sure that a generative model can make the picture. */
  private void check(QualityPlan plan) {
    if (model.isGenerative() && plan.hasExact()) {
      throw new IllegalArgumentException(
          "pack "
              + pack.manifest().id()
              + " synthesises all of a picture; lossless regions go with another model and a"
              + " generated background");
    }
    if (model.isGenerative() && plan.lowest() == 0 && !labels.isKnown()) {
      throw new IllegalArgumentException(
          "quality 0 of pack "
              + pack.manifest().id()
              + " is drawn from a label map, and there is none: it needs one, or a quality of"
              + " at least "
              + (int) Math.ceil(50.0 / (model.qualitySteps() - 1)));
    }
  }

  private SpooledFile encodeAt(QualityPlan plan, CodecListener part) throws IOException {
    check(plan);
    Progress progress = new Progress(part, (summed ? 2.0 : 1) * tiles());
    progress.checkCancelled();
    try (CodestreamSpool coded = codestream(plan)) {
      pool.run(
          tiles(),
          t -> () -> encode(t, analyser.analysed(t, plan), plan),
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
      PictureDecoder decoder = new PictureDecoder(coded, model, labels, pool, CodecListener.SILENT);
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

  private Codestream.Tile encode(int tile, TileAnalyser.AnalysedTile analysed, QualityPlan plan)
      throws IOException {
    Region region =
        new Region(grid.x(tile), grid.y(tile), grid.tileWidth(tile), grid.tileHeight(tile));
    Codestream.Tile coded = model.encode(analysed.analysis(), plan.steps(tile), labels.of(region));
    if (analysed.alpha() != null) {
      coded = analysed.alpha().before(coded);
    }
    if (analysed.exact() != null) {
      coded = analysed.exact().before(coded);
    }
    return plan.withMap(tile, coded);
  }

  /**
   * A file that keeps to a target.
   *
   * @param file the file; empty if none does
   * @param step its lowest step
   * @param smallest the bytes of the smallest file that was tried
   */
  private record Target(Optional<SpooledFile> file, int step, long smallest) {
    static final Target NONE = new Target(Optional.empty(), 0, 0);
  }

  /** The analysis runs once; only the entropy model is asked again for each quality tried. */
  private Target toTarget(long target, CodecListener part) throws IOException {
    // Analysis costs most; the searches after it are worth about as much again, and so are sums.
    Progress progress = new Progress(part, (summed ? 3.0 : 2.0) * tiles());
    long[] predicted = new long[1];
    progress.checkCancelled();
    int least = leastPlan();
    check(plan(least));
    try (AnalysisStore analyses = new AnalysisStore(model, tiles(), scratch, listener)) {
      pool.run(
          tiles(),
          t -> () -> analyser.analysed(t, plan(0)),
          (t, tile) -> {
            analyses.put(tile);
            predicted[0] += tile.predictedBytes();
            progress.advance(1);
          });
      RateSearch search =
          new RateSearch(
              plans() - least,
              number -> predicted[0] + estimate(analyses, plan(least + number), progress),
              number -> code(analyses, plan(least + number), progress));
      RateSearch.Found found = search.search(target);
      if (found.file().isEmpty()) {
        return new Target(found.file(), 0, found.smallest());
      }
      SpooledFile file = withSums(found.file().get(), progress);
      part.progress(1);
      return new Target(
          Optional.of(file), plan(least + found.quality()).lowest(), found.smallest());
    }
  }

  private double estimate(AnalysisStore analyses, QualityPlan plan, Progress progress)
      throws IOException {
    double[] sum = {fixedBytes(plan)};
    pool.run(
        analyses.count(),
        t -> () -> model.estimate(analyses.get(t).analysis(), plan.steps(t)) + plan.mapBytes(t),
        (t, bytes) -> {
          sum[0] += bytes;
          progress.checkCancelled();
        });
    return sum[0];
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
