package io.licorice.imagej;

import ij.gui.Roi;
import ij.process.ByteProcessor;
import java.awt.Rectangle;

/** The pixels of a plane that regions of interest have inside. */
final class RoiMask {
  static final int INSIDE = 255;

  private final ByteProcessor pixels;

  RoiMask(int width, int height) {
    this.pixels = new ByteProcessor(width, height);
    pixels.setValue(INSIDE);
  }

  void add(Roi roi) {
    pixels.fill(roi);
  }

  boolean has(int x, int y) {
    return pixels.get(x, y) != 0;
  }

  /** The number of pixels of a part, which may reach beyond the plane, that are inside. */
  long count(Rectangle part) {
    Rectangle known = part.intersection(new Rectangle(pixels.getWidth(), pixels.getHeight()));
    long count = 0;
    for (int y = known.y; y < known.y + known.height; y++) {
      for (int x = known.x; x < known.x + known.width; x++) {
        count += has(x, y) ? 1 : 0;
      }
    }
    return count;
  }

  /** A part of the plane, {@link #INSIDE} or 0. */
  ByteProcessor pixels(Rectangle part) {
    pixels.setRoi(part);
    ByteProcessor cropped = (ByteProcessor) pixels.crop();
    pixels.resetRoi();
    return cropped;
  }
}
