package io.licorice.metrics;

import io.licorice.codec.Picture;

/**
 * Multi-scale structural similarity (Wang, Simoncelli and Bovik 2003).
 *
 * <p>Five scales with the weights 0.0448, 0.2856, 0.3001, 0.2363 and 0.1333; each scale is half the
 * size of the one before, by means of 2x2 pixels (an odd last column or row is repeated). Windows
 * and constants are those of {@link Ssim}. As is usual where learned codecs are compared, the value
 * is computed for each of red, green and blue on its own, a negative mean of a scale counts as 0,
 * and the three values are averaged.
 *
 * <p>Five scales need a picture whose smaller side exceeds 160 pixels. A smaller picture has as
 * many scales as its smaller side exceeds 80, 40, 20 and 10 pixels (at least one), with their
 * weights divided by their sum; with one scale the value is that of {@link Ssim}, channel by
 * channel. Values with different numbers of scales do not compare.
 *
 * <p>Stateless, so safe for use by several threads.
 */
public final class MsSsim {
  private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

  private MsSsim() {}

  /**
   * Compares two pictures.
   *
   * @param a a picture
   * @param b a picture of the same size, channels and bit depth
   * @return 0 to 1; 1 if the pictures are identical
   * @throws IllegalArgumentException if the pictures are not of one kind
   */
  public static double of(Picture a, Picture b) {
    Samples.requireSameKind(a, b);
    double sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      sum += ofChannel(a, b, c);
    }
    return sum / a.channels();
  }

  /**
   * Stretches the scale near 1, where all good codecs are: -10 log10(1 - value).
   *
   * @param value a multi-scale structural similarity, or a mean of several
   * @return decibels; positive infinity for 1
   */
  public static double toDecibels(double value) {
    return -10 * Math.log10(1 - value);
  }

  /** The number of scales for a picture: one more for each halving that leaves a whole window. */
  static int scales(int width, int height) {
    int smaller = Math.min(width, height);
    int scales = 1;
    while (scales < WEIGHTS.length && smaller > (Similarity.WINDOW - 1) << scales) {
      scales++;
    }
    return scales;
  }

  private static double ofChannel(Picture a, Picture b, int channel) {
    float[] planeA = Samples.plane(a, channel);
    float[] planeB = Samples.plane(b, channel);
    int width = a.width();
    int height = a.height();
    int scales = scales(width, height);
    double weights = 0;
    for (int s = 0; s < scales; s++) {
      weights += WEIGHTS[s];
    }
    double product = 1;
    for (int s = 0; s < scales; s++) {
      if (s > 0) {
        planeA = Samples.halve(planeA, width, height);
        planeB = Samples.halve(planeB, width, height);
        width = (width + 1) / 2;
        height = (height + 1) / 2;
      }
      Similarity similarity = Similarity.of(planeA, planeB, width, height, Samples.peak(a));
      double mean = s == scales - 1 ? similarity.ssim() : similarity.contrast();
      product *= Math.pow(Math.max(0, mean), WEIGHTS[s] / weights);
    }
    return product;
  }
}
