package io.licorice.lossless;

import static io.licorice.lossless.MotionMemory.USUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.licorice.bitstream.LicFormatException;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MotionMemoryTest {
  private static final int WIDTH = 44;
  private static final int BLOCKS = WIDTH * 36;
  private static final int CELLS_IN_ROW = WIDTH / 2;
  private static final int CELLS = BLOCKS / 4;

  /** A square of blocks that moves as one, from a block on. */
  private static MotionVectors square(int first, int toRight, int toBottom) {
    MotionVectors vectors = new MotionVectors(WIDTH, new int[BLOCKS], new int[BLOCKS]);
    for (int block = 0; block < BLOCKS; block++) {
      int right = block % WIDTH - first % WIDTH;
      int down = block / WIDTH - first / WIDTH;
      if (Math.min(right, down) >= 0 && Math.max(right, down) < 12) {
        vectors.give(block, toRight, toBottom);
      }
    }
    return vectors;
  }

  private static int[] modes(SplittableRandom random, int[] like, int change) {
    int[] modes = like.clone();
    for (int i = 0; i < modes.length; i++) {
      modes[i] = random.nextInt(change) == 0 ? random.nextInt(3) : modes[i];
    }
    return modes;
  }

  @Property(tries = 60, seed = "3")
  void frames_comeBackOneAfterAnother(
      @ForAll @IntRange(min = 2, max = 30) int change, @ForAll long seed)
      throws LicFormatException {
    SplittableRandom random = new SplittableRandom(seed);
    MotionMemory writing = USUAL;
    MotionMemory reading = USUAL;
    int[] map = new int[CELLS];
    for (int frame = 0; frame < 4; frame++) {
      MotionVectors vectors = square(random.nextInt(BLOCKS), 4 * random.nextInt(-9, 10), -8);
      map = modes(random, map, change);
      boolean moved = random.nextInt(3) > 0;
      boolean mixed = random.nextInt(3) > 0;
      Optional<MotionVectors> read = Optional.empty();
      Optional<int[]> shown = Optional.empty();
      if (moved) {
        byte[] bytes = vectors.toBytes(writing);
        int[] still = new int[BLOCKS];
        read = Optional.of(MotionVectors.parse(bytes, WIDTH, still, still, reading));
        for (int block = 0; block < BLOCKS; block++) {
          assertThat(read.get().isGiven(block)).isEqualTo(vectors.isGiven(block));
          assertThat(read.get().right(block)).isEqualTo(vectors.right(block));
          assertThat(read.get().down(block)).isEqualTo(vectors.down(block));
        }
      }
      if (mixed) {
        byte[] bytes = ModeMap.encode(map, CELLS_IN_ROW, writing);
        shown = Optional.of(ModeMap.decode(bytes, CELLS_IN_ROW, CELLS / CELLS_IN_ROW, reading));
        assertThat(shown.get()).isEqualTo(map);
      }
      Optional<MotionVectors> written = Optional.of(vectors).filter(any -> moved);
      Optional<int[]> selected = Optional.of(map.clone()).filter(any -> mixed);
      writing = writing.after(written, selected, CELLS_IN_ROW);
      reading = reading.after(read, shown, CELLS_IN_ROW);
    }
  }

  @Test
  void whatStaysTheSame_takesLess() {
    SplittableRandom random = new SplittableRandom(6);
    MotionVectors vectors = square(WIDTH + 5, 12, -4);
    int[] map = modes(random, new int[CELLS], 3);
    MotionMemory once = USUAL.after(Optional.of(vectors), Optional.of(map), CELLS_IN_ROW);
    assertThat(vectors.toBytes(once)).hasSizeLessThan(vectors.toBytes(USUAL).length * 3 / 4);
    int first = ModeMap.encode(map, CELLS_IN_ROW, USUAL).length;
    assertThat(ModeMap.encode(map, CELLS_IN_ROW, once).length).isLessThan(first * 3 / 4);
  }

  @Test
  void memoryBefore_staysAsItWas() {
    MotionVectors vectors = square(0, 8, 8);
    byte[] before = vectors.toBytes(USUAL);
    MotionMemory once = USUAL.after(Optional.of(vectors), Optional.empty(), CELLS_IN_ROW);
    byte[] after = vectors.toBytes(once);
    once.after(Optional.empty(), Optional.of(new int[CELLS]), CELLS_IN_ROW);
    assertThat(vectors.toBytes(USUAL)).isEqualTo(before);
    assertThat(vectors.toBytes(once)).isEqualTo(after).isNotEqualTo(before);
  }

  @Test
  void mapsOfOtherSizes_areRefused() {
    MotionMemory once = USUAL.after(Optional.empty(), Optional.of(new int[12]), 4);
    assertThatIllegalArgumentException().isThrownBy(() -> ModeMap.encode(new int[24], 4, once));
  }
}
