package io.licorice.codec;

import java.io.IOException;

/**
 * Finds the quality whose file is the largest that does not exceed a target.
 *
 * <p>Sizes grow with the quality but for small dents. A bisection on predicted sizes comes close;
 * real sizes then decide.
 */
final class RateSearch {
  /** A file this close below the target is good enough. */
  private static final double CLOSE = 0.995;

  private static final int MAX_FILES = 24;

  private final int steps;
  private final Predictor predictor;
  private final Coder coder;

  /** Predicts the size of the file at a quality. */
  interface Predictor {
    double bytes(int quality) throws IOException;
  }

  /** Makes the file at a quality. */
  interface Coder {
    byte[] file(int quality) throws IOException;
  }

  /** The best file found. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Found(byte[] file, int quality) {}

  RateSearch(int steps, Predictor predictor, Coder coder) {
    this.steps = steps;
    this.predictor = predictor;
    this.coder = coder;
  }

  /**
   * Searches.
   *
   * @throws IllegalArgumentException if even quality 0 is larger than the target
   */
  Found search(long target) throws IOException {
    int low = 0;
    int high = steps - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (predictor.bytes(middle) <= target) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return refine(low, target);
  }

  /** Walks from the predicted quality with real files, in strides that shrink. */
  private Found refine(int start, long target) throws IOException {
    Found best = null;
    long smallest = Long.MAX_VALUE;
    int tooLarge = steps;
    int quality = start;
    int stride = 4;
    for (int n = 0; n < MAX_FILES && quality >= 0 && quality < tooLarge; n++) {
      byte[] file = coder.file(quality);
      smallest = Math.min(smallest, file.length);
      if (file.length <= target) {
        if (best == null || file.length > best.file.length) {
          best = new Found(file, quality);
        }
        if (file.length >= target * CLOSE || quality == tooLarge - 1) {
          return best;
        }
        quality = Math.min(tooLarge - 1, quality + stride);
      } else {
        tooLarge = quality;
        int below = best == null ? -1 : best.quality;
        if (best != null) {
          stride = Math.max(1, stride / 2);
          quality = Math.min(below + stride, tooLarge - 1);
          if (quality <= below) {
            return best;
          }
        } else {
          quality = quality == 0 ? -1 : Math.max(0, quality - stride);
          stride *= 2;
        }
      }
    }
    if (best == null) {
      throw new IllegalArgumentException(
          "target of "
              + target
              + " bytes is below the smallest file of this picture, "
              + smallest
              + " bytes");
    }
    return best;
  }
}
