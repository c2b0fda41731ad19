package io.licorice.video.container;

import io.licorice.codec.Picture;

/**
 * Turns frames of luma and colour differences into red, green and blue of 8 bits. A colour sample
 * holds for all of its pixels, as ffmpeg has it unless it is asked for better. Immutable.
 */
final class YuvToRgb {
  private static final int POINT = 16;
  private static final int HALF = 1 << POINT - 1;

  private final YuvLayout layout;
  private final int[] luma;
  private final int[] redOfCr;
  private final int[] greenOfCr;
  private final int[] greenOfCb;
  private final int[] blueOfCb;
  private final int drop;

  YuvToRgb(YuvLayout layout) {
    this.layout = layout;
    // Two bits more than the result has are enough; so tables stay small.
    this.drop = Math.max(0, layout.bits() - 10);
    int bits = layout.bits() - drop;
    double unit = 1 << bits - 8;
    boolean isFull = layout.isFullRange();
    double most = (1 << bits) - 1;
    double black = isFull ? 0 : 16 * unit;
    double lumaScale = 255 / (isFull ? most : 219 * unit);
    double middle = 128 * unit;
    double scale = 255 / (isFull ? most : 224 * unit);
    ColourMatrix m = layout.matrix();
    luma = table(bits, black, lumaScale);
    redOfCr = table(bits, middle, scale * 2 * (1 - m.red()));
    blueOfCb = table(bits, middle, scale * 2 * (1 - m.blue()));
    greenOfCr = table(bits, middle, -scale * 2 * (1 - m.red()) * m.red() / m.green());
    greenOfCb = table(bits, middle, -scale * 2 * (1 - m.blue()) * m.blue() / m.green());
  }

  private static int[] table(int bits, double zero, double scale) {
    int[] table = new int[1 << bits];
    for (int i = 0; i < table.length; i++) {
      table[i] = (int) Math.round((i - zero) * scale * (1 << POINT));
    }
    return table;
  }

  /**
   * A plane as it lies in memory.
   *
   * @param bytes the samples
   * @param stride bytes from one row to the next
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Plane(byte[] bytes, int stride) {}

  Picture convert(Plane y, Plane cb, Plane cr) {
    int width = layout.width();
    int height = layout.height();
    short[] red = new short[width * height];
    short[] green = new short[width * height];
    short[] blue = new short[width * height];
    for (int row = 0; row < height; row++) {
      int out = row * width;
      for (int x = 0; x < width; x++, out++) {
        int light = luma[sample(y, row, x)] + HALF;
        if (layout.isGray()) {
          red[out] = clip(light);
          green[out] = red[out];
          blue[out] = red[out];
          continue;
        }
        int b = sample(cb, row >> layout.shiftY(), x >> layout.shiftX());
        int r = sample(cr, row >> layout.shiftY(), x >> layout.shiftX());
        red[out] = clip(light + redOfCr[r]);
        green[out] = clip(light + greenOfCr[r] + greenOfCb[b]);
        blue[out] = clip(light + blueOfCb[b]);
      }
    }
    return new Picture(width, height, 8, red, green, blue);
  }

  private int sample(Plane plane, int row, int x) {
    int at = row * plane.stride();
    if (layout.bits() == 8) {
      return plane.bytes()[at + x] & 0xFF;
    }
    int value = plane.bytes()[at + 2 * x] & 0xFF | (plane.bytes()[at + 2 * x + 1] & 0xFF) << 8;
    return (value & (1 << layout.bits()) - 1) >> drop;
  }

  private static short clip(int value) {
    return (short) Math.max(0, Math.min(255, value >> POINT));
  }
}
