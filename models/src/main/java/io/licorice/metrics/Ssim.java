package io.licorice.metrics;

import io.licorice.codec.Picture;

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004).
 *
 * <p>An 11x11 Gaussian window of sigma 1.5, K1 = 0.01, K2 = 0.03 and a peak of 2^bitDepth - 1,
 * averaged over all windows that lie inside the picture; the value of a colour picture is the mean
 * of its channels' values. In a picture narrower or lower than 11 pixels the window is as narrow or
 * low as the picture. Stateless, so safe for use by several threads.
 */
public final class Ssim {
  private Ssim() {}

  /**
   * Compares two pictures.
   *
   * @param a a picture
   * @param b a picture of the same size, channels and bit depth
   * @return -1 to 1; 1 if the pictures are identical
   * @throws IllegalArgumentException if the pictures are not of one kind
   */
  public static double of(Picture a, Picture b) {
    Samples.requireSameKind(a, b);
    double sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      float[] planeA = Samples.plane(a, c);
      float[] planeB = Samples.plane(b, c);
      sum += Similarity.of(planeA, planeB, a.width(), a.height(), Samples.peak(a)).ssim();
    }
    return sum / a.channels();
  }
}
