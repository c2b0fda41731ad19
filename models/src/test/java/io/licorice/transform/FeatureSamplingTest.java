package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.runtime.ExecutionSettings;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Deformed features against a loop that follows {@code models/doc/predicted-frames.md}. */
class FeatureSamplingTest {
  private static final PassThreads THREADS = new PassThreads(new ExecutionSettings(-1, 2));

  private static final int LARGEST = 511;

  /** Flow that groups follow, as the document has it: places to the right and below. */
  private static final int[] RIGHT = {0, 0, 0, 0, -2, 2, 0, 0};

  private static final int[] BELOW = {0, 0, 0, 0, 0, 0, -2, 2};

  @Property(tries = 150, seed = "15")
  void features_areThoseOfTheRule(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int width,
      @ForAll @IntRange(min = 1, max = 3) int height,
      @ForAll @IntRange(min = 1, max = 2) int each) {
    SplittableRandom random = new SplittableRandom(seed);
    CellBlock block = new CellBlock(width, height);
    int wide = 16 * width;
    int high = 16 * height;
    int area = wide * high;
    float[] features = integers(random, 8 * each * area, LARGEST);
    float[] flow = integers(random, area / 2, random.nextInt(3) == 0 ? 2047 : 60);
    float[] offsets = integers(random, 4 * area, 127);
    float[] found = FeatureSampling.sample(features, flow, offsets, block, THREADS);
    for (int i = 0; i < found.length; i++) {
      int channel = i / area;
      float[] plane = new float[area];
      System.arraycopy(features, channel * area, plane, 0, area);
      int x = i % wide;
      int y = i / wide % high;
      int[] way = way(channel / each, x / 2, y / 2, flow, offsets, wide / 2, high / 2);
      assertThat(found[i]).isEqualTo(sample(plane, wide, high, 16 * x + way[0], 16 * y + way[1]));
    }
  }

  @Test
  void noMotion_changesNothing() {
    float[] features = integers(new SplittableRandom(3), 8 * 16 * 32, LARGEST);
    float[] none = new float[2 * 8 * 16];
    float[] still = new float[16 * 8 * 16];
    assertThat(FeatureSampling.sample(features, none, still, new CellBlock(2, 1), THREADS))
        .isEqualTo(features);
  }

  private static int[] way(
      int group, int x, int y, float[] flow, float[] offsets, int wide, int high) {
    int i = Math.max(0, Math.min(x + RIGHT[group], wide - 1));
    int j = Math.max(0, Math.min(y + BELOW[group], high - 1));
    int[] way = new int[2];
    for (int d = 0; d < 2; d++) {
      float followed = flow[(d * high + j) * wide + i];
      way[d] = (int) (followed + offsets[((2 * group + d) * high + y) * wide + x]);
    }
    return way;
  }

  private static float sample(float[] plane, int wide, int high, int toX, int toY) {
    int atX = Math.min(Math.max(toX, 0), 16 * (wide - 1));
    int atY = Math.min(Math.max(toY, 0), 16 * (high - 1));
    double sum = 0;
    for (int j = 0; j < 2; j++) {
      int row = Math.min(atY / 16 + j, high - 1);
      for (int i = 0; i < 2; i++) {
        int column = Math.min(atX / 16 + i, wide - 1);
        int across = i == 0 ? 16 - atX % 16 : atX % 16;
        int along = j == 0 ? 16 - atY % 16 : atY % 16;
        sum += across * along * plane[row * wide + column];
      }
    }
    return (float) Math.floor((sum + 128) / 256);
  }

  private static float[] integers(SplittableRandom random, int count, int limit) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(-limit, limit + 1);
    }
    return values;
  }
}
