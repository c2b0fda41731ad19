package io.licorice.codec;

import io.licorice.bitstream.TileGrid;
import io.licorice.lossless.LevelMap;
import io.licorice.transform.CellBlock;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Qualities that differ within a picture: one for each <i>cell</i> of 16 x 16 pixels, counted from
 * the upper left; the last column and row of cells end with the picture.
 *
 * <p><b>How pixels become cells.</b> No pixel gets less than was asked for it. A cell has the
 * highest quality of all regions that touch it with at least one pixel. The background counts too,
 * unless a single region covers the whole cell. Then a cell beside one of a higher quality gets at
 * least the mean of both, see {@link Builder#feather}. So a region above the background's quality
 * grows to whole cells, by up to 15 pixels on each side, and one below it shrinks to the cells that
 * lie inside.
 *
 * <p><b>Lossless cells.</b> The quality {@link #LOSSLESS} is above all others. Every sample of such
 * a cell comes back as it was, alpha and colours under it included, whatever the model. It is kept
 * beside the cell's part of the lossy picture, which has the lowest of the other qualities; a cell
 * costs about what it would in a lossless file. A map without any other quality makes the file a
 * lossless one, which needs no model.
 *
 * <p><b>Generated cells.</b> The quality {@link #GENERATED} is below all others. Such a cell is
 * made up by a generative pack, see {@link EncodeOptions.Builder#generator}, and the file says so.
 * The model of the picture codes a smooth continuation of its neighbours in it, which costs little,
 * and over which what was made up is faded in.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * <pre>{@code
 * QualityMap map = QualityMap.over(768, 512, 10).mask(faces, 80).build();
 * EncodeOptions options = EncodeOptions.builder().qualityMap(map).build();
 * }</pre>
 */
public final class QualityMap {
  /** Pixels along a cell's edge. */
  public static final int CELL = CellBlock.CELL;

  /** A map has no more different qualities. */
  public static final int MAX_QUALITIES = LevelMap.MAX_LEVELS;

  /**
   * The quality of cells of which every sample comes back as it was: for {@link Builder#region},
   * {@link Builder#mask} and the background; positive infinity.
   */
  public static final double LOSSLESS = Double.POSITIVE_INFINITY;

  /**
   * The quality of cells that are made up: for {@link Builder#region}, {@link Builder#mask} and the
   * background; -1.
   */
  public static final double GENERATED = -1;

  private static final int MASK_BITS = 8;

  private final int width;
  private final int height;

  /** Ascending, each of them in the map. */
  private final double[] qualities;

  /** Row by row, which quality each cell has, 0 to 255. */
  private final byte[] cells;

  /** Row by row, those that are made up. */
  private final BitSet generated;

  private QualityMap(int width, int height, double[] ofCells) {
    this(width, height, ofCells, new BitSet());
  }

  private QualityMap(int width, int height, double[] ofCells, BitSet generated) {
    this.generated = generated;
    this.width = width;
    this.height = height;
    this.qualities = Arrays.stream(ofCells).sorted().distinct().toArray();
    if (qualities.length > MAX_QUALITIES) {
      throw new IllegalArgumentException(
          "a quality map has at most " + MAX_QUALITIES + " qualities, found " + qualities.length);
    }
    this.cells = new byte[ofCells.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (byte) Arrays.binarySearch(qualities, ofCells[i]);
    }
  }

  /**
   * Starts a map of regions.
   *
   * @param width the picture's width in pixels
   * @param height the picture's height in pixels
   * @param background quality outside of all regions, 0 to 100, {@link #LOSSLESS} or {@link
   *     #GENERATED}
   * @return a new builder
   * @throws IllegalArgumentException if a side is not positive or the quality is none of these
   */
  public static Builder over(int width, int height, double background) {
    return new Builder(width, height, background);
  }

  /**
   * Takes a gray picture for a map: black is quality 0, white 100, in equal steps. A cell has the
   * highest quality of its pixels; none is lossless.
   *
   * @param gray a picture of the size of the one to be encoded, of 1 to 8 bits a sample; one of
   *     three channels will do if they are equal
   * @return the map
   * @throws IllegalArgumentException if the picture has colours, transparent pixels or more bits
   */
  public static QualityMap ofGray(Picture gray) {
    short[] samples = grayOf(gray, "map");
    int columns = cellsAlong(gray.width());
    double[] cells = new double[columns * cellsAlong(gray.height())];
    double white = (1 << gray.bitDepth()) - 1;
    for (int i = 0; i < samples.length; i++) {
      int cell = i / gray.width() / CELL * columns + i % gray.width() / CELL;
      cells[cell] = Math.max(cells[cell], samples[i] * 100 / white);
    }
    return new QualityMap(gray.width(), gray.height(), cells);
  }

  /** Exact cells of a tile. */
  interface TileCells {
    /** Whether each cell of the tile is exact, row by row; empty for none. */
    boolean[] of(int tile);
  }

  /** A map of exact cells beside others of one quality. */
  static QualityMap ofExact(TileGrid grid, double quality, TileCells exact) {
    int columns = cellsAlong(grid.width());
    double[] cells = new double[columns * cellsAlong(grid.height())];
    Arrays.fill(cells, quality);
    for (int t = 0; t < grid.count(); t++) {
      boolean[] ofTile = exact.of(t);
      int wide = cellsAlong(grid.tileWidth(t));
      int first = grid.y(t) / CELL * columns + grid.x(t) / CELL;
      for (int i = 0; i < ofTile.length; i++) {
        if (ofTile[i]) {
          cells[first + i / wide * columns + i % wide] = LOSSLESS;
        }
      }
    }
    return new QualityMap(grid.width(), grid.height(), cells);
  }

  /**
   * The width of the picture that the map is for.
   *
   * @return pixels
   */
  public int width() {
    return width;
  }

  /**
   * The height of the picture that the map is for.
   *
   * @return pixels
   */
  public int height() {
    return height;
  }

  /**
   * The number of columns of cells.
   *
   * @return a sixteenth of the width, rounded up
   */
  public int columns() {
    return cellsAlong(width);
  }

  /**
   * The number of rows of cells.
   *
   * @return a sixteenth of the height, rounded up
   */
  public int rows() {
    return cellsAlong(height);
  }

  /**
   * The quality of a cell.
   *
   * @param column 0 to columns - 1
   * @param row 0 to rows - 1
   * @return 0 to 100, {@link #LOSSLESS} or {@link #GENERATED}
   */
  public double quality(int column, int row) {
    return isGenerated(column, row) ? GENERATED : qualities[level(column, row)];
  }

  /**
   * The qualities that the picture's model codes, those of what it codes in generated cells
   * included.
   *
   * @return 1 to 256 qualities in ascending order, each once
   */
  public List<Double> qualities() {
    return Arrays.stream(qualities).boxed().toList();
  }

  /**
   * Whether there are lossless cells.
   *
   * @return true if {@link #LOSSLESS} is the last of {@link #qualities}
   */
  public boolean hasLossless() {
    return qualities[qualities.length - 1] == LOSSLESS;
  }

  /** Whether there are no other cells. */
  boolean isLossless() {
    return qualities[0] == LOSSLESS;
  }

  /**
   * Whether there are generated cells.
   *
   * @return true if some cell has the quality {@link #GENERATED}
   */
  public boolean hasGenerated() {
    return !generated.isEmpty();
  }

  /** Whether there are no other cells. */
  boolean isGenerated() {
    return generated.cardinality() == cells.length;
  }

  /** Whether a cell is made up. */
  boolean isGenerated(int column, int row) {
    return generated.get(row * columns() + column);
  }

  /** Makes sure that the map is for a picture. */
  void checkSize(PictureSource source) {
    if (width != source.width() || height != source.height()) {
      throw new IllegalArgumentException(
          "the quality map is for a picture of %dx%d pixels, this one has %dx%d"
              .formatted(width, height, source.width(), source.height()));
    }
  }

  /** Which of the qualities a cell has. */
  int level(int column, int row) {
    return cells[row * columns() + column] & 0xFF;
  }

  private static int cellsAlong(int side) {
    return (side + CELL - 1) / CELL;
  }

  /** The samples of a mask or a map; one sentence says why a picture is none. */
  private static short[] grayOf(Picture picture, String what) {
    if (picture.bitDepth() > MASK_BITS) {
      throw new IllegalArgumentException(
          "a " + what + " has 1 to 8 bits a sample, this picture has " + picture.bitDepth());
    }
    int last = picture.channels() - 1;
    int opaque = (1 << picture.bitDepth()) - 1;
    if (picture.hasAlpha() && !all(picture.plane(last), opaque)) {
      throw new IllegalArgumentException(
          "a " + what + " is opaque, this picture has transparent pixels");
    }
    short[] samples = picture.plane(0);
    boolean colours = picture.channels() >= 3;
    if (colours
        && !(Arrays.equals(samples, picture.plane(1))
            && Arrays.equals(samples, picture.plane(2)))) {
      throw new IllegalArgumentException("a " + what + " is gray, this picture has colours");
    }
    return samples;
  }

  private static boolean all(short[] samples, int value) {
    return IntStream.range(0, samples.length).allMatch(i -> samples[i] == value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QualityMap map
        && width == map.width
        && height == map.height
        && Arrays.equals(qualities, map.qualities)
        && Arrays.equals(cells, map.cells)
        && generated.equals(map.generated);
  }

  @Override
  public int hashCode() {
    int ofCells = 31 * Arrays.hashCode(qualities) + Arrays.hashCode(cells);
    return 31 * (31 * (31 * width + height) + ofCells) + generated.hashCode();
  }

  @Override
  public String toString() {
    String texts =
        qualities().stream()
            .map(quality -> quality == LOSSLESS ? "lossless" : quality.toString())
            .collect(Collectors.joining(", ", "[", "]"));
    String made = hasGenerated() ? ", " + generated.cardinality() + " of them generated" : "";
    return "quality map of " + columns() + "x" + rows() + " cells" + made + ", " + texts;
  }

  /** Collects regions, whose order does not matter; not safe for use by several threads. */
  public static final class Builder {
    private static final double NONE = Double.NEGATIVE_INFINITY;

    private final int width;
    private final int height;
    private final double background;

    /** The highest quality of the regions that touch a cell. */
    private final double[] best;

    /** Whether a region covers a cell. */
    private final boolean[] covered;

    private boolean feathered = true;

    private Builder(int width, int height, double background) {
      if (width < 1 || height < 1 || (long) cellsAlong(width) * cellsAlong(height) > 1 << 28) {
        throw new IllegalArgumentException("quality map of " + width + "x" + height + " pixels");
      }
      this.width = width;
      this.height = height;
      this.background = checked(background);
      this.best = new double[cellsAlong(width) * cellsAlong(height)];
      this.covered = new boolean[best.length];
      Arrays.fill(best, NONE);
    }

    private static double checked(double quality) {
      if (!(quality >= 0 && quality <= 100) && quality != LOSSLESS && quality != GENERATED) {
        throw new IllegalArgumentException(
            "quality 0 to 100, QualityMap.LOSSLESS or QualityMap.GENERATED expected, found "
                + quality);
      }
      return quality + 0.0; // no negative zero
    }

    /**
     * Asks for a quality in a rectangle. The default is none but the background.
     *
     * @param region a rectangle inside the picture
     * @param quality 0 to 100, {@link QualityMap#LOSSLESS} or {@link QualityMap#GENERATED}
     * @return this
     * @throws IllegalArgumentException if the rectangle is not inside the picture or the quality is
     *     none of these
     */
    public Builder region(Region region, double quality) {
      if (!region.isInside(width, height)) {
        throw new IllegalArgumentException(
            "region " + region + " is not inside " + width + "x" + height);
      }
      double asked = checked(quality);
      for (int row = region.y() / CELL; row * CELL < region.bottom(); row++) {
        for (int column = region.x() / CELL; column * CELL < region.right(); column++) {
          Region part = cell(column, row).intersection(region);
          touch(column, row, asked, part.width() * part.height());
        }
      }
      return this;
    }

    /**
     * Asks for a quality where a mask is not black. The default is none but the background.
     *
     * @param mask a gray picture of the size of the one to be encoded, of 1 to 8 bits a sample; 0
     *     is outside, everything else inside; one of three channels will do if they are equal
     * @param quality 0 to 100, {@link QualityMap#LOSSLESS} or {@link QualityMap#GENERATED}
     * @return this
     * @throws IllegalArgumentException if the mask has another size, colours, transparent pixels or
     *     more bits, if nothing is inside, or if the quality is none of these
     */
    public Builder mask(Picture mask, double quality) {
      if (mask.width() != width || mask.height() != height) {
        throw new IllegalArgumentException(
            "a mask of %dx%d pixels expected as the picture has, found %dx%d"
                .formatted(width, height, mask.width(), mask.height()));
      }
      double asked = checked(quality);
      short[] samples = grayOf(mask, "mask");
      if (all(samples, 0)) {
        throw new IllegalArgumentException("the mask is black all over: nothing is inside");
      }
      for (int row = 0; row < cellsAlong(height); row++) {
        for (int column = 0; column < cellsAlong(width); column++) {
          int inside = inside(samples, cell(column, row));
          if (inside > 0) {
            touch(column, row, asked, inside);
          }
        }
      }
      return this;
    }

    private Region cell(int column, int row) {
      int x = column * CELL;
      int y = row * CELL;
      return new Region(x, y, Math.min(CELL, width - x), Math.min(CELL, height - y));
    }

    private int inside(short[] samples, Region cell) {
      int count = 0;
      for (int y = cell.y(); y < cell.bottom(); y++) {
        for (int x = cell.x(); x < cell.right(); x++) {
          count += samples[y * width + x] == 0 ? 0 : 1;
        }
      }
      return count;
    }

    private void touch(int column, int row, double quality, int pixels) {
      int i = row * cellsAlong(width) + column;
      Region cell = cell(column, row);
      best[i] = Math.max(best[i], quality);
      covered[i] |= pixels == cell.width() * cell.height();
    }

    /**
     * Softens the borders between qualities: a cell beside one of a higher quality, diagonally too,
     * gets at least the mean of both, rounded to a whole number. Without it the pixels at the rim
     * of a region are worse than a plain file of the region's quality would have them, because
     * reconstruction looks into the cells around; the file is a little smaller. Lossless cells need
     * no such border and soften none. What is coded in a generated cell beside others gets the
     * highest of their qualities. The default is true.
     *
     * @param on whether to soften
     * @return this
     */
    public Builder feather(boolean on) {
      this.feathered = on;
      return this;
    }

    /**
     * Makes the map.
     *
     * @return the map
     * @throws IllegalArgumentException if there are more than 256 different qualities
     */
    public QualityMap build() {
      double[] cells = new double[best.length];
      BitSet generated = new BitSet();
      for (int i = 0; i < cells.length; i++) {
        double asked = covered[i] ? best[i] : Math.max(best[i], background);
        generated.set(i, asked == GENERATED);
        cells[i] = Math.max(0, asked);
      }
      return new QualityMap(width, height, feathered ? soften(cells, generated) : cells, generated);
    }

    private double[] soften(double[] cells, BitSet generated) {
      double[] softened = cells.clone();
      for (int i = 0; i < cells.length; i++) {
        double best = bestAround(cells, i);
        if (best > cells[i]) {
          double mean = Math.max(cells[i], Math.rint((cells[i] + best) / 2));
          softened[i] = generated.get(i) ? best : mean;
        }
      }
      return softened;
    }

    private double bestAround(double[] cells, int cell) {
      int columns = cellsAlong(width);
      int column = cell % columns;
      int row = cell / columns;
      double best = cells[cell];
      for (int y = Math.max(0, row - 1); y <= Math.min(row + 1, cellsAlong(height) - 1); y++) {
        for (int x = Math.max(0, column - 1); x <= Math.min(column + 1, columns - 1); x++) {
          double quality = cells[y * columns + x];
          best = quality == LOSSLESS ? best : Math.max(best, quality);
        }
      }
      return best;
    }
  }
}
