package io.licorice.lossless;

import java.util.SplittableRandom;

/** Generated planes of all sorts. */
public final class LosslessSamples {
  /** Kinds of content. */
  public enum Kind {
    /** All samples alike. */
    CONSTANT,
    /** Any sample is as likely as any other. */
    NOISE,
    /** Shades with a little noise, planes alike. */
    PHOTO,
    /** A few colours in blocks. */
    DRAWING,
    /** Every seventh sample of the range only. */
    SPARSE,
    /** The smallest and the largest sample. */
    EXTREMES
  }

  private LosslessSamples() {}

  /** Planes that depend on nothing but the arguments. */
  public static short[][] planes(
      Kind kind, int planes, int width, int height, int bitDepth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int largest = (1 << bitDepth) - 1;
    short[][] samples = new short[planes][width * height];
    int constant = random.nextInt(largest + 1);
    double phase = random.nextDouble() * 6;
    for (int i = 0; i < width * height; i++) {
      int x = i % width;
      int y = i / width;
      int block = (x / 5 * 7 + y / 9 * 13 + (int) seed) & 3;
      double shade = 0.5 + 0.3 * Math.sin(x / 17.0 + phase) + 0.15 * Math.cos(y / 11.0);
      for (int c = 0; c < planes; c++) {
        int third = largest * ((block + c) & 3) / 3;
        double value =
            switch (kind) {
              case CONSTANT -> constant;
              case NOISE -> random.nextInt(largest + 1);
              case PHOTO ->
                  largest * (shade + 0.02 * c * Math.sin(y / 31.0))
                      + (random.nextDouble() - 0.5) * (largest / 64.0 + 1);
              case DRAWING -> third;
              case SPARSE -> random.nextInt(largest / 7 + 1) * 7;
              case EXTREMES -> random.nextInt(8) == 0 ? largest : 0;
            };
        samples[c][i] = (short) Math.max(0, Math.min(largest, (int) value));
      }
    }
    return samples;
  }
}
