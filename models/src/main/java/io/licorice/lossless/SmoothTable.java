package io.licorice.lossless;

import java.util.Arrays;

/**
 * Frequency tables that are drawn through a few points: the negative logarithm of the density at
 * magnitudes 0, 1, 2, 3, 4, 6, 8, 12, 16, 24 ..., with straight lines between them.
 */
final class SmoothTable {
  /** The number of points at most. */
  static final int MAX_NODES = 32;

  /** Levels are in quarters of a bit; further apart from the first than this they cannot be. */
  static final int MAX_LEVEL = 255;

  /** So that no two levels of a fitted table are further apart than is allowed. */
  private static final int HIGHEST_FIT = 127;

  private static final int UNIT = 4;
  private static final int FINE = 64;

  /** POWERS[i] is 2^(30 - i / 64) to the nearest integer. */
  private static final int[] POWERS = new int[FINE];

  private static final int[] NODES = new int[MAX_NODES];

  static {
    for (int i = 0; i < FINE; i++) {
      POWERS[i] = (int) StrictMath.rint(StrictMath.pow(2, 30 - i / (double) FINE));
    }
    for (int j = 0; j < MAX_NODES; j++) {
      NODES[j] = j < 4 ? j : (2 + (j & 1)) << (j / 2 - 1);
    }
  }

  private SmoothTable() {}

  /** The magnitude of a point. */
  static int node(int index) {
    return NODES[index];
  }

  /** The number of buckets that begin at or below a point. */
  static int bucketsUpTo(int node) {
    return Math.min(Buckets.COUNT, Buckets.of(NODES[node]) + 1);
  }

  /**
   * The table through points.
   *
   * @param levels negative logarithms at the points, in quarters of a bit; the last tells how far
   *     the table goes
   * @return frequencies of the symbols up to the last bucket, all positive, of sum 65536
   */
  static int[] frequencies(int[] levels) {
    int buckets = bucketsUpTo(levels.length - 1);
    long[] weights = weights(levels, buckets);
    long sum = weights[0];
    for (int b = 1; b < buckets; b++) {
      sum += 2 * weights[b];
    }
    int symbols = 2 * buckets - 1;
    int[] frequencies = new int[symbols];
    int rest = StepEncoder.TOTAL;
    for (int s = 0; s < symbols; s++) {
      long weight = weights[Buckets.bucket(s)];
      frequencies[s] = 1 + (int) (weight * (StepEncoder.TOTAL - symbols) / sum);
      rest -= frequencies[s];
    }
    frequencies[0] += rest;
    return frequencies;
  }

  /** The density in the middle of each bucket, times its width. */
  private static long[] weights(int[] levels, int buckets) {
    int least = Arrays.stream(levels).min().orElseThrow();
    long[] weights = new long[buckets];
    int node = 0;
    for (int b = 0; b < buckets; b++) {
      int raw = Buckets.rawBits(b);
      int middle = Buckets.first(b) + ((1 << raw) >> 1);
      while (node < levels.length - 1 && NODES[node + 1] <= middle) {
        node++;
      }
      int level = FINE / UNIT * (levels[node] - least);
      if (node < levels.length - 1) {
        int rise = FINE / UNIT * (levels[node + 1] - levels[node]);
        level += rise * (middle - NODES[node]) / (NODES[node + 1] - NODES[node]);
      }
      weights[b] = (long) (POWERS[level % FINE] >> Math.min(31, level / FINE)) << raw;
    }
    return weights;
  }

  /**
   * Finds points for counted residuals.
   *
   * @param counts how often each bucket occurs, both signs together; at least one is above 0
   * @return levels for {@link #frequencies}
   */
  static int[] fit(int[] counts) {
    int last = counts.length - 1;
    while (counts[last] == 0) {
      last--;
    }
    int nodes = 1;
    while (bucketsUpTo(nodes - 1) <= last) {
      nodes++;
    }
    int[] levels = start(counts, nodes);
    double best = bits(counts, levels);
    for (int step = 2; step >= 1; step--) {
      for (int j = 0; j < nodes; j++) {
        best = Math.min(best, descend(counts, levels, j, step, best));
      }
    }
    return normalised(levels);
  }

  private static double descend(int[] counts, int[] levels, int j, int step, double found) {
    double best = found;
    for (int direction = -step; direction <= step; direction += 2 * step) {
      while (Math.abs(levels[j] + direction) <= HIGHEST_FIT) {
        levels[j] += direction;
        double bits = bits(counts, levels);
        if (bits >= best) {
          levels[j] -= direction;
          break;
        }
        best = bits;
      }
    }
    return best;
  }

  private static int[] start(int[] counts, int nodes) {
    double total = Arrays.stream(counts).sum();
    int[] levels = new int[nodes];
    for (int j = 0; j < nodes; j++) {
      int low = j == 0 ? 0 : Buckets.of((NODES[j - 1] + NODES[j]) / 2 + 1);
      int high = Buckets.of(j == nodes - 1 ? NODES[j] : (NODES[j] + NODES[j + 1]) / 2);
      double sum = 0.3;
      double width = 0;
      for (int b = Math.min(low, high); b <= Math.min(high, counts.length - 1); b++) {
        sum += counts[b];
        width += (b == 0 ? 1.0 : 2.0) * (1 << Buckets.rawBits(b));
      }
      double level = -UNIT * StrictMath.log(sum / width / total) / StrictMath.log(2);
      levels[j] = (int) Math.max(0, Math.min(HIGHEST_FIT, Math.rint(level)));
    }
    return levels;
  }

  private static int[] normalised(int[] levels) {
    int[] result = new int[levels.length];
    for (int j = 0; j < levels.length; j++) {
      result[j] = levels[j] - levels[0];
    }
    return result;
  }

  /** What counted residuals cost, without their raw bits. */
  private static double bits(int[] counts, int[] levels) {
    int[] frequencies = frequencies(levels);
    double bits = 0;
    for (int b = 0; b < counts.length; b++) {
      if (counts[b] > 0) {
        int frequency = frequencies[b == 0 ? 0 : 2 * b - 1];
        bits += counts[b] * (StepEncoder.PRECISION - Logs.log2(frequency));
      }
    }
    return bits;
  }
}
