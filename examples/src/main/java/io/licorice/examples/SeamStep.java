package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.codec.QualityMap;

/**
 * How far samples are apart that lie on both sides of a region's border: what an eye takes for a
 * seam where it is more than in the picture itself.
 */
final class SeamStep {
  private static final int CELL = QualityMap.CELL;

  private final Picture mask;
  private final int columns;
  private final boolean[] inside;

  /** The border of the cells that a mask touches. */
  SeamStep(Picture mask) {
    this.mask = mask;
    this.columns = (mask.width() - 1) / CELL + 1;
    this.inside = new boolean[columns * ((mask.height() - 1) / CELL + 1)];
    for (int i = 0; i < mask.plane(0).length; i++) {
      inside[cell(i % mask.width(), i / mask.width())] |= mask.plane(0)[i] != 0;
    }
  }

  private int cell(int x, int y) {
    return y / CELL * columns + x / CELL;
  }

  /** The mean difference across the border, in 255ths of the range; NaN without a border. */
  double of(Picture picture) {
    double sum = 0;
    long count = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        boolean here = inside[cell(x, y)];
        if (x > 0 && inside[cell(x - 1, y)] != here) {
          sum += difference(picture, x, y, 1);
          count++;
        }
        if (y > 0 && inside[cell(x, y - 1)] != here) {
          sum += difference(picture, x, y, mask.width());
          count++;
        }
      }
    }
    return sum / count;
  }

  private static double difference(Picture picture, int x, int y, int back) {
    int colours = picture.channels() - (picture.hasAlpha() ? 1 : 0);
    int i = y * picture.width() + x;
    double sum = 0;
    for (int c = 0; c < colours; c++) {
      sum += Math.abs((picture.plane(c)[i] & 0xFFFF) - (picture.plane(c)[i - back] & 0xFFFF));
    }
    return 255 * sum / colours / ((1 << picture.bitDepth()) - 1);
  }
}
