package io.licorice.lossless;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds which levels of expected error share a table. */
final class ContextFit {
  /** About what a table costs in bits. */
  private static final double TABLE_BITS = 45;

  private final List<Group> groups = new ArrayList<>();

  /** Neighbouring levels. */
  private static final class Group {
    final int lastLevel;
    final int[] counts;
    final double bits;

    Group(int lastLevel, int[] counts) {
      this.lastLevel = lastLevel;
      this.counts = counts;
      this.bits = bits(counts);
    }

    Group with(Group next) {
      int[] sum = counts.clone();
      for (int s = 0; s < sum.length; s++) {
        sum[s] += next.counts[s];
      }
      return new Group(next.lastLevel, sum);
    }
  }

  /** Tables, and the table of each level. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Result(byte[] tableOfLevel, ResidualTable[] tables) {}

  /**
   * Finds the tables.
   *
   * @param counts for each level how often each symbol occurs
   */
  static Result fit(int[][] counts) {
    return new ContextFit(counts).result();
  }

  private ContextFit(int[][] counts) {
    for (int level = 0; level < counts.length; level++) {
      if (counts[level] != null) {
        groups.add(new Group(level, counts[level]));
      }
    }
    List<Group> merged = new ArrayList<>();
    for (int i = 0; i + 1 < groups.size(); i++) {
      merged.add(groups.get(i).with(groups.get(i + 1)));
    }
    while (!merged.isEmpty()) {
      int best = 0;
      for (int i = 1; i < merged.size(); i++) {
        best = loss(merged, i) < loss(merged, best) ? i : best;
      }
      if (loss(merged, best) > TABLE_BITS && groups.size() <= PlaneModel.MAX_TABLES) {
        return;
      }
      groups.set(best, merged.remove(best));
      groups.remove(best + 1);
      if (best > 0) {
        merged.set(best - 1, groups.get(best - 1).with(groups.get(best)));
      }
      if (best < merged.size()) {
        merged.set(best, groups.get(best).with(groups.get(best + 1)));
      }
    }
  }

  /** What merging two groups costs, were tables for nothing. */
  private double loss(List<Group> merged, int i) {
    return merged.get(i).bits - groups.get(i).bits - groups.get(i + 1).bits;
  }

  /** The entropy of counted symbols, plus and minus being alike. */
  private static double bits(int[] counts) {
    int total = 0;
    double bits = 0;
    for (int b = 0; b < Buckets.COUNT; b++) {
      int count = b == 0 ? counts[0] : counts[2 * b - 1] + counts[2 * b];
      if (count > 0) {
        total += count;
        bits += count * ((b == 0 ? 0 : 1) - Logs.log2(count));
      }
    }
    return bits + total * Logs.log2(total);
  }

  private Result result() {
    byte[] tableOfLevel = new byte[PlaneModel.LEVELS];
    ResidualTable[] tables = new ResidualTable[groups.size()];
    int level = 0;
    for (int t = 0; t < tables.length; t++) {
      tables[t] = ResidualTable.fit(groups.get(t).counts);
      int end = t == tables.length - 1 ? PlaneModel.LEVELS : groups.get(t).lastLevel + 1;
      Arrays.fill(tableOfLevel, level, end, (byte) t);
      level = end;
    }
    return new Result(tableOfLevel, tables);
  }
}
