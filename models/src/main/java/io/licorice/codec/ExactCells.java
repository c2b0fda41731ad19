package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.PredictedPayload;
import io.licorice.lossless.PlaneFormat;
import io.licorice.lossless.PredictiveCoder;
import io.licorice.transform.CellBlock;
import io.licorice.transform.CellSteps;
import java.io.IOException;
import java.util.Optional;

/**
 * The exact cells of a tile: the rectangle around them is coded by prediction, and what the cells
 * need of it replaces what the networks make. See the format specification, section "Exact cells".
 */
final class ExactCells {
  private static final int CELL = CellBlock.CELL;

  private final Region tile;
  private final CellSteps cells;

  /** The smallest rectangle of the picture that holds all of them. */
  private final Region bounds;

  private ExactCells(Region tile, CellSteps cells, Region bounds) {
    this.tile = tile;
    this.cells = cells;
    this.bounds = bounds;
  }

  /**
   * The exact cells of a tile; empty if it has none.
   *
   * @param tile the tile in the picture
   */
  static Optional<ExactCells> of(Region tile, CellSteps cells) {
    CellBlock block = CellBlock.covering(tile.width(), tile.height());
    int left = block.width();
    int top = block.height();
    int right = 0;
    int bottom = 0;
    for (int row = 0; row < block.height(); row++) {
      for (int column = 0; column < block.width(); column++) {
        if (cells.isExact(column, row)) {
          left = Math.min(left, column);
          top = Math.min(top, row);
          right = Math.max(right, column + 1);
          bottom = Math.max(bottom, row + 1);
        }
      }
    }
    if (right == 0) {
      return Optional.empty();
    }
    Region whole =
        new Region(
            tile.x() + left * CELL,
            tile.y() + top * CELL,
            (right - left) * CELL,
            (bottom - top) * CELL);
    return Optional.of(new ExactCells(tile, cells, whole.intersection(tile)));
  }

  private boolean isExact(int x, int y) {
    return cells.isExact((x - tile.x()) / CELL, (y - tile.y()) / CELL);
  }

  /**
   * Codes the cells.
   *
   * @param source the whole picture
   * @param planes how many of its channels are coded
   */
  PredictedPlanes encode(PictureSource source, int planes) throws IOException {
    Picture part;
    synchronized (source) { // sources promise nothing about threads
      part = source.read(bounds);
    }
    short[][] filled = new short[planes][];
    for (int c = 0; c < planes; c++) {
      filled[c] = filled(part.plane(c));
    }
    PredictiveCoder.Encoded coded =
        PredictiveCoder.encode(filled, bounds.width(), bounds.height(), part.bitDepth(), 0);
    return new PredictedPlanes(coded.stream(), SampleCheck.of(filled, bounds.width()));
  }

  /**
   * Gives the samples that no exact cell needs values that cost little: that of the nearest sample
   * that is needed to the left, else to the right, else those of the row above.
   */
  private short[] filled(short[] plane) {
    int width = bounds.width();
    short[] out = new short[plane.length];
    for (int y = 0; y < bounds.height(); y++) {
      int start = y * width;
      int first = 0;
      while (first < width && !isExact(bounds.x() + first, bounds.y() + y)) {
        first++;
      }
      if (first == width) {
        // The first row of the rectangle has an exact cell.
        System.arraycopy(out, start - width, out, start, width);
        continue;
      }
      short last = plane[start + first];
      for (int x = 0; x < width; x++) {
        if (isExact(bounds.x() + x, bounds.y() + y)) {
          last = plane[start + x];
        }
        out[start + x] = last;
      }
    }
    return out;
  }

  /**
   * Decodes what a region needs of the cells; empty if it needs none.
   *
   * @param planes how many channels are coded
   * @throws LicFormatException if the stream is malformed or its samples are not those that were
   *     encoded; the offset is within the payload
   */
  Optional<Part> decode(PredictedPayload payload, int planes, int bitDepth, Region region)
      throws LicFormatException {
    if (!bounds.intersects(region)) {
      return Optional.empty();
    }
    Region part = bounds.intersection(region);
    PlaneFormat format = new PlaneFormat(planes, bounds.width(), bounds.height(), bitDepth, 0);
    return Optional.of(new Part(part, PredictedTile.decode(payload, format, bounds, part)));
  }

  /**
   * The bits of the cells, those of samples around them shared out among them.
   *
   * @param planes how many channels are coded
   * @return the bits of all cells of the tile
   * @throws LicFormatException if the stream is malformed; the offset is within the payload
   */
  CellBits bits(PredictedPayload payload, int planes, int bitDepth) throws LicFormatException {
    PlaneFormat format = new PlaneFormat(planes, bounds.width(), bounds.height(), bitDepth, 0);
    CellBits inBounds = new CellBits(bounds.width(), bounds.height());
    byte[] stream = payload.predicted();
    try {
      PredictiveCoder.bits(stream, 0, stream.length, format, inBounds::add);
    } catch (LicFormatException e) {
      throw e.withBase(payload.offset());
    }
    CellBits bits = new CellBits(tile.width(), tile.height());
    bits.add((bounds.x() - tile.x()) / CELL, (bounds.y() - tile.y()) / CELL, inBounds);
    int columns = bits.block().width();
    bits.settle(8.0 * stream.length, cell -> cells.isExact(cell % columns, cell / columns));
    return bits;
  }

  /** Decoded samples of a part of the picture. */
  final class Part {
    private final Region part;
    private final short[][] samples;

    private Part(Region part, short[][] samples) {
      this.part = part;
      this.samples = samples;
    }

    /** Writes the samples of the exact cells into a picture that shows a region. */
    void write(Picture target, Region region) {
      for (int y = part.y(); y < part.bottom(); y++) {
        int end;
        for (int x = part.x(); x < part.right(); x = end) {
          end = Math.min(part.right(), x + CELL - (x - tile.x()) % CELL);
          if (isExact(x, y)) {
            copy(x, y, end - x, target, region);
          }
        }
      }
    }

    private void copy(int x, int y, int count, Picture target, Region region) {
      int from = (y - part.y()) * part.width() + x - part.x();
      int to = (y - region.y()) * target.width() + x - region.x();
      for (int c = 0; c < samples.length; c++) {
        System.arraycopy(samples[c], from, target.plane(c), to, count);
      }
    }
  }
}
