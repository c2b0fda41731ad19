package io.licorice.codec;

import io.licorice.bitstream.LabelBox;
import io.licorice.bitstream.LicFormatException;
import io.licorice.lossless.LevelMap;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What each pixel of a picture shows: a class of a list, or none; and, if told, which instance of
 * its class.
 *
 * <p>A map is coded without loss, in few bytes where its regions have smooth outlines. {@link
 * #simplified} makes outlines smooth that are not. See the format specification, section "Label
 * maps".
 *
 * <p>Immutable; arrays are copied on their way in.
 */
public final class LabelMap {
  /** The label of pixels without a class. */
  public static final int UNLABELLED = -1;

  /** Labels are moved no farther than so many pixels by {@link #simplified}. */
  public static final double MAX_TOLERANCE = 64;

  /** No coded map has more labels. */
  static final long MAX_LABELS = 1L << 26;

  private final int width;
  private final int height;
  private final int scale;
  private final List<LabelClass> classes;

  /** By block: 0 for none, else one more than the class. */
  private final byte[] levels;

  /** By block: the number of the instance, 0 for none. Empty if instances are not told apart. */
  private final byte[] instances;

  LabelMap(
      int width, int height, int scale, List<LabelClass> classes, byte[] levels, byte[] instances) {
    this.width = width;
    this.height = height;
    this.scale = scale;
    this.classes = List.copyOf(classes);
    this.levels = levels;
    this.instances = instances;
  }

  /**
   * A map of a label for each pixel.
   *
   * @param width pixels of a row, at least 1
   * @param height rows, at least 1
   * @param classes 1 to 255 classes
   * @param labels row by row: the number of a class, from 0, or {@link #UNLABELLED}
   * @return the map
   * @throws IllegalArgumentException if sizes do not go together, or a label has no class
   */
  public static LabelMap of(int width, int height, List<LabelClass> classes, int[] labels) {
    if (width < 1 || height < 1 || (long) width * height != labels.length) {
      throw new IllegalArgumentException(
          labels.length + " labels for a picture of " + width + "x" + height);
    }
    if (classes.isEmpty() || classes.size() > LabelBox.MAX_CLASSES) {
      throw new IllegalArgumentException("1 to 255 classes expected, found " + classes.size());
    }
    byte[] levels = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < UNLABELLED || labels[i] >= classes.size()) {
        throw new IllegalArgumentException(
            "label "
                + labels[i]
                + " at "
                + i % width
                + ","
                + i / width
                + ": there are "
                + classes.size()
                + " classes");
      }
      levels[i] = (byte) (labels[i] + 1);
    }
    return new LabelMap(width, height, 0, classes, levels, new byte[0]);
  }

  /**
   * This map with its instances told apart.
   *
   * @param numbers row by row: the number of the instance that a pixel belongs to, 1 to 255, or 0
   * @return a new map
   * @throws IllegalArgumentException if the number of pixels differs, a number is out of range, or
   *     this map has been simplified
   */
  public LabelMap withInstances(int[] numbers) {
    if (scale > 0 || numbers.length != levels.length) {
      throw new IllegalArgumentException(
          numbers.length + " instance numbers for " + levels.length + " labels");
    }
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      if (numbers[i] < 0 || numbers[i] > LabelBox.MAX_CLASSES) {
        throw new IllegalArgumentException("instance 0 to 255 expected, found " + numbers[i]);
      }
      bytes[i] = (byte) numbers[i];
    }
    return new LabelMap(width, height, 0, classes, levels, bytes);
  }

  /**
   * A map with smoother outlines, and without regions too small to matter.
   *
   * <p>Each pixel of the result has the label of a pixel of this map that is at most so far from
   * it, its instance with it. Labels may hold for blocks of up to 16 x 16 pixels.
   *
   * @param tolerance a distance in pixels, 0 to 64; 0 changes nothing
   * @return a new map
   * @throws IllegalArgumentException if the tolerance is out of range, or this map has been
   *     simplified
   */
  public LabelMap simplified(double tolerance) {
    if (!(tolerance >= 0 && tolerance <= MAX_TOLERANCE) || scale > 0) {
      throw new IllegalArgumentException(
          "tolerance of 0 to 64 for a map that is not simplified yet expected, found " + tolerance);
    }
    return tolerance < 1 ? this : new LabelSimplifier(this, tolerance).simplify();
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
   * The classes by number.
   *
   * @return 1 to 255 classes
   */
  public List<LabelClass> classes() {
    return classes;
  }

  /**
   * The label of a pixel.
   *
   * @param x column, from 0
   * @param y row, from 0
   * @return the number of its class, or {@link #UNLABELLED}
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public int at(int x, int y) {
    return (levels[block(x, y)] & 0xFF) - 1;
  }

  /**
   * The instance that a pixel belongs to.
   *
   * @param x column, from 0
   * @param y row, from 0
   * @return its number, 0 for none
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public int instanceAt(int x, int y) {
    int block = block(x, y);
    return hasInstances() ? instances[block] & 0xFF : 0;
  }

  /**
   * Whether instances are told apart.
   *
   * @return true if some pixel may have one
   */
  public boolean hasInstances() {
    return instances.length > 0;
  }

  private int block(int x, int y) {
    Objects.checkIndex(x, width);
    Objects.checkIndex(y, height);
    return (y >> scale) * blocks(width, scale) + (x >> scale);
  }

  /**
   * How many pixels each class has.
   *
   * @return one number a class
   */
  public long[] areas() {
    long[] areas = new long[classes.size()];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int label = at(x, y);
        if (label != UNLABELLED) {
          areas[label]++;
        }
      }
    }
    return areas;
  }

  /** Blocks in a row or column of so many pixels. */
  static int blocks(int pixels, int scale) {
    return (pixels - 1 >> scale) + 1;
  }

  /** The body of its box. */
  byte[] toBytes() {
    return toBytes(true);
  }

  /**
   * The body of its box.
   *
   * @param named false if the classes are those of the pack that draws from the map
   */
  byte[] toBytes(boolean named) {
    int columns = blocks(width, scale);
    if (levels.length > MAX_LABELS) {
      throw new IllegalArgumentException(
          "label map of " + levels.length + " labels: a file has room for " + MAX_LABELS);
    }
    int numbers = 0;
    for (byte number : instances) {
      numbers = Math.max(numbers, number & 0xFF);
    }
    byte[] instanceMap =
        numbers == 0 ? new byte[0] : LevelMap.encode(unsigned(instances), columns, numbers + 1);
    List<LabelBox.Entry> entries =
        classes.stream()
            .filter(c -> named)
            .map(c -> new LabelBox.Entry(c.name(), c.colour()))
            .toList();
    byte[] labels = LevelMap.encode(unsigned(levels), columns, classes.size() + 1);
    return new LabelBox(scale, classes.size(), entries, labels, numbers, instanceMap).toBytes();
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    return values;
  }

  /**
   * Reads the body of a box of a picture of that size.
   *
   * @param ofPack the classes of the pack that drew from the map; others than it had if that pack
   *     is not to be had
   */
  static LabelMap parse(byte[] body, long offset, int width, int height, List<LabelClass> ofPack)
      throws LicFormatException {
    LabelBox box = LabelBox.parse(body, offset);
    int columns = blocks(width, box.scale());
    int rows = blocks(height, box.scale());
    if ((long) columns * rows > MAX_LABELS) {
      throw new LicFormatException(
          offset, "label map of " + columns + "x" + rows + " labels is over the limit");
    }
    List<LabelClass> classes = classes(box, ofPack);
    try {
      byte[] levels = bytes(box.labels(), columns, rows, classes.size() + 1);
      byte[] instances =
          box.instances() == 0
              ? new byte[0]
              : bytes(box.instanceMap(), columns, rows, box.instances() + 1);
      return new LabelMap(width, height, box.scale(), classes, levels, instances);
    } catch (LicFormatException e) {
      LicFormatException told = new LicFormatException(offset, "label map: " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  private static List<LabelClass> classes(LabelBox box, List<LabelClass> ofPack) {
    if (!box.classes().isEmpty()) {
      return box.classes().stream().map(c -> new LabelClass(c.name(), c.colour())).toList();
    }
    return ofPack.size() == box.count()
        ? ofPack
        : IntStream.rangeClosed(1, box.count())
            .mapToObj(number -> new LabelClass("class " + number, 0))
            .toList();
  }

  private static byte[] bytes(byte[] stream, int columns, int rows, int levels)
      throws LicFormatException {
    int[] map = LevelMap.decode(stream, 0, stream.length, columns, rows, levels);
    byte[] bytes = new byte[map.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) map[i];
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap map
        && width == map.width
        && height == map.height
        && scale == map.scale
        && classes.equals(map.classes)
        && Arrays.equals(levels, map.levels)
        && Arrays.equals(instances, map.instances);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, scale, classes, Arrays.hashCode(levels));
  }

  @Override
  public String toString() {
    return "label map of " + width + "x" + height + " with " + classes.size() + " classes";
  }
}
