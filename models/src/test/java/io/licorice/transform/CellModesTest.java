package io.licorice.transform;

import static io.licorice.lossless.MotionMemory.USUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CellModesTest {
  private static double[][] costs(int[] cheapest) {
    double[][] costs = new double[3][cheapest.length];
    for (int mode = 0; mode < 3; mode++) {
      for (int i = 0; i < cheapest.length; i++) {
        costs[mode][i] = cheapest[i] == mode ? 0 : 1000;
      }
    }
    return costs;
  }

  @Property(tries = 200, seed = "5")
  void map_comesBackAndSelects(
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll long seed)
      throws LicFormatException {
    CellBlock block = new CellBlock(width, height);
    int[] cheapest = new Random(seed).ints(block.cells(), 0, 3).toArray();
    CellModes modes = CellModes.cheapest(costs(cheapest), block, 1);
    CellModes read = CellModes.parse(modes.toBytes(USUAL), block, USUAL);
    float[][] frames = new float[3][3 * 256 * block.cells()];
    for (int mode = 0; mode < 3; mode++) {
      Arrays.fill(frames[mode], mode);
    }
    float[] frame = read.select(frames[0], frames[1], frames[2]);
    for (int i = 0; i < frame.length; i++) {
      int column = i % (16 * width) / 16;
      int row = i / (16 * width) % (16 * height) / 16;
      assertThat(frame[i]).isEqualTo(cheapest[row * width + column]);
    }
    for (int i = 0; i < cheapest.length; i++) {
      assertThat(modes.isDecoded(i)).isEqualTo(cheapest[i] == CellModes.DECODED);
    }
    assertThat(modes.areAllDecoded()).isEqualTo(Arrays.stream(cheapest).sum() == 0);
  }

  @Test
  void aChangeThatSavesLessThanItsBits_isNotMade() {
    double[][] costs = {{10, 10, 10}, {9, 9, 9}, {50, 50, 50}};
    assertThat(CellModes.cheapest(costs, new CellBlock(3, 1), 1).areAllDecoded()).isTrue();
    assertThat(CellModes.cheapest(costs, new CellBlock(3, 1), 0.4).areAllDecoded()).isFalse();
  }

  @Test
  void cellsThatEitherMapTakes_areTaken() {
    CellBlock block = new CellBlock(4, 1);
    CellModes first = CellModes.cheapest(costs(new int[] {0, 0, 1, 2}), block, 0);
    CellModes second = CellModes.cheapest(costs(new int[] {0, 2, 2, 0}), block, 0);
    CellModes expected = CellModes.cheapest(costs(new int[] {0, 2, 1, 2}), block, 0);
    assertThat(first.and(second).toBytes(USUAL)).isEqualTo(expected.toBytes(USUAL));
  }

  @Test
  void malformedMap_isRefused() {
    assertThatThrownBy(() -> CellModes.parse(new byte[] {1}, new CellBlock(4, 4), USUAL))
        .isInstanceOf(LicFormatException.class);
  }
}
