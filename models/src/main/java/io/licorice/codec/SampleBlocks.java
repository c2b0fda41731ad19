package io.licorice.codec;

import java.io.IOException;
import java.util.Arrays;

/** Converts between samples and the networks' planes of floats in -0.5..0.5. */
final class SampleBlocks {
  private SampleBlocks() {}

  /**
   * Reads a block that may reach over the right and lower edge, where the last samples repeat.
   *
   * @return three planes of width x height; gray is given three times
   */
  static float[] read(PictureSource source, int x, int y, int width, int height)
      throws IOException {
    int inWidth = Math.min(width, source.width() - x);
    int inHeight = Math.min(height, source.height() - y);
    Picture part = source.read(new Region(x, y, inWidth, inHeight));
    float scale = 1f / ((1 << source.bitDepth()) - 1);
    float[] out = new float[3 * width * height];
    for (int c = 0; c < 3; c++) {
      short[] plane = part.plane(Math.min(c, part.channels() - 1));
      for (int row = 0; row < height; row++) {
        int from = Math.min(row, inHeight - 1) * inWidth;
        int to = (c * height + row) * width;
        for (int column = 0; column < inWidth; column++) {
          out[to + column] = (plane[from + column] & 0xFFFF) * scale - 0.5f;
        }
        float last = out[to + inWidth - 1];
        for (int column = inWidth; column < width; column++) {
          out[to + column] = last;
        }
      }
    }
    return out;
  }

  /**
   * Writes a part of a block into a picture.
   *
   * @param block three planes of blockWidth x blockHeight
   * @param blockX the block's left edge in the coordinates of part
   * @param blockY the block's upper edge in the coordinates of part
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
      Region part,
      Picture target,
      int targetX,
      int targetY) {
    int blockPlane = block.length / 3;
    int peak = (1 << target.bitDepth()) - 1;
    for (int row = 0; row < part.height(); row++) {
      int from = (part.y() - blockY + row) * blockWidth + part.x() - blockX;
      int to = (part.y() - targetY + row) * target.width() + part.x() - targetX;
      if (target.channels() == 1) {
        short[] plane = target.plane(0);
        for (int i = 0; i < part.width(); i++) {
          float sum =
              block[from + i] + block[from + i + blockPlane] + block[from + i + 2 * blockPlane];
          plane[to + i] = sample(sum * (1f / 3f), peak);
        }
      } else {
        for (int c = 0; c < 3; c++) {
          short[] plane = target.plane(c);
          for (int i = 0; i < part.width(); i++) {
            plane[to + i] = sample(block[from + i + c * blockPlane], peak);
          }
        }
      }
    }
  }

  private static short sample(float value, int peak) {
    int rounded = (int) ((value + 0.5f) * peak + 0.5f);
    return (short) Math.max(0, Math.min(rounded, peak));
  }

  /** Fills pixels with middle gray. */
  static void fill(Region part, Picture target, int targetX, int targetY) {
    short gray = (short) (1 << (target.bitDepth() - 1));
    for (int c = 0; c < target.channels(); c++) {
      for (int row = 0; row < part.height(); row++) {
        int to = (part.y() - targetY + row) * target.width() + part.x() - targetX;
        Arrays.fill(target.plane(c), to, to + part.width(), gray);
      }
    }
  }
}
