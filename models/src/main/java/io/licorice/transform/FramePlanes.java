package io.licorice.transform;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A frame as its networks see it: three planes of samples of 8 bits, made up to whole cells by
 * repeating the last column and row.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class FramePlanes {
  /** Planes of a frame: red, green, blue. */
  public static final int PLANES = 3;

  /** What is taken off samples, so that networks see numbers around zero. */
  static final int CENTRE = 128;

  private final int width;
  private final int height;
  private final CellBlock block;
  private final short[][] planes;

  private FramePlanes(int width, int height, short[][] planes) {
    this.width = width;
    this.height = height;
    this.block = CellBlock.covering(width, height);
    this.planes = planes;
  }

  /**
   * Makes a frame up to whole cells.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   * @param samples three planes of width x height samples of 0 to 255; copied
   * @return the frame
   */
  public static FramePlanes of(int width, int height, short[][] samples) {
    FramePlanes frame = new FramePlanes(width, height, new short[PLANES][]);
    for (int c = 0; c < PLANES; c++) {
      short[] plane = new short[frame.pixels()];
      for (int row = 0; row < height; row++) {
        System.arraycopy(samples[c], row * width, plane, row * frame.wide(), width);
      }
      frame.planes[c] = plane;
      frame.repeatEdges(plane);
    }
    return frame;
  }

  /** A frame of numbers of -128 to 127: planes x rows x columns of whole cells. */
  static FramePlanes ofCentred(int width, int height, float[] centred) {
    FramePlanes frame = new FramePlanes(width, height, new short[PLANES][]);
    for (int c = 0; c < PLANES; c++) {
      short[] plane = new short[frame.pixels()];
      int from = c * plane.length;
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) (CENTRE + (int) centred[from + i]);
      }
      frame.planes[c] = plane;
      frame.repeatEdges(plane);
    }
    return frame;
  }

  private void repeatEdges(short[] plane) {
    int wide = wide();
    for (int row = 0; row < height; row++) {
      int end = row * wide + width;
      Arrays.fill(plane, end, (row + 1) * wide, plane[end - 1]);
    }
    for (int row = height; row < high(); row++) {
      System.arraycopy(plane, (height - 1) * wide, plane, row * wide, wide);
    }
  }

  /**
   * The samples without what they were made up with.
   *
   * @return three new planes of width x height samples
   */
  public short[][] samples() {
    short[][] samples = new short[PLANES][width * height];
    for (int c = 0; c < PLANES; c++) {
      for (int row = 0; row < height; row++) {
        System.arraycopy(planes[c], row * wide(), samples[c], row * width, width);
      }
    }
    return samples;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  CellBlock block() {
    return block;
  }

  /** Columns of whole cells. */
  int wide() {
    return block.width() * CellBlock.CELL;
  }

  /** Rows of whole cells. */
  int high() {
    return block.height() * CellBlock.CELL;
  }

  /** Samples of a plane of whole cells. */
  int pixels() {
    return wide() * high();
  }

  /** A plane of whole cells, not to be changed. */
  short[] plane(int plane) {
    return planes[plane];
  }

  /** All samples less 128: planes x rows x columns of whole cells. */
  float[] centred() {
    return centred(wide(), 0, high());
  }

  /**
   * Some rows of the frame with its last column and row repeated as often as need be.
   *
   * @param columns not fewer than the frame has
   * @param first the first row
   * @param rows how many there are to be
   */
  float[] centred(int columns, int first, int rows) {
    float[] centred = new float[PLANES * rows * columns];
    for (int c = 0; c < PLANES; c++) {
      for (int row = 0; row < rows; row++) {
        int from = Math.min(first + row, high() - 1) * wide();
        int to = (c * rows + row) * columns;
        for (int x = 0; x < columns; x++) {
          centred[to + x] = planes[c][from + Math.min(x, wide() - 1)] - CENTRE;
        }
      }
    }
    return centred;
  }

  /** The low 16 bits of CRC-32C of the samples, plane by plane, row by row, a byte each. */
  int check() {
    CRC32C crc = new CRC32C();
    byte[] line = new byte[width];
    for (short[] plane : planes) {
      for (int row = 0; row < height; row++) {
        int from = row * wide();
        for (int x = 0; x < width; x++) {
          line[x] = (byte) plane[from + x];
        }
        crc.update(line);
      }
    }
    return (int) crc.getValue() & 0xFFFF;
  }

  /** Sum of the squared differences of all samples but those that it was made up with. */
  long squaredError(FramePlanes other) {
    long sum = 0;
    for (int c = 0; c < PLANES; c++) {
      short[] a = planes[c];
      short[] b = other.planes[c];
      for (int row = 0; row < height; row++) {
        int from = row * wide();
        int ofRow = 0; // at most 16384 squares of 255
        for (int i = from; i < from + width; i++) {
          int difference = a[i] - b[i];
          ofRow += difference * difference;
        }
        sum += ofRow;
      }
    }
    return sum;
  }

  /** Luma of 0 to 255 of whole cells: rows x columns. */
  short[] luma() {
    short[] luma = new short[pixels()];
    for (int i = 0; i < luma.length; i++) {
      luma[i] = (short) (77 * planes[0][i] + 150 * planes[1][i] + 29 * planes[2][i] + 128 >> 8);
    }
    return luma;
  }

  /**
   * The squared differences of the samples of a square, those that it is made up with included.
   *
   * @param centred the other frame: planes x rows x columns of whole cells, samples less 128
   */
  int squaredError(float[] centred, int x, int y, int side) {
    int sum = 0;
    for (int c = 0; c < PLANES; c++) {
      for (int row = y; row < y + side; row++) {
        for (int i = row * wide() + x; i < row * wide() + x + side; i++) {
          int difference = planes[c][i] - CENTRE - (int) centred[c * pixels() + i];
          sum += difference * difference;
        }
      }
    }
    return sum;
  }

  /**
   * Sums of the squared differences of the samples of each cell, without those that it was made up
   * with.
   *
   * @param centred the other frame: planes x rows x columns of whole cells, samples less 128
   */
  double[] squaredErrors(float[] centred) {
    double[] errors = new double[block.cells()];
    for (int c = 0; c < PLANES; c++) {
      for (int row = 0; row < height; row++) {
        int from = row * wide();
        int cells = row / CellBlock.CELL * block.width();
        for (int x = 0; x < width; x++) {
          float difference = planes[c][from + x] - CENTRE - centred[c * pixels() + from + x];
          errors[cells + x / CellBlock.CELL] += difference * difference;
        }
      }
    }
    return errors;
  }
}
