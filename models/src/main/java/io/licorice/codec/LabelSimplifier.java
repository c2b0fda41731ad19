package io.licorice.codec;

import java.util.Arrays;

/**
 * Makes outlines of a label map smooth: blocks take one of the labels that all of their pixels have
 * within the tolerance, first the most frequent one, then, in rounds, the one that most of their
 * neighbours have. A label and an instance number go together.
 */
final class LabelSimplifier {
  private static final int MAX_ROUNDS = 30;

  /** Of a neighbour across a corner, beside 2 of one across an edge. */
  private static final int CORNER = 1;

  private final LabelMap map;
  private final double tolerance;
  private final int scale;
  private final int columns;
  private final int rows;

  /** Label and instance of a pixel as one number, numbered anew from 0 in the order of the map. */
  private final int[] kinds;

  /** A pixel that has each kind. */
  private final int[] examples;

  LabelSimplifier(LabelMap map, double tolerance) {
    this.map = map;
    this.tolerance = tolerance;
    this.scale = scale(tolerance);
    this.columns = LabelMap.blocks(map.width(), scale);
    this.rows = LabelMap.blocks(map.height(), scale);
    this.kinds = new int[map.width() * map.height()];
    this.examples = number();
  }

  /** Any label in a block is this near to all of its pixels. */
  private static int scale(double tolerance) {
    int scale = 0;
    while (scale < 4 && Math.sqrt(2) * ((2 << scale) - 1) <= tolerance) {
      scale++;
    }
    return scale;
  }

  private int[] number() {
    int[] numbers = new int[1 << 16];
    int[] found = new int[1 << 16];
    int count = 0;
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        int both = map.at(x, y) + 1 << 8 | map.instanceAt(x, y);
        if (numbers[both] == 0) {
          found[count] = y * map.width() + x;
          numbers[both] = ++count;
        }
        kinds[y * map.width() + x] = numbers[both] - 1;
      }
    }
    return Arrays.copyOf(found, count);
  }

  LabelMap simplify() {
    long[] allowed = new long[columns * rows * words()];
    int[] chosen = new int[columns * rows];
    int[] most = new int[columns * rows];
    Arrays.fill(chosen, -1);
    for (int kind = 0; kind < examples.length; kind++) {
      int[] share = new int[columns * rows];
      boolean[] near = near(kind, share);
      for (int block = 0; block < near.length; block++) {
        if (near[block]) {
          allowed[block * words() + kind / Long.SIZE] |= 1L << kind;
        }
        if (near[block] && share[block] > most[block]) {
          most[block] = share[block];
          chosen[block] = kind;
        }
      }
    }
    smooth(chosen, allowed);
    byte[] levels = new byte[chosen.length];
    byte[] instances = new byte[map.hasInstances() ? chosen.length : 0];
    for (int i = 0; i < chosen.length; i++) {
      int x = examples[chosen[i]] % map.width();
      int y = examples[chosen[i]] / map.width();
      levels[i] = (byte) (map.at(x, y) + 1);
      if (map.hasInstances()) {
        instances[i] = (byte) map.instanceAt(x, y);
      }
    }
    return new LabelMap(map.width(), map.height(), scale, map.classes(), levels, instances);
  }

  private int words() {
    return (examples.length + Long.SIZE - 1) / Long.SIZE;
  }

  /** Whether all pixels of a block have the kind within the tolerance; counts those that are it. */
  private boolean[] near(int kind, int[] share) {
    int width = map.width();
    boolean[] near = new boolean[columns * rows];
    Arrays.fill(near, true);
    int reach = (int) tolerance;
    int[] across = distancesInRows(kind);
    for (int y = 0; y < map.height(); y++) {
      int top = Math.max(0, y - reach);
      int bottom = Math.min(map.height() - 1, y + reach);
      for (int x = 0; x < width; x++) {
        int block = (y >> scale) * columns + (x >> scale);
        share[block] += kinds[y * width + x] == kind ? 1 : 0;
        boolean found = false;
        for (int other = top; near[block] && !found && other <= bottom; other++) {
          double d = across[other * width + x];
          found = d * d + (double) (other - y) * (other - y) <= tolerance * tolerance;
        }
        near[block] &= found;
      }
    }
    return near;
  }

  /** How far in its row the next pixel of a kind is. */
  private int[] distancesInRows(int kind) {
    int width = map.width();
    int far = 2 * (int) LabelMap.MAX_TOLERANCE;
    int[] distances = new int[kinds.length];
    for (int row = 0; row < kinds.length; row += width) {
      int distance = far;
      for (int x = 0; x < width; x++) {
        distance = kinds[row + x] == kind ? 0 : Math.min(distance + 1, far);
        distances[row + x] = distance;
      }
      distance = far;
      for (int x = width - 1; x >= 0; x--) {
        distance = kinds[row + x] == kind ? 0 : Math.min(distance + 1, far);
        distances[row + x] = Math.min(distances[row + x], distance);
      }
    }
    return distances;
  }

  /** Each change lessens what labels differ by along all edges, so that rounds come to an end. */
  private void smooth(int[] chosen, long[] allowed) {
    boolean changed = true;
    for (int round = 0; changed && round < MAX_ROUNDS; round++) {
      changed = false;
      for (int block = 0; block < chosen.length; block++) {
        int best = favourite(chosen, allowed, block);
        changed |= best != chosen[block];
        chosen[block] = best;
      }
    }
  }

  private int favourite(int[] chosen, long[] allowed, int block) {
    int[] around = new int[8];
    int[] weights = new int[8];
    int count = 0;
    int x = block % columns;
    int y = block / columns;
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        boolean inside = x + dx >= 0 && x + dx < columns && y + dy >= 0 && y + dy < rows;
        if (inside && (dx != 0 || dy != 0)) {
          around[count] = chosen[block + dy * columns + dx];
          weights[count++] = dx == 0 || dy == 0 ? 2 * CORNER : CORNER;
        }
      }
    }
    int best = chosen[block];
    int most = votes(around, weights, count, best);
    for (int i = 0; i < count; i++) {
      int kind = around[i];
      boolean may = (allowed[block * words() + kind / Long.SIZE] >>> kind & 1) == 1;
      if (may && votes(around, weights, count, kind) > most) {
        best = kind;
        most = votes(around, weights, count, kind);
      }
    }
    return best;
  }

  private static int votes(int[] around, int[] weights, int count, int kind) {
    int votes = 0;
    for (int i = 0; i < count; i++) {
      votes += around[i] == kind ? weights[i] : 0;
    }
    return votes;
  }
}
