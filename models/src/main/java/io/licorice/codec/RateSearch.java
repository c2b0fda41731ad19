package io.licorice.codec;

import java.io.IOException;
import java.util.Optional;

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
    SpooledFile file(int quality) throws IOException;
  }

  /**
   * What was found.
   *
   * @param file the best file, the caller's to close; empty if even quality 0 is above the target
   * @param quality its quality
   * @param smallest the bytes of the smallest file that was tried
   */
  record Found(Optional<SpooledFile> file, int quality, long smallest) {}

  /** Keeps the largest file of those that fit, and frees all others. */
  private static final class Best implements AutoCloseable {
    private final long target;
    private SpooledFile found;
    private int quality = -1;
    private long smallest = Long.MAX_VALUE;

    Best(long target) {
      this.target = target;
    }

    void offer(SpooledFile file, int ofQuality) throws IOException {
      smallest = Math.min(smallest, file.length());
      boolean better = found == null || file.length() > found.length();
      if (file.length() > target || !better) {
        file.close();
        return;
      }
      SpooledFile before = found;
      found = file;
      quality = ofQuality;
      if (before != null) {
        before.close();
      }
    }

    int quality() {
      return quality;
    }

    Found take() {
      Found taken = new Found(Optional.ofNullable(found), Math.max(0, quality), smallest);
      found = null;
      return taken;
    }

    @Override
    public void close() throws IOException {
      if (found != null) {
        found.close();
      }
    }
  }

  RateSearch(int steps, Predictor predictor, Coder coder) {
    this.steps = steps;
    this.predictor = predictor;
    this.coder = coder;
  }

  /** What is to be said if no file fits. */
  static IllegalArgumentException tooLarge(long target, long smallest) {
    return new IllegalArgumentException(
        "target of "
            + target
            + " bytes is below the smallest file of this picture, "
            + smallest
            + " bytes");
  }

  /** Searches. */
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
    try (Best best = new Best(target)) {
      return refine(low, target, best);
    }
  }

  /** Walks from the predicted quality with real files, in strides that shrink. */
  private Found refine(int start, long target, Best best) throws IOException {
    int tooLarge = steps;
    int quality = start;
    int stride = 4;
    for (int n = 0; n < MAX_FILES && quality >= 0 && quality < tooLarge; n++) {
      SpooledFile file = coder.file(quality);
      long length = file.length();
      best.offer(file, quality);
      if (length <= target) {
        if (length >= target * CLOSE || quality == tooLarge - 1) {
          return best.take();
        }
        quality = Math.min(tooLarge - 1, quality + stride);
      } else {
        tooLarge = quality;
        int below = best.quality();
        if (below >= 0) {
          stride = Math.max(1, stride / 2);
          quality = Math.min(below + stride, tooLarge - 1);
          if (quality <= below) {
            return best.take();
          }
        } else {
          quality = quality == 0 ? -1 : Math.max(0, quality - stride);
          stride *= 2;
        }
      }
    }
    return best.take();
  }
}
