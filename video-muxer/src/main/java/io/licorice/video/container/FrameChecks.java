package io.licorice.video.container;

import io.licorice.codec.Picture;

/** Refuses frames of another size or kind than a video's. */
final class FrameChecks {
  private FrameChecks() {}

  static void check(Picture picture, int width, int height) {
    if (picture.width() != width
        || picture.height() != height
        || picture.channels() != 3
        || picture.bitDepth() != 8) {
      throw new IllegalArgumentException(
          "frames of %dx%d, 3 x 8 bit expected, found %s".formatted(width, height, picture));
    }
  }
}
