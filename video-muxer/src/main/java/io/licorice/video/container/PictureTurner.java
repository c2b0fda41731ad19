package io.licorice.video.container;

import io.licorice.codec.Picture;

/** Turns pictures clockwise by quarters. */
final class PictureTurner {
  private PictureTurner() {}

  /**
   * Turns a picture.
   *
   * @param degrees 0, 90, 180 or 270
   */
  static Picture turn(Picture picture, int degrees) {
    if (degrees == 0) {
      return picture;
    }
    boolean isSwapped = degrees != 180;
    int width = isSwapped ? picture.height() : picture.width();
    int height = isSwapped ? picture.width() : picture.height();
    short[][] planes = new short[picture.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = turn(picture.plane(c), picture.width(), width, height, degrees);
    }
    return new Picture(width, height, picture.bitDepth(), planes);
  }

  private static short[] turn(short[] from, int stride, int width, int height, int degrees) {
    short[] to = new short[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source =
            switch (degrees) {
              case 90 -> (width - 1 - x) * stride + y;
              case 180 -> (height - 1 - y) * stride + width - 1 - x;
              default -> x * stride + height - 1 - y;
            };
        to[y * width + x] = from[source];
      }
    }
    return to;
  }
}
