package io.licorice.imageio;

import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import java.awt.Rectangle;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a picture are decoded one after the other, and where their samples go.
 *
 * <p>A part is as many whole tiles as fit in a limit, so that a large picture never lies in memory
 * as planes beside the image that is made of it, and a tile from which no pixel is taken is not
 * decoded.
 *
 * @param from where the pixels are taken from; the first is its upper left one
 * @param stepX distance of the columns taken, at least 1
 * @param stepY distance of the rows taken, at least 1
 * @param to where the pixels go
 */
record ReadPlan(Rectangle from, int stepX, int stepY, Rectangle to) {

  /**
   * A part of the work.
   *
   * @param region what is decoded: from the first to the last pixel taken
   * @param column first column of the part, counted in pixels taken
   * @param row first row of the part, counted in pixels taken
   * @param columns pixels taken from a row
   * @param rows rows taken
   */
  record Part(Region region, int column, int row, int columns, int rows) {
    long pixels() {
      return (long) columns * rows;
    }
  }

  /** The parts, which together hold every pixel taken exactly once. */
  List<Part> parts(int tileSize, long maxPixels) {
    int right = from.x + (to.width - 1) * stepX + 1;
    int bottom = from.y + (to.height - 1) * stepY + 1;
    long tilesDown = Math.max(1, maxPixels / ((long) (right - from.x + tileSize) * tileSize));
    long tilesAcross =
        tilesDown > 1 ? Integer.MAX_VALUE : Math.max(1, maxPixels / ((long) tileSize * tileSize));
    List<Part> parts = new ArrayList<>();
    for (int y = from.y; y < bottom; ) {
      int nextY = edgeAfter(y, tileSize, tilesDown, bottom);
      for (int x = from.x; x < right; ) {
        int nextX = edgeAfter(x, tileSize, tilesAcross, right);
        add(parts, x, y, nextX, nextY);
        x = nextX;
      }
      y = nextY;
    }
    return parts;
  }

  /**
   * Copies a decoded part's samples.
   *
   * @param part the part
   * @param picture its samples
   * @param sourceBands the picture's channels to take, one for each band of the target
   * @param target receives the samples
   */
  void copy(Part part, Picture picture, int[] sourceBands, WritableRaster target) {
    int[] row = new int[part.columns() * sourceBands.length];
    for (int y = 0; y < part.rows(); y++) {
      int start = y * stepY * picture.width();
      for (int b = 0; b < sourceBands.length; b++) {
        short[] plane = picture.plane(sourceBands[b]);
        for (int x = 0, at = b; x < part.columns(); x++, at += sourceBands.length) {
          row[at] = plane[start + x * stepX] & 0xFFFF;
        }
      }
      target.setPixels(to.x + part.column(), to.y + part.row() + y, part.columns(), 1, row);
    }
  }

  /**
   * Fills a part that cannot be decoded as the codec fills a damaged tile.
   *
   * @param values one sample for each band of the target
   */
  void fill(Part part, int[] values, WritableRaster target) {
    int[] row = new int[part.columns() * values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[i % values.length];
    }
    for (int y = 0; y < part.rows(); y++) {
      target.setPixels(to.x + part.column(), to.y + part.row() + y, part.columns(), 1, row);
    }
  }

  private void add(List<Part> parts, int left, int top, int right, int bottom) {
    int column = ceilDiv(left - from.x, stepX);
    int columns = ceilDiv(right - from.x, stepX) - column;
    int row = ceilDiv(top - from.y, stepY);
    int rows = ceilDiv(bottom - from.y, stepY) - row;
    if (columns > 0 && rows > 0) {
      Region region =
          new Region(
              from.x + column * stepX,
              from.y + row * stepY,
              (columns - 1) * stepX + 1,
              (rows - 1) * stepY + 1);
      parts.add(new Part(region, column, row, columns, rows));
    }
  }

  /** The edge between tiles that lies some tiles after a position, or the end if that is nearer. */
  private static int edgeAfter(int position, int tileSize, long tiles, int end) {
    return (int) Math.min(end, (position / tileSize + tiles) * tileSize);
  }

  private static int ceilDiv(int dividend, int divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }
}
