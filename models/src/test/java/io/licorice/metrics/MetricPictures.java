package io.licorice.metrics;

import io.licorice.codec.Picture;
import java.util.Arrays;

/** Pictures by an integer formula, which a script in another language can repeat. */
final class MetricPictures {
  private MetricPictures() {}

  /** Smooth waves plus a pseudo-random error of at most {@code noise}. */
  static Picture waves(int width, int height, int channels, int bitDepth, int noise) {
    Picture picture = Picture.blank(width, height, channels, bitDepth);
    int peak = (1 << bitDepth) - 1;
    for (int c = 0; c < channels; c++) {
      short[] plane = picture.plane(c);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int wave = (x * x * 3 + y * y * 5 + x * y * 2 + c * 1000) / 37 % (2 * peak);
          int value = wave > peak ? 2 * peak - wave : wave;
          int random = (x * 31 + y * 17 + c * 7) * (x + 3 * y + 1) % (2 * noise + 1) - noise;
          plane[y * width + x] = (short) Math.max(0, Math.min(peak, value + random));
        }
      }
    }
    return picture;
  }

  static Picture flat(int width, int height, int bitDepth, int... values) {
    Picture picture = Picture.blank(width, height, values.length, bitDepth);
    for (int c = 0; c < values.length; c++) {
      Arrays.fill(picture.plane(c), (short) values[c]);
    }
    return picture;
  }
}
