package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.codec.Region;

/** Finds the part of a picture where there is most to see. */
final class DetailWindow {
  private static final int STEP = 16;

  private DetailWindow() {}

  /**
   * The window with the largest differences between neighbours; the whole picture where it is
   * smaller than the window.
   */
  static Region of(Picture picture, int windowWidth, int windowHeight) {
    int width = Math.min(windowWidth, picture.width());
    int height = Math.min(windowHeight, picture.height());
    long[] sums = sums(picture);
    int stride = picture.width() + 1;
    long most = -1;
    Region best = new Region(0, 0, width, height);
    for (int y = 0; y + height <= picture.height(); y += STEP) {
      for (int x = 0; x + width <= picture.width(); x += STEP) {
        int upper = y * stride + x;
        int lower = upper + height * stride;
        long detail = sums[lower + width] - sums[lower] - sums[upper + width] + sums[upper];
        if (detail > most) {
          most = detail;
          best = new Region(x, y, width, height);
        }
      }
    }
    return best;
  }

  /** Sums of the differences over all that is above and to the left, with a border of zeros. */
  private static long[] sums(Picture picture) {
    int width = picture.width();
    int stride = width + 1;
    short[] plane = picture.plane(picture.channels() < 3 ? 0 : 1);
    long[] sums = new long[stride * (picture.height() + 1)];
    for (int y = 0; y < picture.height(); y++) {
      long row = 0;
      for (int x = 0; x < width; x++) {
        int sample = plane[y * width + x] & 0xFFFF;
        int left = x == 0 ? sample : plane[y * width + x - 1] & 0xFFFF;
        int above = y == 0 ? sample : plane[(y - 1) * width + x] & 0xFFFF;
        row += Math.abs(sample - left) + Math.abs(sample - above);
        sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
      }
    }
    return sums;
  }
}
