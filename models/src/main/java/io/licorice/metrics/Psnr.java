package io.licorice.metrics;

import io.licorice.codec.Picture;

/**
 * Peak signal-to-noise ratio.
 *
 * <p>The squared error is averaged over all samples of all channels jointly, which for a colour
 * picture is the "PSNR over RGB" of the literature. Stateless, so safe for use by several threads.
 */
public final class Psnr {
  private Psnr() {}

  /**
   * Compares two pictures: 10 log10(peak^2 / mean squared error), with a peak of 2^bitDepth - 1.
   *
   * @param a a picture
   * @param b a picture of the same size, channels and bit depth
   * @return decibels; positive infinity if the pictures are identical
   * @throws IllegalArgumentException if the pictures are not of one kind
   */
  public static double of(Picture a, Picture b) {
    Samples.requireSameKind(a, b);
    double sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      sum += squaredError(a.plane(c), b.plane(c));
    }
    double mean = sum / ((double) a.channels() * a.width() * a.height());
    double peak = Samples.peak(a);
    return 10 * Math.log10(peak * peak / mean);
  }

  /** Sums in blocks, because the squares of 16-bit samples would overflow a long in the end. */
  private static double squaredError(short[] a, short[] b) {
    int block = 1 << 20;
    double sum = 0;
    for (int from = 0; from < a.length; from += block) {
      int to = Math.min(a.length, from + block);
      long part = 0;
      for (int i = from; i < to; i++) {
        long difference = (long) (a[i] & 0xFFFF) - (b[i] & 0xFFFF);
        part += difference * difference;
      }
      sum += part;
    }
    return sum;
  }
}
