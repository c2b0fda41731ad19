package io.licorice.examples;

import io.licorice.examples.BenchCodec.Trial;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the quality at which a codec's file is nearest to a number of bytes.
 *
 * <p>The search starts between the two known rate points around the number and goes on by straight
 * lines of the logarithm of the bytes over the quality.
 */
final class EqualBytes {
  private static final int TRIALS = 6;

  /** Nearer than this, as a ratio, is near enough. */
  private static final double NEAR = Math.log(1.005);

  private final long target;
  private final double step;

  /**
   * Sets the aim.
   *
   * @param target bytes, at least 1
   * @param step the codec's smallest difference of qualities
   */
  EqualBytes(long target, double step) {
    this.target = target;
    this.step = step;
  }

  /** Codes the picture at a quality. */
  interface Coder {
    Trial code(double quality) throws IOException;
  }

  /** A trial and its quality. */
  record Found(double quality, Trial trial) {}

  /**
   * Searches.
   *
   * @param known bytes by quality, at least one
   */
  Found search(Map<Double, Long> known, Coder coder) throws IOException {
    List<Map.Entry<Double, Long>> nearestFirst =
        known.entrySet().stream()
            .sorted(Comparator.comparingDouble(e -> away(e.getValue())))
            .toList();
    Map.Entry<Double, Long> start = nearestFirst.get(0);
    Optional<Map.Entry<Double, Long>> across =
        nearestFirst.stream()
            .filter(e -> isAbove(e.getValue()) != isAbove(start.getValue()))
            .findFirst();
    Found best = new Found(start.getKey(), coder.code(start.getKey()));
    if (across.isEmpty()) {
      return best; // beyond the codec's range
    }
    double inner = start.getKey();
    long innerBytes = start.getValue();
    double outer = across.get().getKey();
    long outerBytes = across.get().getValue();
    for (int i = 1; i < TRIALS && away(best.trial().bytes()) > NEAR; i++) {
      double quality = between(inner, innerBytes, outer, outerBytes);
      if (quality == inner || quality == outer) {
        break;
      }
      Trial trial = coder.code(quality);
      if (away(trial.bytes()) < away(best.trial().bytes())) {
        best = new Found(quality, trial);
      }
      if (isAbove(trial.bytes()) == isAbove(innerBytes)) {
        inner = quality;
        innerBytes = trial.bytes();
      } else {
        outer = quality;
        outerBytes = trial.bytes();
      }
    }
    return best;
  }

  /** The quality at which a straight line meets the target, on the codec's grid of qualities. */
  private double between(double a, long bytesA, double b, long bytesB) {
    double share = Math.log((double) target / bytesA) / Math.log((double) bytesB / bytesA);
    double quality = Math.round((a + share * (b - a)) / step) * step;
    // Sums of tenths leave a tail of digits that no program needs to see.
    return Math.round(quality * 1e4) / 1e4;
  }

  private double away(long bytes) {
    return Math.abs(Math.log((double) bytes / target));
  }

  private boolean isAbove(long bytes) {
    return bytes > target;
  }
}
