package io.licorice.codec;

import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import io.licorice.transform.CellBlock;
import io.licorice.transform.CellSteps;
import io.licorice.transform.TransformModel;
import io.licorice.transform.TransformModel.Trial;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds cells that are better coded exactly than by networks, which were trained on photographs:
 * text, drawings, screens. Better is what costs less, bits and errors added up as the networks of
 * the quality step weigh them.
 *
 * <p>Safe for use by several threads.
 */
final class ExactChoice {
  private static final int CELL = CellBlock.CELL;

  /** One cell in so many must repeat pixels for a tile to be looked at closely. */
  private static final int REPETITIVE = 20;

  /**
   * Errors may weigh so many times what the bits of a cell do; where exact samples take more than
   * both, as in skies, there is no need to know the errors.
   */
  private static final double HOPE = 6;

  /** One row of cells in so many is looked at for the guess of a lossless file's size. */
  private static final int SAMPLED = 4;

  /** Exact cells must save this share, or they are not worth the encoder's doubts. */
  private static final double GAIN = 0.02;

  private static final int PALETTE = 256;

  private static final boolean[] NONE = {};

  private final PictureSource source;
  private final TileGrid grid;
  private final SampleRange range;
  private final TransformModel model;
  private final TileAnalyser analyser;
  private final int colours;

  /** Guesses of tiles that were looked at; each is written by one thread, before others ask. */
  private final double[] losslessBits;

  ExactChoice(
      PictureSource source,
      TileGrid grid,
      SampleRange range,
      TransformModel model,
      TileAnalyser analyser) {
    this.source = source;
    this.grid = grid;
    this.range = range;
    this.model = model;
    this.analyser = analyser;
    this.colours = SampleRange.colours(source);
    this.losslessBits = new double[(int) grid.count()];
    Arrays.fill(losslessBits, Double.NaN);
  }

  /**
   * A map of the cells that are better coded exactly, if there are any, and of all others.
   *
   * @param step the quality step of the others
   */
  Optional<QualityMap> map(int step, TilePool pool, CodecListener listener) throws IOException {
    boolean[][] found = new boolean[(int) grid.count()][];
    Progress progress = new Progress(listener, found.length);
    progress.checkCancelled();
    pool.run(
        found.length,
        t -> () -> cells(t, step),
        (t, cells) -> {
          found[t] = cells;
          progress.advance(1);
        });
    if (Stream.of(found).allMatch(cells -> cells.length == 0)) {
      return Optional.empty();
    }
    double quality = 100.0 * step / (model.qualitySteps() - 1);
    return Optional.of(QualityMap.ofExact(grid, quality, t -> found[t]));
  }

  /** About what a lossless file would take, in bytes. */
  double guessLossless(TilePool pool, CodecListener listener) throws IOException {
    int[] unknown =
        IntStream.range(0, losslessBits.length)
            .filter(t -> Double.isNaN(losslessBits[t]))
            .toArray();
    Progress progress = new Progress(listener, unknown.length);
    pool.run(
        unknown.length,
        i -> () -> losslessBits(read(region(unknown[i]))),
        (i, bits) -> {
          losslessBits[unknown[i]] = bits;
          progress.advance(1);
        });
    return Arrays.stream(losslessBits).sum() / 8;
  }

  /** The exact cells of a tile, row by row; empty for none. */
  private boolean[] cells(int tile, int step) throws IOException {
    Region region = region(tile);
    Picture part = read(region);
    losslessBits[tile] = losslessBits(part);
    CellBlock block = CellBlock.covering(region.width(), region.height());
    boolean[] candidates = RepetitiveCells.of(part, colours);
    if (isFew(candidates)) {
      return NONE;
    }
    TransformModel.Analysis analysis = analyser.analyseToKeep(tile, QualityPlan.plain(step));
    Trial trial = model.trial(analysis, CellSteps.same(step));
    double[] exact = ExactCost.ofCells(part, colours);
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] &= exact[i] < HOPE * trial.cellBits()[i] + HOPE;
    }
    if (isFew(candidates)) {
      return NONE;
    }
    double[] learned = learnedCost(part, trial, block, step);
    boolean[] all = new boolean[exact.length];
    Arrays.fill(all, true);
    double allBits = exactBits(region, all, step);
    double scale = allBits / Math.max(1, Arrays.stream(exact).sum());
    boolean[] some = new boolean[exact.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = exact[i] * scale < learned[i];
    }
    return cheapest(region, step, learned, withoutLoners(some, block.width()), all, allBits);
  }

  private static boolean isFew(boolean[] cells) {
    return count(cells) * REPETITIVE < cells.length;
  }

  private boolean[] cheapest(
      Region region, int step, double[] learned, boolean[] some, boolean[] all, double allBits)
      throws IOException {
    double none = Arrays.stream(learned).sum();
    double mixed = Double.POSITIVE_INFINITY;
    if (count(some) > 0 && count(some) < all.length) {
      mixed = exactBits(region, some, step);
      for (int i = 0; i < learned.length; i++) {
        mixed += some[i] ? 0 : learned[i];
      }
    }
    if (Math.min(mixed, allBits) > (1 - GAIN) * none) {
      return NONE;
    }
    return allBits <= mixed ? all : some;
  }

  private static int count(boolean[] cells) {
    int count = 0;
    for (boolean cell : cells) {
      count += cell ? 1 : 0;
    }
    return count;
  }

  /** Makes cells like most of those around them that differ from nearly all of these. */
  private static boolean[] withoutLoners(boolean[] cells, int columns) {
    boolean[] out = cells.clone();
    int rows = cells.length / columns;
    for (int i = 0; i < cells.length; i++) {
      int same = 0;
      int around = 0;
      for (int y = Math.max(0, i / columns - 1); y <= Math.min(rows - 1, i / columns + 1); y++) {
        for (int x = Math.max(0, i % columns - 1);
            x <= Math.min(columns - 1, i % columns + 1);
            x++) {
          around++;
          same += cells[y * columns + x] == cells[i] ? 1 : 0;
        }
      }
      // A cell counts as one of those around itself.
      if (around > 3 && same <= 2) {
        out[i] = !cells[i];
      }
    }
    return out;
  }

  private double exactBits(Region tile, boolean[] cells, int step) throws IOException {
    int[] steps = new int[cells.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = cells[i] ? LicHeader.EXACT : step;
    }
    int columns = CellBlock.covering(tile.width(), tile.height()).width();
    ExactCells exact = ExactCells.of(tile, CellSteps.of(columns, steps, step)).orElseThrow();
    return 8.0 * exact.encode(source, colours).length();
  }

  /** Bits of each cell, and its errors in bits. */
  private double[] learnedCost(Picture part, Trial trial, CellBlock block, int step)
      throws IOException {
    float[] decoded =
        model.synthesise(
            trial.latents(), block.paddedWidth(), block.paddedHeight(), CellSteps.same(step));
    double[] cost = new double[trial.cellBits().length];
    for (int i = 0; i < cost.length; i++) {
      cost[i] = trial.cellBits()[i];
    }
    double perBit = model.squaredErrorPerBit(step);
    int stride = block.paddedWidth() * CELL;
    int plane = decoded.length / 3;
    for (int c = 0; c < 3; c++) {
      short[] samples = part.plane(Math.min(c, colours - 1));
      for (int y = 0; y < part.height(); y++) {
        int row = y / CELL * block.width();
        int from = c * plane + y * stride;
        for (int x = 0; x < part.width(); x++) {
          double error = error(decoded[from + x], samples[y * part.width() + x]);
          cost[row + x / CELL] += error * error / perBit;
        }
      }
    }
    return cost;
  }

  /** In 255ths of the range. */
  private double error(float decoded, short sample) {
    double seen = ((sample & 0xFFFF) - range.low()) / (double) range.span() - 0.5;
    return 255 * (Math.max(-0.5f, Math.min(decoded, 0.5f)) - seen);
  }

  private double losslessBits(Picture part) {
    int bands = (part.height() + CELL * SAMPLED - 1) / (CELL * SAMPLED);
    double bits = 0;
    int rows = 0;
    for (int band = 0; band < bands; band++) {
      int y = band * CELL * SAMPLED;
      int height = Math.min(CELL, part.height() - y);
      Picture rowOfCells = part.read(new Region(0, y, part.width(), height));
      double predicted = Arrays.stream(ExactCost.ofCells(rowOfCells, colours)).sum();
      bits += Math.min(predicted, paletteBits(rowOfCells));
      rows += height;
    }
    return bits * part.height() / rows;
  }

  /** Bits of the pixels as indices of a palette; infinite if it would be large. */
  private double paletteBits(Picture part) {
    Set<Long> found = new HashSet<>();
    int pixels = part.width() * part.height();
    for (int i = 0; i < pixels; i++) {
      long colour = 0;
      for (int c = 0; c < colours; c++) {
        colour = colour << Short.SIZE | part.plane(c)[i] & 0xFFFF;
      }
      if (found.add(colour) && found.size() > PALETTE) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return pixels * Math.log(found.size()) / Math.log(2);
  }

  private Region region(int tile) {
    return new Region(grid.x(tile), grid.y(tile), grid.tileWidth(tile), grid.tileHeight(tile));
  }

  private Picture read(Region region) throws IOException {
    synchronized (source) { // sources promise nothing about threads
      return source.read(region);
    }
  }
}
