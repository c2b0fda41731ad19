package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CellNeighboursTest {
  private static final int[][] AROUND = {{0, -1}, {-1, 0}, {-1, -1}, {-1, 1}};

  /** The rule, cell by cell; neighbours that there are not count for nothing. */
  @Property(tries = 300, seed = "21")
  void means_areCorrectedInOrder(
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll long seed) {
    java.util.Random random = new java.util.Random(seed);
    CellBlock block = new CellBlock(width, height);
    short[][] factors = new short[4][2];
    for (short[] ofPlace : factors) {
      ofPlace[0] = (short) (random.nextInt(1025) - 512);
      ofPlace[1] = (short) (random.nextInt(201) - 100);
    }
    float[] means = new float[block.paddedCells() * 2];
    for (int i = 0; i < means.length; i++) {
      means[i] = random.nextInt(-16383, 16384);
    }
    int[] missed = random.ints(2L * block.cells(), -300, 301).toArray();
    float[] decoded =
        CellNeighbours.of(factors)
            .decode(
                means,
                2,
                block,
                (i, channel, mean) -> Math.max(-16383, Math.min(mean + missed[i], 16383)));
    for (int channel = 0; channel < 2; channel++) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          long total = 128;
          for (int n = 0; n < 4; n++) {
            int y = row + AROUND[n][0];
            int x = column + AROUND[n][1];
            if (y >= 0 && x >= 0 && x < width) {
              long there = (long) decoded[(channel * height + y) * width + x];
              total += factors[n][channel] * (there - (long) mean(means, block, channel, y, x));
            }
          }
          long mean = (long) mean(means, block, channel, row, column) + (total >> 8);
          long limited = Math.max(-16383, Math.min(mean, 16383));
          int i = (channel * height + row) * width + column;
          assertThat((long) decoded[i])
              .isEqualTo(Math.max(-16383, Math.min(limited + missed[i], 16383)));
        }
      }
    }
  }

  private static float mean(float[] means, CellBlock block, int channel, int row, int column) {
    return means[(channel * block.paddedHeight() + row) * block.paddedWidth() + column];
  }

  @Test
  void factorsOfNothing_leaveMeansAsTheyAre() {
    CellBlock block = new CellBlock(2, 1);
    float[] means = {5, -7, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    CellNeighbours nothing = CellNeighbours.of(new short[CellNeighbours.count()][1]);
    assertThat(nothing.decode(means, 1, block, (i, channel, mean) -> mean + i))
        .containsExactly(5, -6);
  }
}
