package io.licorice.imageio;

import io.licorice.codec.Picture;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Region;
import java.io.IOException;

/**
 * Makes pictures of another size: each pixel is the mean of those beneath it, or, where there are
 * fewer of them than pixels wanted, the one beneath its upper left corner. The picture is read
 * block by block, so that it need not fit in memory, and any part of the result is the crop of the
 * whole result.
 */
final class Scaling {
  private final PictureSource source;
  private final int width;
  private final int height;
  private final int blockWidth;
  private final int blockHeight;

  /**
   * Prepares for a size.
   *
   * @param width columns of the whole result, at least 1
   * @param height rows of the whole result, at least 1
   * @param tileSize blocks that are read are whole tiles of this edge
   */
  Scaling(PictureSource source, int width, int height, int tileSize) {
    this.source = source;
    this.width = width;
    this.height = height;
    this.blockHeight = tileSize;
    this.blockWidth = Math.max(1, (1 << 21) / tileSize / tileSize) * tileSize;
  }

  /**
   * Fits a picture into a square.
   *
   * @param side the square's side
   * @return the picture in its own shape, each side at least 1
   * @throws IOException if the source fails
   */
  static Picture toSide(PictureSource source, int side) throws IOException {
    int longest = Math.max(source.width(), source.height());
    int width = (int) Math.max(1, Math.round((double) source.width() * side / longest));
    int height = (int) Math.max(1, Math.round((double) source.height() * side / longest));
    return new Scaling(source, width, height, 256).read(Region.whole(width, height));
  }

  /**
   * Makes a part of the result.
   *
   * @throws IOException if the source fails
   */
  Picture read(Region part) throws IOException {
    int[] columns = edges(part.x(), part.width(), source.width(), width);
    int[] rows = edges(part.y(), part.height(), source.height(), height);
    int right = last(columns, source.width());
    int bottom = last(rows, source.height());
    long[][] sums = new long[source.channels()][part.width() * part.height()];
    for (int y = rows[0]; y < bottom; y = next(y, blockHeight, bottom)) {
      for (int x = columns[0]; x < right; x = next(x, blockWidth, right)) {
        Region block =
            new Region(x, y, next(x, blockWidth, right) - x, next(y, blockHeight, bottom) - y);
        Picture samples = source.read(block);
        for (int c = 0; c < sums.length; c++) {
          add(samples.plane(c), block, columns, rows, sums[c]);
        }
      }
    }
    Picture result =
        Picture.blank(part.width(), part.height(), source.channels(), source.bitDepth());
    for (int row = 0; row < part.height(); row++) {
      for (int column = 0; column < part.width(); column++) {
        int at = row * part.width() + column;
        long count = (long) count(columns, column) * count(rows, row);
        for (int c = 0; c < sums.length; c++) {
          result.plane(c)[at] = (short) ((sums[c][at] + count / 2) / count);
        }
      }
    }
    return result;
  }

  /** Adds each pixel of a block to those of the result that lie over it. */
  private static void add(short[] plane, Region block, int[] columns, int[] rows, long[] sums) {
    int wide = columns.length - 1;
    for (int row = 0; row < rows.length - 1; row++) {
      int from = Math.max(rows[row], block.y());
      int to = Math.min(rows[row] + count(rows, row), block.bottom());
      for (int y = from; y < to; y++) {
        int line = (y - block.y()) * block.width() - block.x();
        for (int column = 0; column < wide; column++) {
          int left = Math.max(columns[column], block.x());
          int right = Math.min(columns[column] + count(columns, column), block.right());
          for (int x = left; x < right; x++) {
            sums[row * wide + column] += plane[line + x] & 0xFFFF;
          }
        }
      }
    }
  }

  /** For each pixel of a row or column of the result, and one behind it, where it begins. */
  private static int[] edges(int first, int count, int side, int scaledSide) {
    int[] edges = new int[count + 1];
    for (int i = 0; i <= count; i++) {
      edges[i] = (int) ((long) (first + i) * side / scaledSide);
    }
    return edges;
  }

  private static int count(int[] edges, int i) {
    return Math.max(1, edges[i + 1] - edges[i]);
  }

  private static int last(int[] edges, int side) {
    int i = edges.length - 2;
    return Math.min(side, edges[i] + count(edges, i));
  }

  private static int next(int position, int step, int end) {
    return Math.min(end, (position / step + 1) * step);
  }
}
