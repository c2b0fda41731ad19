package io.licorice.codec;

import io.licorice.runtime.OnnxGraph.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a segmentation network says of a part of a picture: a score for each class, or an index of
 * one, at points that lie evenly over it.
 */
final class ClassScores {
  private final float[] values;
  private final int planes;
  private final int width;
  private final int height;

  private ClassScores(float[] values, int planes, int width, int height) {
    this.values = values;
    this.planes = planes;
    this.width = width;
    this.height = height;
  }

  /**
   * Checks a network's output.
   *
   * @param classes how many classes there are
   * @param inputWidth width of what the network was shown
   * @param inputHeight height of what the network was shown
   * @throws IOException if it is not as it should be; one sentence
   */
  static ClassScores of(Tensor output, int classes, int inputWidth, int inputHeight)
      throws IOException {
    long[] shape = output.shape();
    int rank = shape.length;
    boolean indices = rank == 3 || (rank == 4 && shape[1] == 1);
    if ((rank != 3 && rank != 4) || shape[0] != 1 || !(indices || shape[1] == classes)) {
      throw new IOException(
          "scores of 1 x "
              + classes
              + " x h x w or indices of 1 x h x w or 1 x 1 x h x w expected, found "
              + words(shape));
    }
    long h = shape[rank - 2];
    long w = shape[rank - 1];
    boolean whole = h > 0 && w > 0 && inputHeight % h == 0 && inputWidth % w == 0;
    if (!whole || inputHeight / h != inputWidth / w) {
      throw new IOException(
          "output of "
              + w
              + "x"
              + h
              + ": a size of "
              + inputWidth
              + "x"
              + inputHeight
              + ", or smaller by a whole factor, expected");
    }
    float[] values = output.values();
    for (int i = 0; i < values.length; i++) {
      boolean index = values[i] >= 0 && values[i] < classes && values[i] == Math.rint(values[i]);
      if (indices ? !index : !Float.isFinite(values[i])) {
        String expected = indices ? "indices of 0 to " + (classes - 1) : "finite scores";
        throw new IOException(expected + " expected, found " + values[i]);
      }
    }
    return new ClassScores(values, indices ? 0 : classes, (int) w, (int) h);
  }

  /** How many points there are in a row. */
  int width() {
    return width;
  }

  /** How many rows of points there are. */
  int height() {
    return height;
  }

  /**
   * Lays pixels between the points.
   *
   * @param columns where the pixels of a row lie between the points of one
   * @param rows where rows lie
   */
  Rows at(Resampling columns, Resampling rows) {
    return new Rows(columns, rows);
  }

  /** The classes of rows of pixels; for use by one thread. */
  final class Rows {
    private final Resampling columns;
    private final Resampling rows;
    private final float[] blended = new float[width];

    private Rows(Resampling columns, Resampling rows) {
      this.columns = columns;
      this.rows = rows;
    }

    /**
     * Finds the index with the highest score, of equal ones the first.
     *
     * @param y the row
     * @param best as long as a row, written over
     * @param indices receives an index for each pixel
     */
    void classify(int y, float[] best, int[] indices) {
      if (planes == 0) {
        int row = rows.nearest(y) * width;
        for (int i = 0; i < indices.length; i++) {
          indices[i] = (int) values[row + columns.nearest(i)];
        }
        return;
      }
      Arrays.fill(best, Float.NEGATIVE_INFINITY);
      for (int k = 0; k < planes; k++) {
        Arrays.fill(blended, 0);
        for (int row = rows.first(y); row < rows.end(y); row++) {
          add(k * width * height + row * width, rows.weight(y, row));
        }
        for (int i = 0; i < indices.length; i++) {
          float score = columns.at(i, blended, 0);
          if (score > best[i]) {
            best[i] = score;
            indices[i] = k;
          }
        }
      }
    }

    private void add(int row, float weight) {
      for (int i = 0; i < width; i++) {
        blended[i] += weight * values[row + i];
      }
    }
  }

  /** A shape as one says it. */
  static String words(long[] shape) {
    return shape.length == 0
        ? "no shape"
        : Arrays.stream(shape)
            .mapToObj(n -> n < 0 ? "any" : Long.toString(n))
            .collect(Collectors.joining(" x "));
  }
}
