package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.lossless.MotionVectors;
import io.licorice.runtime.ExecutionSettings;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Flow and warp against loops that follow {@code models/doc/predicted-frames.md} to the letter. */
class IntegerWarpTest {
  private static final PassThreads THREADS = new PassThreads(new ExecutionSettings(-1, 2));

  /** Cells of p = x mod 4 and their eighths, as the document has them. */
  private static final int[][] PLACES = {{-1, 0}, {-1, 0}, {0, 1}, {0, 1}};

  private static final int[][] EIGHTHS = {{3, 5}, {1, 7}, {7, 1}, {5, 3}};

  @Property(tries = 150, seed = "11")
  void flowOfPixels_isThatOfTheRule(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int wide,
      @ForAll @IntRange(min = 1, max = 4) int high) {
    CellBlock block = new CellBlock(wide, high);
    float[] cells = cells(block, new SplittableRandom(seed));
    FlowField field = FlowField.of(block, cells);
    int[] right = new int[16 * wide];
    int[] down = new int[16 * wide];
    float[] half = field.half().values();
    for (int y = 0; y < 16 * high; y++) {
      field.row(y, right, down, 0);
      for (int x = 0; x < 16 * wide; x++) {
        int u = widened(cells, block, 0, x, y);
        int v = widened(cells, block, 1, x, y);
        assertThat(right[x]).isEqualTo(u);
        assertThat(down[x]).isEqualTo(v);
        if (x % 2 == 0 && y % 2 == 0) {
          int at = y / 2 * 8 * wide + x / 2;
          assertThat(half[at]).isEqualTo(u);
          assertThat(half[64 * wide * high + at]).isEqualTo(v);
        }
      }
    }
  }

  @Property(tries = 150, seed = "14")
  void blocksWithVectors_moveByThemAndOthersAsBefore(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int wide,
      @ForAll @IntRange(min = 1, max = 4) int high) {
    SplittableRandom random = new SplittableRandom(seed);
    CellBlock block = new CellBlock(wide, high);
    float[] cells = cells(block, random);
    FlowField flow = FlowField.of(block, cells);
    MotionVectors vectors = flow.noVectors();
    for (int i = 0; i < vectors.blocks(); i++) {
      assertThat(vectors.meanRight(i)).isEqualTo(mean(cells, block, 0, i));
      assertThat(vectors.meanDown(i)).isEqualTo(mean(cells, block, 1, i));
      int down = vectors.expectedDown(i) + 4 * random.nextInt(9);
      if (random.nextInt(3) == 0 && down <= MotionVectors.LIMIT) {
        vectors.give(i, vectors.expectedRight(i), down);
      }
    }
    FlowField field = flow.with(vectors);
    FlowPixels pixels = field.pixels(THREADS);
    int[] right = new int[16 * wide];
    int[] down = new int[16 * wide];
    for (int y = 0; y < 16 * high; y++) {
      field.row(y, right, down, 0);
      for (int x = 0; x < 16 * wide; x++) {
        int i = y / 8 * 2 * wide + x / 8;
        boolean given = vectors.isGiven(i);
        int u = given ? vectors.right(i) : widened(cells, block, 0, x, y);
        int v = given ? vectors.down(i) : widened(cells, block, 1, x, y);
        assertThat(right[x]).isEqualTo(u).isEqualTo(pixels.right()[y * 16 * wide + x]);
        assertThat(down[x]).isEqualTo(v).isEqualTo(pixels.down()[y * 16 * wide + x]);
      }
    }
  }

  /** Of the four flow cells of a block. */
  private static int mean(float[] cells, CellBlock block, int plane, int i) {
    int ofRow = 4 * block.width();
    int blocksInRow = 2 * block.width();
    int first = plane * ofRow * 4 * block.height() + i / blocksInRow * 2 * ofRow;
    first += i % blocksInRow * 2;
    float sum = cells[first] + cells[first + 1] + cells[first + ofRow] + cells[first + ofRow + 1];
    return Math.floorDiv((int) sum + 2, 4);
  }

  @Property(tries = 150, seed = "12")
  void samples_areThoseOfTheRule(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height) {
    SplittableRandom random = new SplittableRandom(seed);
    FramePlanes reference = FramePlanes.of(width, height, noise(width, height, random));
    float[] cells = cells(reference.block(), random);
    float[] warped = IntegerWarp.warp(reference, FlowField.of(reference.block(), cells), THREADS);
    int wide = reference.wide();
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < reference.high(); y++) {
        for (int x = 0; x < wide; x++) {
          int u = widened(cells, reference.block(), 0, x, y);
          int v = widened(cells, reference.block(), 1, x, y);
          assertThat(warped[(c * reference.high() + y) * wide + x])
              .isEqualTo(warped(reference, c, x, y, u, v) - 128);
        }
      }
    }
  }

  @Property(tries = 150, seed = "13")
  void samplesOfTheFrameBefore_areThoseOfTheRule(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height) {
    SplittableRandom random = new SplittableRandom(seed);
    FramePlanes older = FramePlanes.of(width, height, noise(width, height, random));
    CellBlock block = older.block();
    float[] cells = cells(block, random);
    float[] before = cells(block, random);
    float[] warped =
        IntegerWarp.warpOnwards(
            older, FlowField.of(block, cells), FlowField.of(block, before), THREADS);
    int wide = older.wide();
    int high = older.high();
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        int u = widened(cells, block, 0, x, y);
        int v = widened(cells, block, 1, x, y);
        int thereX = Math.min(Math.max(x + (int) Math.floor((u + 8) / 16.0), 0), wide - 1);
        int thereY = Math.min(Math.max(y + (int) Math.floor((v + 8) / 16.0), 0), high - 1);
        u += widened(before, block, 0, thereX, thereY);
        v += widened(before, block, 1, thereX, thereY);
        for (int c = 0; c < 3; c++) {
          assertThat(warped[(c * high + y) * wide + x])
              .isEqualTo(warped(older, c, x, y, u, v) - 128);
        }
      }
    }
  }

  @Test
  void noFlowOnwards_leadsWhereTheFlowLeads() {
    SplittableRandom random = new SplittableRandom(2);
    FramePlanes older = FramePlanes.of(37, 21, noise(37, 21, random));
    FlowField flow = FlowField.of(older.block(), cells(older.block(), random));
    assertThat(IntegerWarp.warpOnwards(older, flow, FlowField.none(older.block()), THREADS))
        .isEqualTo(IntegerWarp.warp(older, flow, THREADS));
  }

  /** Black and white where what samples count for is above and below zero, and the other way. */
  @Test
  void largestAndSmallestSums_areThoseOfTheRule() {
    for (int turn = 0; turn < 4; turn++) {
      int[] inverse = {turn & 1, turn >> 1, turn & 1};
      short[][] planes = new short[3][32 * 32];
      for (int i = 0; i < 32 * 32; i++) {
        boolean across = (i % 4 + 1 & 2) != 0;
        boolean along = (i / 32 % 4 + 1 & 2) != 0;
        for (int c = 0; c < 3; c++) {
          planes[c][i] = (short) ((across == along) == (inverse[c] == 0) ? 255 : 0);
        }
      }
      FramePlanes reference = FramePlanes.of(32, 32, planes);
      float[] cells = new float[2 * 16 * reference.block().cells()];
      for (int flow = 0; flow < 64; flow++) {
        Arrays.fill(cells, 0, cells.length / 2, flow);
        Arrays.fill(cells, cells.length / 2, cells.length, (flow * 5) % 64);
        FlowField field = FlowField.of(reference.block(), cells.clone());
        float[] warped = IntegerWarp.warp(reference, field, THREADS);
        for (int i = 0; i < warped.length; i++) {
          int expected =
              warped(reference, i / 1024, i % 32, i / 32 % 32, flow, (flow * 5) % 64) - 128;
          assertThat(warped[i]).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void noFlow_changesNothing() {
    FramePlanes reference = FramePlanes.of(37, 21, noise(37, 21, new SplittableRandom(1)));
    float[] none = new float[2 * 16 * reference.block().cells()];
    assertThat(IntegerWarp.warp(reference, FlowField.of(reference.block(), none), THREADS))
        .isEqualTo(reference.centred());
  }

  @Test
  void flowOfNetworks_isTheNearestThatCanBe() {
    CellBlock block = new CellBlock(1, 1);
    float[] pixels = new float[32];
    pixels[0] = 1.03f;
    pixels[1] = -1e9f;
    pixels[2] = Float.NaN;
    pixels[3] = Float.POSITIVE_INFINITY;
    int[] right = new int[16];
    FlowField.nearest(block, pixels).row(0, right, new int[16], 0);
    float[] whole = new float[32];
    whole[0] = 16;
    whole[1] = -2047;
    whole[3] = 2047;
    int[] expected = new int[16];
    FlowField.of(block, whole).row(0, expected, new int[16], 0);
    assertThat(right).isEqualTo(expected);
  }

  private static short[][] noise(int width, int height, SplittableRandom random) {
    short[][] planes = new short[3][width * height];
    for (short[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) random.nextInt(256);
      }
    }
    return planes;
  }

  /** Some pixels, and now and then the largest flow that there is. */
  private static float[] cells(CellBlock block, SplittableRandom random) {
    float[] cells = new float[2 * 16 * block.cells()];
    for (int i = 0; i < cells.length; i++) {
      int limit = random.nextInt(5) == 0 ? 2047 : 100;
      cells[i] = random.nextInt(-limit, limit + 1);
    }
    return cells;
  }

  private static int widened(float[] cells, CellBlock block, int plane, int x, int y) {
    int wide = 4 * block.width();
    int high = 4 * block.height();
    int sum = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        int row = Math.max(0, Math.min((y >> 2) + PLACES[y & 3][i], high - 1));
        int column = Math.max(0, Math.min((x >> 2) + PLACES[x & 3][j], wide - 1));
        int cell = (int) cells[(plane * high + row) * wide + column];
        sum += EIGHTHS[y & 3][i] * EIGHTHS[x & 3][j] * cell;
      }
    }
    return sum + 32 >> 6;
  }

  private static int warped(FramePlanes reference, int c, int x, int y, int u, int v) {
    int wide = reference.wide();
    int high = reference.high();
    int atX = Math.min(Math.max(16 * x + u, 0), 16 * (wide - 1));
    int atY = Math.min(Math.max(16 * y + v, 0), 16 * (high - 1));
    int x0 = atX >> 4;
    int y0 = atY >> 4;
    double[] across = keys(atX & 15);
    double[] along = keys(atY & 15);
    short[] r = reference.plane(c);
    double sum = 0;
    for (int j = 0; j < 4; j++) {
      int row = Math.min(Math.max(y0 - 1 + j, 0), high - 1);
      for (int i = 0; i < 4; i++) {
        int column = Math.min(Math.max(x0 - 1 + i, 0), wide - 1);
        sum += along[j] * across[i] * r[row * wide + column];
      }
    }
    return (int) Math.max(0, Math.min(Math.floor((sum + 2048) / 4096), 255));
  }

  /**
   * Keys's cubic convolution with a = -1/2 for a place of so many sixteenths, in whole 1/64 whose
   * sum is 64: what rounding misses goes to the larger one of the two in the middle.
   */
  private static double[] keys(int sixteenths) {
    double t = sixteenths / 16.0;
    double[] weights = {outer(1 + t), inner(t), inner(1 - t), outer(2 - t)};
    double missing = 64;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.rint(64 * weights[i]);
      missing -= weights[i];
    }
    weights[sixteenths <= 8 ? 1 : 2] += missing;
    return weights;
  }

  private static double inner(double x) {
    return 1.5 * x * x * x - 2.5 * x * x + 1;
  }

  private static double outer(double x) {
    return -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2;
  }
}
