package io.licorice.metrics;

import io.licorice.codec.Picture;

/** What the measures share: the check that two pictures can be compared, and samples as floats. */
final class Samples {
  private Samples() {}

  static void requireSameKind(Picture a, Picture b) {
    if (a.width() != b.width()
        || a.height() != b.height()
        || a.channels() != b.channels()
        || a.bitDepth() != b.bitDepth()) {
      throw new IllegalArgumentException("pictures of one kind expected, found " + a + " and " + b);
    }
  }

  /** The largest sample value. */
  static double peak(Picture picture) {
    return (1 << picture.bitDepth()) - 1;
  }

  static float[] plane(Picture picture, int channel) {
    short[] plane = picture.plane(channel);
    float[] samples = new float[plane.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = plane[i] & 0xFFFF;
    }
    return samples;
  }

  /**
   * Means of 2x2 samples; an odd last column or row is repeated. Exact for 16-bit samples down to a
   * sixteenth of the size: 16 bits and two more a step just fill a float's 24.
   */
  static float[] halve(float[] plane, int width, int height) {
    int halfWidth = (width + 1) / 2;
    int halfHeight = (height + 1) / 2;
    float[] half = new float[halfWidth * halfHeight];
    for (int y = 0; y < halfHeight; y++) {
      int upper = 2 * y * width;
      int lower = Math.min(2 * y + 1, height - 1) * width;
      for (int x = 0; x < halfWidth; x++) {
        int left = 2 * x;
        int right = Math.min(left + 1, width - 1);
        float sum =
            plane[upper + left] + plane[upper + right] + plane[lower + left] + plane[lower + right];
        half[y * halfWidth + x] = sum / 4;
      }
    }
    return half;
  }
}
