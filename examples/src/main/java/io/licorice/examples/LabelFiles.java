package io.licorice.examples;

import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Label maps as pictures, and lists of classes as tables. */
final class LabelFiles {
  /** The index of pixels without a class in label pictures. */
  static final int NO_CLASS = 255;

  private static final List<String> COLUMNS = List.of("index", "name", "r", "g", "b");

  private LabelFiles() {}

  /**
   * Classes of a table.
   *
   * @param classes the classes
   * @param indices for each index of the table the number of its class, or {@link
   *     LabelMap#UNLABELLED}
   */
  record ClassTable(List<LabelClass> classes, Map<Integer, Integer> indices) {
    /** Reads a CSV file with the columns index, name, r, g, b. */
    static ClassTable read(Path file) throws IOException {
      List<String> lines = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
      if (lines.isEmpty() || !fields(lines.get(0).toLowerCase(Locale.ROOT)).equals(COLUMNS)) {
        throw new IOException(file + ": the first line should be index,name,r,g,b");
      }
      List<LabelClass> classes = new ArrayList<>();
      Map<Integer, Integer> indices = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        try {
          add(fields(line), classes, indices);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
          throw new IOException(
              file + ": a class as 8,Car,64,0,128 expected, found '" + line + "'", e);
        }
      }
      return new ClassTable(classes, indices);
    }

    private static List<String> fields(String line) {
      return List.of(line.split(",", -1)).stream().map(String::trim).toList();
    }

    private static void add(
        List<String> fields, List<LabelClass> classes, Map<Integer, Integer> indices) {
      int colour = 0;
      for (int c = 2; c < COLUMNS.size(); c++) {
        int part = Integer.parseInt(fields.get(c));
        if (part < 0 || part > 255) {
          throw new IllegalArgumentException("colour of 0 to 255 expected");
        }
        colour = colour << 8 | part;
      }
      boolean none = fields.get(1).equalsIgnoreCase("unlabelled");
      int number = none ? LabelMap.UNLABELLED : classes.size();
      int index = Integer.parseInt(fields.get(0));
      if (fields.size() != COLUMNS.size() || indices.put(index, number) != null) {
        throw new IllegalArgumentException("one line for each index expected");
      }
      if (!none) {
        classes.add(new LabelClass(fields.get(1), colour));
      }
    }
  }

  /**
   * Reads a label picture: gray or with a palette, whose samples are indices of the table, 255 for
   * no class; or in the classes' colours, black for no class.
   */
  static LabelMap read(Path file, ClassTable table) throws IOException {
    BufferedImage image = PictureFiles.readImage(file);
    boolean indexed =
        image.getColorModel() instanceof IndexColorModel || image.getRaster().getNumBands() == 1;
    Map<Integer, Integer> known = new HashMap<>();
    if (indexed) {
      known.put(NO_CLASS, LabelMap.UNLABELLED);
      known.putAll(table.indices);
    } else {
      known.put(0, LabelMap.UNLABELLED);
      for (int c = 0; c < table.classes.size(); c++) {
        known.put(table.classes.get(c).colour(), c);
      }
    }
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int[] labels = new int[width * image.getHeight()];
    for (int i = 0; i < labels.length; i++) {
      int x = i % width;
      int y = i / width;
      int value = indexed ? raster.getSample(x, y, 0) : image.getRGB(x, y) & 0xFFFFFF;
      Integer label = known.get(value);
      if (label == null) {
        String found = indexed ? "index " + value : Text.of("colour #%06x", value);
        throw new IOException(
            Text.of("%s: %s at %d,%d is not in the list of classes", file, found, x, y));
      }
      labels[i] = label;
    }
    return LabelMap.of(width, image.getHeight(), table.classes, labels);
  }

  /**
   * Where a map shows one of some classes.
   *
   * @param names their names, separated by commas
   * @return a mask; empty if no pixel does
   * @throws IOException if there is no map, or it has no such class
   */
  static Optional<Picture> mask(LabelMap map, String names) throws IOException {
    if (map == null) {
      throw new IOException(
          "--keep-classes " + names + " needs a label map: --labels or --segment");
    }
    List<String> known = map.classes().stream().map(LabelClass::name).toList();
    Set<Integer> kept = new HashSet<>();
    for (String name : names.split(",", -1)) {
      int number = 0;
      while (number < known.size() && !known.get(number).equalsIgnoreCase(name.trim())) {
        number++;
      }
      if (number == known.size()) {
        throw new IOException(
            Text.of("--keep-classes: no class '%s', there are %s", name, String.join(", ", known)));
      }
      kept.add(number);
    }
    boolean any = false;
    short[] inside = new short[map.width() * map.height()];
    for (int i = 0; i < inside.length; i++) {
      boolean shown = kept.contains(map.at(i % map.width(), i / map.width()));
      inside[i] = (short) (shown ? 1 : 0);
      any |= shown;
    }
    return any ? Optional.of(new Picture(map.width(), map.height(), 8, inside)) : Optional.empty();
  }

  /** A picture with a palette whose samples are numbers of classes, 255 for none. */
  static BufferedImage toImage(LabelMap map) {
    byte[][] palette = new byte[3][NO_CLASS + 1];
    for (int c = 0; c < map.classes().size(); c++) {
      for (int i = 0; i < 3; i++) {
        palette[i][c] = (byte) (map.classes().get(c).colour() >> 16 - 8 * i);
      }
    }
    IndexColorModel colours =
        new IndexColorModel(8, palette[0].length, palette[0], palette[1], palette[2]);
    return fill(
        new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_BYTE_INDEXED, colours),
        map);
  }

  /** A gray picture whose samples are numbers of classes, 255 for none. */
  static BufferedImage toGray(LabelMap map) {
    return fill(new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_BYTE_GRAY), map);
  }

  private static BufferedImage fill(BufferedImage image, LabelMap map) {
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        int label = map.at(x, y);
        image.getRaster().setSample(x, y, 0, label == LabelMap.UNLABELLED ? NO_CLASS : label);
      }
    }
    return image;
  }
}
