package io.licorice.lossless;

import static io.licorice.lossless.MotionMemory.USUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MotionVectorsTest {
  private static int[] flow(int blocks, int reach, SplittableRandom random) {
    int[] flow = new int[blocks];
    Arrays.setAll(flow, i -> random.nextInt(-reach, reach + 1));
    return flow;
  }

  private static MotionVectors some(
      int width, int[] right, int[] down, int share, int reach, SplittableRandom random) {
    MotionVectors vectors = new MotionVectors(width, right, down);
    for (int block = 0; block < vectors.blocks(); block++) {
      int toRight = vectors.expectedRight(block) + 4 * random.nextInt(-reach, reach + 1);
      int toBottom = vectors.expectedDown(block) + 4 * random.nextInt(-reach, reach + 1);
      boolean possible = Math.max(Math.abs(toRight), Math.abs(toBottom)) <= MotionVectors.LIMIT;
      if (possible && random.nextInt(100) < share) {
        vectors.give(block, toRight, toBottom);
      }
    }
    return vectors;
  }

  @Property(tries = 300, seed = "5")
  void vectors_comeBack(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 0, max = 100) int share,
      @ForAll @IntRange(min = 0, max = 1000) int reach,
      @ForAll long seed)
      throws LicFormatException {
    SplittableRandom random = new SplittableRandom(seed);
    int[] right = flow(width * height, 2047, random);
    int[] down = flow(width * height, 2047, random);
    MotionVectors vectors = some(width, right, down, share, reach, random);
    MotionVectors read = MotionVectors.parse(vectors.toBytes(USUAL), width, right, down, USUAL);
    boolean any = false;
    for (int block = 0; block < vectors.blocks(); block++) {
      assertThat(read.isGiven(block)).isEqualTo(vectors.isGiven(block));
      assertThat(read.right(block)).isEqualTo(vectors.right(block));
      assertThat(read.down(block)).isEqualTo(vectors.down(block));
      any |= read.isGiven(block);
    }
    assertThat(read.isAnyGiven()).isEqualTo(any);
  }

  @Test
  void expectation_isTheMedianOfNeighboursAndOtherwiseFlow() {
    MotionVectors vectors = new MotionVectors(3, new int[9], new int[] {9, 9, 9, 9, 9, 9, 9, 9, 9});
    assertThat(vectors.expectedRight(0)).isZero();
    assertThat(vectors.expectedDown(0)).isEqualTo(9);
    vectors.give(1, 40, 9 + 8);
    assertThat(vectors.expectedRight(4)).as("0, 40 and 0").isZero();
    vectors.give(2, 80, 9 - 4);
    assertThat(vectors.expectedRight(4)).as("0, 40 and 80").isEqualTo(40);
    assertThat(vectors.expectedDown(4)).as("9, 17 and 5").isEqualTo(9);
    vectors.give(3, 60, 9);
    assertThat(vectors.expectedRight(4)).as("60, 40 and 80").isEqualTo(60);
    assertThat(vectors.givenAround(4)).isEqualTo(3);
    assertThat(vectors.neighboursGiven(4)).containsExactly(3, 1, 2);
    assertThat(vectors.givenAround(5)).as("nothing beyond the edge").isEqualTo(1);
  }

  @Test
  void vectorsThatNobodyCouldRead_areRefused() {
    MotionVectors vectors = new MotionVectors(2, new int[4], new int[4]);
    assertThatThrownBy(() -> vectors.give(0, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vector 2, 0 of block 0 cannot be coded");
    assertThatThrownBy(() -> vectors.give(0, 0, 2048)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MotionVectors(3, new int[4], new int[4]))
        .hasMessage("4 and 4 blocks in rows of 3");
  }

  @Test
  void objectThatMovesAsOne_costsLittle() {
    MotionVectors vectors = new MotionVectors(40, new int[1200], new int[1200]);
    for (int row = 8; row < 20; row++) {
      for (int column = 10; column < 26; column++) {
        vectors.give(40 * row + column, 48, -20);
      }
    }
    assertThat(vectors.toBytes(USUAL)).hasSizeLessThan(60);
    assertThat(new MotionVectors(40, new int[1200], new int[1200]).toBytes(USUAL))
        .hasSizeLessThan(8);
  }

  @Test
  void fewVectors_takeLittleMoreThanTheirComponents() {
    MotionVectors vectors = new MotionVectors(44, new int[44 * 36], new int[44 * 36]);
    for (int block : new int[] {300, 301, 345, 700, 1000}) {
      vectors.give(block, vectors.expectedRight(block) + 8, vectors.expectedDown(block) - 4);
    }
    assertThat(vectors.toBytes(USUAL)).hasSizeLessThanOrEqualTo(18);
  }

  @Property(tries = 2000, seed = "6")
  void damagedBytes_areRefusedOrOtherVectors(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] flow = flow(12 * 9, 300, random);
    byte[] bytes = some(12, flow, flow, 30, 40, random).toBytes(USUAL);
    switch (random.nextInt(3)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 6));
      default -> random.nextBytes(bytes);
    }
    byte[] damaged = bytes;
    try {
      MotionVectors read = MotionVectors.parse(damaged, 12, flow, flow, USUAL);
      for (int block = 0; block < read.blocks(); block++) {
        assertThat(Math.abs(read.right(block))).isLessThanOrEqualTo(MotionVectors.LIMIT);
        assertThat(Math.abs(read.down(block))).isLessThanOrEqualTo(MotionVectors.LIMIT);
      }
    } catch (LicFormatException e) {
      assertThat(e.offset()).isBetween(0L, (long) damaged.length);
    }
  }
}
