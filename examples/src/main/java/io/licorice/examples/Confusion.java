package io.licorice.examples;

import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Counts pixels by true and by found class; those without a true class do not count. */
final class Confusion {
  private final int classes;

  /** By number of a found class that of the true one of the same name, or the last for none. */
  private final int[] columns;

  /** By true class, then by column. */
  private final long[][] counts;

  /**
   * Starts at 0.
   *
   * @param truth the classes of true maps
   * @param found the classes of found maps, more perhaps
   * @throws IOException if a class of true maps cannot be found, as its name is not among these
   */
  Confusion(List<LabelClass> truth, List<LabelClass> found) throws IOException {
    this.classes = truth.size();
    this.columns = new int[found.size()];
    this.counts = new long[classes][classes + 1];
    Arrays.fill(columns, classes);
    List<String> names = found.stream().map(LabelClass::name).toList();
    for (int c = 0; c < classes; c++) {
      String name = truth.get(c).name();
      int column = indexOf(names, name);
      if (column < 0) {
        throw new IOException(
            "class " + name + " is not one of the network's: " + String.join(", ", names));
      }
      columns[column] = c;
    }
  }

  private static int indexOf(List<String> names, String name) {
    return IntStream.range(0, names.size())
        .filter(i -> names.get(i).equalsIgnoreCase(name))
        .findFirst()
        .orElse(-1);
  }

  /** Adds two maps of one size. */
  void add(LabelMap truth, LabelMap found) {
    for (int y = 0; y < truth.height(); y++) {
      for (int x = 0; x < truth.width(); x++) {
        int row = truth.at(x, y);
        int label = found.at(x, y);
        if (row != LabelMap.UNLABELLED) {
          counts[row][label == LabelMap.UNLABELLED ? classes : columns[label]]++;
        }
      }
    }
  }

  /**
   * Intersection over union.
   *
   * @return 0 to 1, or NaN for a class that neither occurs nor was found
   */
  double iou(int label) {
    long hits = counts[label][label];
    long occurs = Arrays.stream(counts[label]).sum();
    long found = Arrays.stream(counts).mapToLong(row -> row[label]).sum();
    return (double) hits / (occurs + found - hits);
  }

  /** The mean over the classes that occur or were found; NaN if there are none. */
  double meanIou() {
    return IntStream.range(0, classes)
        .mapToDouble(this::iou)
        .filter(iou -> !Double.isNaN(iou))
        .average()
        .orElse(Double.NaN);
  }

  /** The share of pixels whose class was found; NaN if there are none. */
  double accuracy() {
    long hits = IntStream.range(0, classes).mapToLong(c -> counts[c][c]).sum();
    return (double) hits / Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }
}
