package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.ProvenanceBox;
import io.licorice.lossless.LevelMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Objects;

/**
 * Which pixels of a picture were synthesised: made up by a generative network, not measured by any
 * camera. Where it says no, no synthesis had any part in a pixel. See the format specification,
 * section "Provenance".
 *
 * <p>Immutable.
 */
public final class Provenance {
  private static final int WHITE = 0xFF;

  private final int width;
  private final int height;

  /** Blocks of 2^scale x 2^scale pixels are told of together. */
  private final int scale;

  private final BitSet blocks;

  private Provenance(int width, int height, int scale, BitSet blocks) {
    this.width = width;
    this.height = height;
    this.scale = scale;
    this.blocks = blocks;
  }

  /** Tells of a block. */
  interface Blocks {
    boolean isSynthesised(int column, int row);
  }

  /** By blocks of 2^scale x 2^scale pixels. */
  static Provenance of(int width, int height, int scale, Blocks told) {
    int columns = LabelMap.blocks(width, scale);
    int rows = LabelMap.blocks(height, scale);
    BitSet blocks = new BitSet();
    for (int i = 0; i < columns * rows; i++) {
      blocks.set(i, told.isSynthesised(i % columns, i / columns));
    }
    return new Provenance(width, height, scale, blocks);
  }

  /**
   * A picture of which every pixel was synthesised.
   *
   * @param width pixels of a row, at least 1
   * @param height rows, at least 1
   * @return what is to be said of it
   */
  public static Provenance all(int width, int height) {
    return of(width, height, ProvenanceBox.MAX_SCALE, (column, row) -> true);
  }

  /**
   * Takes a mask.
   *
   * @param mask a gray picture: 0 is not synthesised, everything else is
   * @return what it says
   */
  public static Provenance ofMask(Picture mask) {
    short[] samples = mask.plane(0);
    return of(mask.width(), mask.height(), 0, (x, y) -> samples[y * mask.width() + x] != 0);
  }

  /**
   * The width.
   *
   * @return pixels of a row
   */
  public int width() {
    return width;
  }

  /**
   * The height.
   *
   * @return rows
   */
  public int height() {
    return height;
  }

  /**
   * Whether a pixel was synthesised.
   *
   * @param x column, from 0
   * @param y row, from 0
   * @return true if any part of it was
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public boolean isSynthesised(int x, int y) {
    Objects.checkIndex(x, width);
    Objects.checkIndex(y, height);
    return blocks.get((y >> scale) * LabelMap.blocks(width, scale) + (x >> scale));
  }

  /**
   * Whether any pixel was synthesised.
   *
   * @return false for a picture like any other
   */
  public boolean isAny() {
    return !blocks.isEmpty();
  }

  /**
   * How much was synthesised.
   *
   * @return the share of the pixels, 0 to 1
   */
  public double share() {
    long count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        count += isSynthesised(x, y) ? 1 : 0;
      }
    }
    return count / ((double) width * height);
  }

  /**
   * This and another one of the same picture.
   *
   * @param other what else is known of the picture
   * @return the pixels that either calls synthesised
   * @throws IllegalArgumentException if it is of another size
   */
  public Provenance and(Provenance other) {
    if (width != other.width || height != other.height) {
      throw new IllegalArgumentException(this + " beside " + other);
    }
    int finer = Math.min(scale, other.scale);
    return of(
        width,
        height,
        finer,
        (column, row) -> {
          int x = column << finer;
          int y = row << finer;
          return isSynthesised(x, y) || other.isSynthesised(x, y);
        });
  }

  /** Whether it says of every pixel what another one says. */
  private boolean agrees(Provenance other) {
    int finer = Math.min(scale, other.scale);
    int columns = LabelMap.blocks(width, finer);
    for (int i = 0; i < columns * LabelMap.blocks(height, finer); i++) {
      int x = i % columns << finer;
      int y = i / columns << finer;
      if (isSynthesised(x, y) != other.isSynthesised(x, y)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The part of a region.
   *
   * @param region a rectangle inside the picture
   * @return what is to be said of its pixels
   * @throws IllegalArgumentException if it is not inside
   */
  public Provenance read(Region region) {
    if (!region.isInside(width, height)) {
      throw new IllegalArgumentException(
          "region " + region + " is not inside " + width + "x" + height);
    }
    return of(
        region.width(),
        region.height(),
        0,
        (x, y) -> isSynthesised(region.x() + x, region.y() + y));
  }

  /**
   * As a picture.
   *
   * @return 8-bit gray: 255 where a pixel was synthesised, else 0
   */
  public Picture mask() {
    short[] samples = new short[Math.multiplyExact(width, height)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (isSynthesised(i % width, i / width) ? WHITE : 0);
    }
    return new Picture(width, height, Byte.SIZE, new short[][] {samples});
  }

  /** The body of its box. */
  byte[] toBytes() {
    int columns = LabelMap.blocks(width, scale);
    int[] levels = new int[columns * LabelMap.blocks(height, scale)];
    Arrays.setAll(levels, i -> blocks.get(i) ? 1 : 0);
    return new ProvenanceBox(scale, LevelMap.encode(levels, columns, 2)).toBytes();
  }

  /** Reads the body of a box of a picture of that size. */
  static Provenance parse(byte[] body, long offset, int width, int height)
      throws LicFormatException {
    ProvenanceBox box = ProvenanceBox.parse(body, offset);
    int columns = LabelMap.blocks(width, box.scale());
    int rows = LabelMap.blocks(height, box.scale());
    if ((long) columns * rows > LabelMap.MAX_LABELS) {
      throw new LicFormatException(
          offset, "provenance of " + columns + "x" + rows + " blocks is over the limit");
    }
    try {
      byte[] stream = box.map();
      int[] levels = LevelMap.decode(stream, 0, stream.length, columns, rows, 2);
      return of(width, height, box.scale(), (column, row) -> levels[row * columns + column] == 1);
    } catch (LicFormatException e) {
      LicFormatException told = new LicFormatException(offset, "provenance: " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Provenance provenance
        && width == provenance.width
        && height == provenance.height
        && agrees(provenance);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, isAny());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.1f %% of %dx%d pixels synthesised", 100 * share(), width, height);
  }
}
