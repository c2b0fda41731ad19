package io.licorice.video.container;

import io.licorice.codec.Picture;

/**
 * Turns red, green and blue of 8 bits into luma and colour differences of 8 bits and limited range;
 * a colour sample is the mean of its pixels. Immutable.
 */
final class RgbToYuv {
  private static final int POINT = 16;

  private final YuvLayout layout;
  private final int[] toLuma;
  private final int[] toCb;
  private final int[] toCr;

  RgbToYuv(YuvLayout layout) {
    this.layout = layout;
    ColourMatrix m = layout.matrix();
    double luma = 219.0 / 255;
    double chroma = 224.0 / 255 / 2;
    toLuma = fixed(m.red() * luma, m.green() * luma, m.blue() * luma);
    double cb = chroma / (1 - m.blue());
    toCb = fixed(-m.red() * cb, -m.green() * cb, (1 - m.blue()) * cb);
    double cr = chroma / (1 - m.red());
    toCr = fixed((1 - m.red()) * cr, -m.green() * cr, -m.blue() * cr);
  }

  private static int[] fixed(double red, double green, double blue) {
    return new int[] {
      (int) Math.round(red * (1 << POINT)),
      (int) Math.round(green * (1 << POINT)),
      (int) Math.round(blue * (1 << POINT))
    };
  }

  /** Luma, then the two colour differences, each row by row without gaps. */
  byte[][] convert(Picture picture) {
    return new byte[][] {luma(picture), chroma(picture, toCb), chroma(picture, toCr)};
  }

  private byte[] luma(Picture picture) {
    byte[] out = new byte[layout.width() * layout.height()];
    short[] red = picture.plane(0);
    short[] green = picture.plane(1);
    short[] blue = picture.plane(2);
    int zero = (16 << POINT) + (1 << POINT - 1);
    for (int i = 0; i < out.length; i++) {
      int sum = toLuma[0] * red[i] + toLuma[1] * green[i] + toLuma[2] * blue[i];
      out[i] = (byte) (sum + zero >> POINT);
    }
    return out;
  }

  private byte[] chroma(Picture picture, int[] weights) {
    int width = layout.chromaWidth();
    byte[] out = new byte[width * layout.chromaHeight()];
    for (int y = 0; y < layout.chromaHeight(); y++) {
      for (int x = 0; x < width; x++) {
        out[y * width + x] = (byte) mean(picture, x, y, weights);
      }
    }
    return out;
  }

  private int mean(Picture picture, int x, int y, int[] weights) {
    int right = Math.min(layout.width(), x + 1 << layout.shiftX());
    int bottom = Math.min(layout.height(), y + 1 << layout.shiftY());
    long sum = 0;
    int count = 0;
    for (int row = y << layout.shiftY(); row < bottom; row++) {
      for (int column = x << layout.shiftX(); column < right; column++) {
        int at = row * layout.width() + column;
        sum += (long) weights[0] * picture.plane(0)[at];
        sum += (long) weights[1] * picture.plane(1)[at];
        sum += (long) weights[2] * picture.plane(2)[at];
        count++;
      }
    }
    long value = Math.floorDiv(2 * sum + (long) count * (1 << POINT), 2L * count << POINT) + 128;
    return (int) Math.max(0, Math.min(255, value));
  }
}
