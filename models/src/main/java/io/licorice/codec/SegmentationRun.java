package io.licorice.codec;

import io.licorice.cancel.Cancellation;
import io.licorice.runtime.SegmenterInput;
import java.io.IOException;

/** Finds the classes of one picture's pixels; used by one thread, once. */
final class SegmentationRun {
  private static final int TILE = 1024;
  private static final int SMALLEST_TILE = 256;
  private static final int MARGIN = 128;

  /** Networks of many classes see smaller tiles, so that no more scores than these are held. */
  private static final long MAX_SCORES = 1L << 26;

  private final SegmenterNetwork network;
  private final SegmenterInput input;
  private final byte[] levelOf;
  private final PictureSource source;
  private final TilePool pool;
  private final Progress progress;
  private final int seenWidth;
  private final int seenHeight;
  private final SeenSamples samples;
  private final byte[] map;

  /**
   * Prepares a run.
   *
   * @param levelOf by index of the network: 0 for no class, else one more than the class
   */
  SegmentationRun(
      SegmenterNetwork network, byte[] levelOf, PictureSource source, CodecListener listener) {
    this.network = network;
    this.input = network.input();
    this.levelOf = levelOf;
    this.source = source;
    int[] seen = input.seen(source.width(), source.height());
    this.seenWidth = seen[0];
    this.seenHeight = seen[1];
    SampleRange range = new SampleRange(0, (1 << source.bitDepth()) - 1);
    this.map = new byte[source.width() * source.height()];
    this.pool = new TilePool(1, listener);
    this.progress = new Progress(listener, map.length);
    this.samples = new SeenSamples(source, range, seenWidth, seenHeight, progress);
  }

  /** Returns a level for each pixel. */
  byte[] run() throws IOException {
    progress.checkCancelled();
    int columns = tiles(seenWidth);
    int rows = tiles(seenHeight);
    for (int row = 0; row < rows; row++) {
      int top = edge(seenHeight, row, rows);
      int bottom = edge(seenHeight, row + 1, rows);
      for (int column = 0; column < columns; column++) {
        int left = edge(seenWidth, column, columns);
        int right = edge(seenWidth, column + 1, columns);
        run(new Region(left, top, right - left, bottom - top));
      }
    }
    return map;
  }

  private void run(Region core) throws IOException {
    Region window = window(core);
    int width = input.hasOneSize() ? window.width() : roundedUp(window.width());
    int height = input.hasOneSize() ? window.height() : roundedUp(window.height());
    float[] shown = samples.read(window, width, height);
    progress.checkCancelled();
    Region own = own(core);
    pool.call(
        () -> {
          ClassScores scores = network.run(shown, width, height);
          take(scores, own, window, width / scores.width());
          return map;
        });
    progress.advance((double) own.width() * own.height());
  }

  /** How many tiles share a side: one, if that is no more than what a network sees of a tile. */
  private int tiles(int side) {
    int size = TILE;
    while (size > SMALLEST_TILE && network.classes() * squared(size + 2 * MARGIN) > MAX_SCORES) {
      size /= 2;
    }
    return input.hasOneSize() || side <= size + 2 * MARGIN ? 1 : (side - 1) / size + 1;
  }

  private static long squared(long side) {
    return side * side;
  }

  /** Where a tile begins; all are of about the same size, so that none sees less than others. */
  private static int edge(int side, int tile, int tiles) {
    return (int) ((long) side * tile / tiles);
  }

  /** What the network sees of a tile. */
  private Region window(Region core) {
    int left = Math.max(0, core.x() - MARGIN) / input.multiple() * input.multiple();
    int top = Math.max(0, core.y() - MARGIN) / input.multiple() * input.multiple();
    int right = Math.min(seenWidth, core.right() + MARGIN);
    int bottom = Math.min(seenHeight, core.bottom() + MARGIN);
    return new Region(left, top, right - left, bottom - top);
  }

  private int roundedUp(int length) {
    int multiple = input.multiple();
    return (length + multiple - 1) / multiple * multiple;
  }

  /** The pixels of the picture that get their classes from a tile. */
  private Region own(Region core) {
    int left = (int) ((long) core.x() * source.width() / seenWidth);
    int top = (int) ((long) core.y() * source.height() / seenHeight);
    int right = (int) ((long) core.right() * source.width() / seenWidth);
    int bottom = (int) ((long) core.bottom() * source.height() / seenHeight);
    return new Region(left, top, right - left, bottom - top);
  }

  /** Takes the classes of a tile's own pixels. */
  private void take(ClassScores scores, Region own, Region window, int factor) {
    double across = (double) seenWidth / source.width();
    double down = (double) seenHeight / source.height();
    double x = ((own.x() + 0.5) * across - window.x()) / factor - 0.5;
    double y = ((own.y() + 0.5) * down - window.y()) / factor - 0.5;
    ClassScores.Rows rows =
        scores.at(
            new Resampling(scores.width(), x, across / factor, own.width()),
            new Resampling(scores.height(), y, down / factor, own.height()));
    float[] best = new float[own.width()];
    int[] indices = new int[own.width()];
    for (int row = 0; row < own.height(); row++) {
      Cancellation.check();
      rows.classify(row, best, indices);
      int to = (own.y() + row) * source.width() + own.x();
      for (int i = 0; i < indices.length; i++) {
        map[to + i] = levelOf[indices[i]];
      }
    }
  }
}
