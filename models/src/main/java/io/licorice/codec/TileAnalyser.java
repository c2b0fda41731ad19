package io.licorice.codec;

import io.licorice.bitstream.TileGrid;
import io.licorice.lossless.PredictiveCoder;
import io.licorice.transform.CellBlock;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does for the tiles of a picture what all qualities have in common.
 *
 * <p>Safe for use by several threads.
 */
final class TileAnalyser {
  /** Analyses are as large as three pictures each. */
  private static final int KEPT = 2;

  private final PictureSource source;
  private final TileGrid grid;
  private final SampleRange range;
  private final TransformModel model;
  private final int maxAlphaError;

  /** Of plans without exact cells, for those who will want them again. */
  private final Map<Integer, TransformModel.Analysis> kept = new ConcurrentHashMap<>();

  TileAnalyser(
      PictureSource source,
      TileGrid grid,
      SampleRange range,
      TransformModel model,
      int maxAlphaError) {
    this.source = source;
    this.grid = grid;
    this.range = range;
    this.model = model;
    this.maxAlphaError = maxAlphaError;
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

  /**
   * Does for a tile what does not depend on its quality.
   *
   * @param plan tells which cells are exact, as all plans of the picture do
   */
  AnalysedTile analysed(int tile, QualityPlan plan) throws IOException {
    PredictedPlanes exact = exact(tile, plan);
    TransformModel.Analysis known = kept.remove(tile);
    TransformModel.Analysis analysis =
        known == null || plan.hasHidden() ? analyse(tile, plan) : known;
    return new AnalysedTile(analysis, exact, alpha(tile));
  }

  /**
   * Runs the encoder's networks over a tile of which no cell is exact, and keeps the result for
   * {@link #analysed} if it has not kept many.
   */
  TransformModel.Analysis analyseToKeep(int tile, QualityPlan plan) throws IOException {
    TransformModel.Analysis analysis = analyse(tile, plan);
    if (kept.size() < KEPT) {
      kept.put(tile, analysis);
    }
    return analysis;
  }

  private PredictedPlanes exact(int tile, QualityPlan plan) throws IOException {
    if (!plan.hasExact()) {
      return null;
    }
    Region region =
        new Region(grid.x(tile), grid.y(tile), grid.tileWidth(tile), grid.tileHeight(tile));
    Optional<ExactCells> exact = ExactCells.of(region, plan.steps(tile));
    int planes = TileParts.exactPlanes(source.channels(), source.hasAlpha(), maxAlphaError);
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
            plane, width, grid.tileHeight(tile), source.bitDepth(), maxAlphaError);
    return new PredictedPlanes(coded.stream(), SampleCheck.of(coded.decoded(), width));
  }

  /**
   * Runs the encoder's networks over a tile.
   *
   * @param plan tells which cells are exact, as all plans of the picture do
   */
  private TransformModel.Analysis analyse(int tile, QualityPlan plan) throws IOException {
    CellBlock block = CellBlock.covering(grid.tileWidth(tile), grid.tileHeight(tile));
    int halo = model.haloCells() * CellBlock.CELL;
    int x = Math.max(0, grid.x(tile) - halo);
    int y = Math.max(0, grid.y(tile) - halo);
    int right = reach(grid.x(tile), block.paddedWidth(), halo, source.width());
    int bottom = reach(grid.y(tile), block.paddedHeight(), halo, source.height());
    float[] samples;
    synchronized (source) { // sources promise nothing about threads
      samples = SampleBlocks.read(source, range, hidden(plan), x, y, right - x, bottom - y);
    }
    int left = (grid.x(tile) - x) / CellBlock.CELL;
    int top = (grid.y(tile) - y) / CellBlock.CELL;
    return model.analyse(samples, right - x, bottom - y, left, top, block);
  }

  private static SampleBlocks.Hidden hidden(QualityPlan plan) {
    return plan.hasHidden() ? plan : SampleBlocks.NOTHING_HIDDEN;
  }

  /** Where a tile's block ends: its padding, and the halo as far as there are cells with pixels. */
  private static int reach(int start, int paddedCells, int halo, int side) {
    int padded = start + paddedCells * CellBlock.CELL;
    int lastCell = (side + CellBlock.CELL - 1) / CellBlock.CELL * CellBlock.CELL;
    return Math.max(padded, Math.min(padded + halo, lastCell));
  }
}
