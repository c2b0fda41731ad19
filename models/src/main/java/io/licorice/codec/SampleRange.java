package io.licorice.codec;

import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import java.io.IOException;

/**
 * The samples between which the networks see a picture.
 *
 * @param low the sample that they see as -0.5
 * @param high the sample that they see as 0.5, not below {@code low}
 */
record SampleRange(int low, int high) {
  static SampleRange of(LicHeader header) {
    return new SampleRange(header.low(), header.high());
  }

  /** All samples of 8 bits; for other depths, what occurs in the picture's colours. */
  static SampleRange of(PictureSource source, TileGrid grid, CodecListener listener)
      throws IOException {
    if (source.bitDepth() == 8) {
      return new SampleRange(0, 255);
    }
    int low = Integer.MAX_VALUE;
    int high = 0;
    for (int t = 0; t < grid.count(); t++) {
      Progress.checkCancelled(listener);
      Region tile = new Region(grid.x(t), grid.y(t), grid.tileWidth(t), grid.tileHeight(t));
      Picture part = source.read(tile);
      for (int c = 0; c < colours(part); c++) {
        for (short sample : part.plane(c)) {
          low = Math.min(low, sample & 0xFFFF);
          high = Math.max(high, sample & 0xFFFF);
        }
      }
    }
    return new SampleRange(low, high);
  }

  static int colours(PictureSource picture) {
    return picture.channels() - (picture.hasAlpha() ? 1 : 0);
  }

  /** What {@link #low} and {@link #high} lie apart, at least 1. */
  int span() {
    return Math.max(1, high - low);
  }
}
