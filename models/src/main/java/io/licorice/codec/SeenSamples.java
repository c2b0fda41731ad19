package io.licorice.codec;

import java.io.IOException;

/**
 * A picture as a network sees it: as it is, or brought to another size, of which a few rows are
 * read at a time.
 */
final class SeenSamples {
  /** Pixels that are read at once, unless a row has more. */
  private static final int BAND = 1 << 20;

  private final PictureSource source;
  private final SampleRange range;
  private final int width;
  private final int height;
  private final Progress progress;

  /**
   * Reads nothing yet.
   *
   * @param width the width at which it is seen
   * @param height the height at which it is seen
   * @param progress asked whether to go on
   */
  SeenSamples(PictureSource source, SampleRange range, int width, int height, Progress progress) {
    this.source = source;
    this.range = range;
    this.width = width;
    this.height = height;
    this.progress = progress;
  }

  /**
   * Reads a part, whose last samples repeat to the right and below.
   *
   * @param part where the part is, at the size at which the picture is seen
   * @param toWidth width of the result, at least that of the part
   * @param toHeight height of the result, at least that of the part
   * @return three planes of samples in -0.5..0.5; gray is given three times
   */
  float[] read(Region part, int toWidth, int toHeight) throws IOException {
    if (width == source.width() && height == source.height()) {
      return SampleBlocks.read(
          source, range, SampleBlocks.NOTHING_HIDDEN, part.x(), part.y(), toWidth, toHeight);
    }
    Resampling columns = between(source.width(), width, part.x(), part.width());
    Resampling rows = between(source.height(), height, part.y(), part.height());
    int left = columns.first(0);
    int right = columns.end(part.width() - 1);
    float[] seen = new float[3 * toWidth * toHeight];
    float[] row = new float[0];
    for (int y = 0; y < toHeight; y++) {
      row = y < part.height() ? row(rows, y, left, right) : row;
      for (int c = 0; c < 3; c++) {
        int from = c * (right - left) - left;
        int to = (c * toHeight + y) * toWidth;
        for (int x = 0; x < toWidth; x++) {
          seen[to + x] = columns.at(Math.min(x, part.width() - 1), row, from);
        }
      }
    }
    return seen;
  }

  private static Resampling between(int length, int seen, int first, int count) {
    double step = (double) length / seen;
    return new Resampling(length, (first + 0.5) * step - 0.5, step, count);
  }

  /** A row of each plane, at the height at which it is seen and as wide as the picture is. */
  private float[] row(Resampling rows, int y, int left, int right) throws IOException {
    int wide = right - left;
    int most = Math.max(1, BAND / wide);
    float[] sums = new float[3 * wide];
    for (int from = rows.first(y); from < rows.end(y); from += most) {
      progress.checkCancelled();
      int count = Math.min(most, rows.end(y) - from);
      float[] band =
          SampleBlocks.read(source, range, SampleBlocks.NOTHING_HIDDEN, left, from, wide, count);
      for (int r = 0; r < 3 * count; r++) {
        float weight = rows.weight(y, from + r % count);
        int to = r / count * wide;
        for (int x = 0; x < wide; x++) {
          sums[to + x] += weight * band[r * wide + x];
        }
      }
    }
    return sums;
  }
}
