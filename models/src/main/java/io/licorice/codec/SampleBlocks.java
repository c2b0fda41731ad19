package io.licorice.codec;

import java.io.IOException;
import java.util.Arrays;

/** Converts between samples and the networks' planes of floats in -0.5..0.5. */
final class SampleBlocks {
  private static final int CELL = QualityMap.CELL;
  private static final short[] ALL_SEEN = {};

  private SampleBlocks() {}

  /** Shows every sample. */
  static final Hidden NOTHING_HIDDEN = (x, y) -> false;

  /** Tells which pixels nobody will see as the networks make them. */
  interface Hidden {
    boolean isHidden(int x, int y);

    /** Whether the cell of a pixel is shown as its mean colour. */
    default boolean isFlat(int x, int y) {
      return false;
    }
  }

  /**
   * Reads a block that may reach over the right and lower edge, where the last samples repeat.
   *
   * @param hidden pixels of the picture that get values which cost little
   * @return three planes of width x height; gray is given three times
   */
  static float[] read(
      PictureSource source, SampleRange range, Hidden hidden, int x, int y, int width, int height)
      throws IOException {
    int inWidth = Math.min(width, source.width() - x);
    int inHeight = Math.min(height, source.height() - y);
    Picture part = source.read(new Region(x, y, inWidth, inHeight));
    short[] seen = seen(part, hidden, x, y);
    float scale = 1f / range.span();
    float[] out = new float[3 * width * height];
    for (int c = 0; c < 3; c++) {
      short[] plane = part.plane(Math.min(c, SampleRange.colours(part) - 1));
      int start = c * height * width;
      for (int row = 0; row < inHeight; row++) {
        int from = row * inWidth;
        int to = start + row * width;
        for (int column = 0; column < inWidth; column++) {
          out[to + column] = ((plane[from + column] & 0xFFFF) - range.low()) * scale - 0.5f;
        }
      }
      flatten(out, start, width, inWidth, inHeight, hidden, x, y);
      if (seen.length > 0) {
        new HiddenFill(out, width, inWidth, inHeight, seen).fill(start);
      }
      repeatLast(out, start, width, height, inWidth, inHeight);
    }
    return out;
  }

  /** Gives cells their mean colour, in a block that begins with a cell. */
  private static void flatten(
      float[] out, int start, int stride, int width, int height, Hidden hidden, int x, int y) {
    if (hidden == NOTHING_HIDDEN) {
      return;
    }
    for (int row = 0; row < height; row += CELL) {
      for (int column = 0; column < width; column += CELL) {
        if (hidden.isFlat(x + column, y + row)) {
          int right = Math.min(column + CELL, width);
          int bottom = Math.min(row + CELL, height);
          float sum = 0;
          for (int r = row; r < bottom; r++) {
            for (int i = start + r * stride + column; i < start + r * stride + right; i++) {
              sum += out[i];
            }
          }
          float mean = sum / ((right - column) * (bottom - row));
          for (int r = row; r < bottom; r++) {
            Arrays.fill(out, start + r * stride + column, start + r * stride + right, mean);
          }
        }
      }
    }
  }

  /** Zeros where a pixel is transparent or hidden; empty if none can be. */
  private static short[] seen(Picture part, Hidden hidden, int left, int top) {
    short[] alpha = part.hasAlpha() ? part.plane(part.channels() - 1) : ALL_SEEN;
    if (hidden == NOTHING_HIDDEN) {
      return alpha;
    }
    short[] seen = new short[part.width() * part.height()];
    for (int i = 0; i < seen.length; i++) {
      boolean out = hidden.isHidden(left + i % part.width(), top + i / part.width());
      seen[i] = out ? 0 : alpha == ALL_SEEN ? 1 : alpha[i];
    }
    return seen;
  }

  private static void repeatLast(
      float[] out, int start, int width, int height, int inWidth, int inHeight) {
    for (int row = 0; row < height; row++) {
      int to = start + row * width;
      if (row >= inHeight) {
        System.arraycopy(out, to - width, out, to, width);
      } else {
        Arrays.fill(out, to + inWidth, to + width, out[to + inWidth - 1]);
      }
    }
  }

  /**
   * Writes a part of a block into a picture.
   *
   * @param block three planes of blockWidth x blockHeight
   * @param blockX the block's left edge in the coordinates of part
   * @param blockY the block's upper edge in the coordinates of part
   * @param range what the block's -0.5 and 0.5 stand for
   * @param part the pixels to write, inside the block
   * @param target receives them
   * @param targetX left edge of the target in the coordinates of part
   * @param targetY upper edge of the target in the coordinates of part
   */
  static void write(
      float[] block,
      int blockX,
      int blockY,
      int blockWidth,
      SampleRange range,
      Region part,
      Picture target,
      int targetX,
      int targetY) {
    int blockPlane = block.length / 3;
    for (int row = 0; row < part.height(); row++) {
      int from = (part.y() - blockY + row) * blockWidth + part.x() - blockX;
      int to = (part.y() - targetY + row) * target.width() + part.x() - targetX;
      if (SampleRange.colours(target) == 1) {
        short[] plane = target.plane(0);
        for (int i = 0; i < part.width(); i++) {
          float sum =
              block[from + i] + block[from + i + blockPlane] + block[from + i + 2 * blockPlane];
          plane[to + i] = sample(sum * (1f / 3f), range);
        }
      } else {
        for (int c = 0; c < 3; c++) {
          short[] plane = target.plane(c);
          for (int i = 0; i < part.width(); i++) {
            plane[to + i] = sample(block[from + i + c * blockPlane], range);
          }
        }
      }
    }
  }

  private static short sample(float value, SampleRange range) {
    int height = range.high() - range.low();
    int rounded = (int) ((value + 0.5f) * height + 0.5f);
    return (short) (range.low() + Math.max(0, Math.min(rounded, height)));
  }

  /** Fills pixels with middle gray, and alpha with the largest sample. */
  static void fill(Region part, Picture target, int targetX, int targetY) {
    short gray = (short) (1 << (target.bitDepth() - 1));
    short opaque = (short) ((1 << target.bitDepth()) - 1);
    for (int c = 0; c < target.channels(); c++) {
      short value = target.hasAlpha() && c == target.channels() - 1 ? opaque : gray;
      for (int row = 0; row < part.height(); row++) {
        int to = (part.y() - targetY + row) * target.width() + part.x() - targetX;
        Arrays.fill(target.plane(c), to, to + part.width(), value);
      }
    }
  }

  /**
   * Copies samples of a part of a picture.
   *
   * @param samples planes of the part
   * @param first channel of the first plane
   * @param part where the samples belong
   * @param target receives them
   * @param targetX left edge of the target in the coordinates of part
   * @param targetY upper edge of the target in the coordinates of part
   */
  static void copy(
      short[][] samples, int first, Region part, Picture target, int targetX, int targetY) {
    for (int c = 0; c < samples.length; c++) {
      for (int row = 0; row < part.height(); row++) {
        int to = (part.y() - targetY + row) * target.width() + part.x() - targetX;
        int from = row * part.width();
        System.arraycopy(samples[c], from, target.plane(first + c), to, part.width());
      }
    }
  }
}
