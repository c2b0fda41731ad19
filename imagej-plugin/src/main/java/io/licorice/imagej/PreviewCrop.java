package io.licorice.imagej;

import io.licorice.codec.QualityMap;
import java.awt.Rectangle;

/** The part of a plane that a preview shows. */
final class PreviewCrop {
  /** Its longest side. */
  static final int SIDE = 512;

  private PreviewCrop() {}

  /**
   * Chooses the part around the regions that the user sees, else around what the user sees.
   *
   * @param visible the part of the plane in its window
   * @param regions a rectangle with all regions of the plane, or an empty one
   * @return a rectangle that begins with a cell of quality maps
   */
  static Rectangle of(int width, int height, Rectangle visible, Rectangle regions) {
    Rectangle seen = visible.intersection(regions);
    Rectangle around = seen.isEmpty() ? visible : seen;
    int x = start(around.getCenterX(), width);
    int y = start(around.getCenterY(), height);
    return new Rectangle(x, y, Math.min(SIDE, width - x), Math.min(SIDE, height - y));
  }

  private static int start(double centre, int side) {
    int last = (side - 1) / QualityMap.CELL * QualityMap.CELL - SIDE + QualityMap.CELL;
    int first = (int) (centre - SIDE / 2.0) / QualityMap.CELL * QualityMap.CELL;
    return Math.max(0, Math.min(first, last));
  }
}
