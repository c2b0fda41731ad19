package io.licorice.transform;

/**
 * Takes features of a reference from where the flow and offsets of their groups lead, in integers:
 * the same on every machine. See {@code models/doc/predicted-frames.md}, section "Deformable
 * compensation".
 *
 * <p>Between features it is bilinear. Used by one call.
 */
final class FeatureSampling {
  /** Of a pixel: the unit of flow and offsets. */
  private static final int FRACTION_BITS = 4;

  private static final int ONE = 1 << FRACTION_BITS;

  /** Weights of both directions sum to 16 each. */
  private static final int WEIGHT_BITS = 2 * FRACTION_BITS;

  /** Whose flow a group follows: so many places of two pixels to the right, then below. */
  private static final int[][] FOLLOWED = {
    {0, 0}, {0, 0}, {0, 0}, {0, 0}, {-2, 0}, {2, 0}, {0, -2}, {0, 2}
  };

  private final float[] features;
  private final float[] flow;
  private final float[] offsets;
  private final int wide;
  private final int high;
  private final float[] sampled;

  private FeatureSampling(float[] features, float[] flow, float[] offsets, CellBlock block) {
    this.features = features;
    this.flow = flow;
    this.offsets = offsets;
    this.wide = block.width() * CellBlock.CELL;
    this.high = block.height() * CellBlock.CELL;
    this.sampled = new float[features.length];
  }

  /** Groups of features, each with an offset of its own. */
  static int groups() {
    return FOLLOWED.length;
  }

  /**
   * Samples features.
   *
   * @param features whole numbers: channels x rows x columns, of each group as many channels
   * @param flow of the pixels in even rows and columns: 2 x half the rows x half the columns
   * @param offsets to the right and below, group by group, at the same places
   * @param threads share the channels
   * @return as many features
   */
  static float[] sample(
      float[] features, float[] flow, float[] offsets, CellBlock block, PassThreads threads) {
    FeatureSampling sampling = new FeatureSampling(features, flow, offsets, block);
    int area = sampling.wide * sampling.high;
    int each = features.length / area / groups();
    threads.share(
        each * groups(),
        (first, end) -> {
          for (int channel = first; channel < end; channel++) {
            sampling.sample(channel / each, channel * area);
          }
        });
    return sampling.sampled;
  }

  private void sample(int group, int plane) {
    int halfWide = wide / 2;
    int halfHigh = high / 2;
    int area = halfWide * halfHigh;
    int[] followed = FOLLOWED[group];
    for (int row = 0; row < halfHigh; row++) {
      int line = IntegerWarp.limited(row + followed[1], halfHigh - 1) * halfWide;
      for (int x = 0; x < halfWide; x++) {
        int there = line + IntegerWarp.limited(x + followed[0], halfWide - 1);
        int here = 2 * group * area + row * halfWide + x;
        int right = (int) flow[there] + (int) offsets[here];
        int down = (int) flow[area + there] + (int) offsets[area + here];
        place(plane, 2 * x, 2 * row, right, down);
      }
    }
  }

  /** The four pixels of a place, which move alike. */
  private void place(int plane, int x, int y, int right, int down) {
    int x0 = x + (right >> FRACTION_BITS);
    int y0 = y + (down >> FRACTION_BITS);
    int to = plane + y * wide + x;
    if (x0 >= 0 && x0 + 2 < wide && y0 >= 0 && y0 + 2 < high) {
      float a = right & ONE - 1;
      float b = down & ONE - 1;
      int from = plane + y0 * wide + x0;
      float left = row(from, 1, a);
      float beside = row(from + 1, 1, a);
      float leftBelow = row(from + wide, 1, a);
      float besideBelow = row(from + wide + 1, 1, a);
      sampled[to] = nearest(left, leftBelow, b);
      sampled[to + 1] = nearest(beside, besideBelow, b);
      sampled[to + wide] = nearest(leftBelow, row(from + 2 * wide, 1, a), b);
      sampled[to + wide + 1] = nearest(besideBelow, row(from + 2 * wide + 1, 1, a), b);
    } else {
      for (int pixel = 0; pixel < 4; pixel++) {
        int i = pixel & 1;
        int j = pixel >> 1;
        sampled[to + j * wide + i] = atEdge(plane, x + i, y + j, right, down);
      }
    }
  }

  /** The same where features that there are not count as the nearest ones that there are. */
  private float atEdge(int plane, int x, int y, int right, int down) {
    int atX = IntegerWarp.limited((x << FRACTION_BITS) + right, wide - 1 << FRACTION_BITS);
    int atY = IntegerWarp.limited((y << FRACTION_BITS) + down, high - 1 << FRACTION_BITS);
    int x0 = atX >> FRACTION_BITS;
    int y0 = atY >> FRACTION_BITS;
    int across = x0 < wide - 1 ? 1 : 0;
    int along = y0 < high - 1 ? wide : 0;
    int from = plane + y0 * wide + x0;
    float a = atX & ONE - 1;
    return nearest(row(from, across, a), row(from + along, across, a), atY & ONE - 1);
  }

  /** Between a feature and one to the right of it, in sixteenths. */
  private float row(int at, int across, float a) {
    return ONE * features[at] + a * (features[at + across] - features[at]);
  }

  /** The feature nearest to a place between two rows; all sums are whole numbers below 2^24. */
  private static float nearest(float upper, float lower, float b) {
    return (int) (ONE * upper + b * (lower - upper) + (1 << WEIGHT_BITS - 1)) >> WEIGHT_BITS;
  }
}
