package io.licorice.imageio;

import io.licorice.codec.Picture;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Region;
import java.io.IOException;

/** Makes pictures smaller by averaging, in strips, so that the large one need not fit in memory. */
final class Reduction {
  private static final int STRIP_PIXELS = 1 << 22;

  private final PictureSource source;
  private final int width;
  private final int height;
  private final long[][] sums;

  private Reduction(PictureSource source, int width, int height) {
    this.source = source;
    this.width = width;
    this.height = height;
    this.sums = new long[source.channels()][width * height];
  }

  /**
   * Fits a picture into a square.
   *
   * @param side the square's side, which at least one side of the picture exceeds
   * @return the picture in its own shape, each side at least 1
   * @throws IOException if the source fails
   */
  static Picture toSide(PictureSource source, int side) throws IOException {
    int longest = Math.max(source.width(), source.height());
    int width = (int) Math.max(1, Math.round((double) source.width() * side / longest));
    int height = (int) Math.max(1, Math.round((double) source.height() * side / longest));
    return new Reduction(source, width, height).run();
  }

  private Picture run() throws IOException {
    int rows = Math.max(1, STRIP_PIXELS / source.width());
    for (int top = 0; top < source.height(); top += rows) {
      int strip = Math.min(rows, source.height() - top);
      add(source.read(new Region(0, top, source.width(), strip)), top);
    }
    Picture small = Picture.blank(width, height, source.channels(), source.bitDepth());
    for (int row = 0; row < height; row++) {
      long pixelRows = end(row, source.height(), height) - end(row - 1, source.height(), height);
      for (int column = 0; column < width; column++) {
        long pixelColumns =
            end(column, source.width(), width) - end(column - 1, source.width(), width);
        long count = pixelRows * pixelColumns;
        int at = row * width + column;
        for (int c = 0; c < sums.length; c++) {
          small.plane(c)[at] = (short) ((sums[c][at] + count / 2) / count);
        }
      }
    }
    return small;
  }

  private void add(Picture strip, int top) {
    for (int y = 0; y < strip.height(); y++) {
      int row = (int) ((long) (top + y) * height / source.height());
      for (int c = 0; c < sums.length; c++) {
        short[] plane = strip.plane(c);
        for (int x = 0; x < strip.width(); x++) {
          int column = (int) ((long) x * width / strip.width());
          sums[c][row * width + column] += plane[y * strip.width() + x] & 0xFFFF;
        }
      }
    }
  }

  /** The first pixel of the large side that no longer falls on a pixel of the small side. */
  private static long end(int small, int large, int count) {
    return -Math.floorDiv(-(small + 1L) * large, count);
  }
}
