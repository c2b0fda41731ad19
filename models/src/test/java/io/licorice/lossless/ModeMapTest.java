package io.licorice.lossless;

import static io.licorice.lossless.MotionMemory.USUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ModeMapTest {
  @Property(tries = 300, seed = "9")
  void map_comesBack(
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 1, max = 40) int run,
      @ForAll long seed)
      throws LicFormatException {
    Random random = new Random(seed);
    int[] modes = new int[width * height];
    for (int i = 0; i < modes.length; i++) {
      modes[i] = i == 0 || random.nextInt(run) == 0 ? random.nextInt(3) : modes[i - 1];
    }
    byte[] stream = ModeMap.encode(modes, width, USUAL);
    assertThat(ModeMap.decode(stream, width, height, USUAL)).isEqualTo(modes);
  }

  @Test
  void mapsAsVideosHaveThem_takeLessThanMapsOfWhichNothingIsKnown() {
    int known = 0;
    int unknown = 0;
    Random random = new Random(4);
    for (int map = 0; map < 20; map++) {
      int[] modes = new int[22 * 18];
      for (int i = 0; i < modes.length; i++) {
        int near = i < 22 ? 0 : modes[random.nextBoolean() ? i - 1 : i - 22];
        modes[i] = random.nextInt(6) > 0 ? near : random.nextInt(3);
      }
      known += ModeMap.encode(modes, 22, USUAL).length;
      unknown += LevelMap.encode(modes, 22, ModeMap.MODES).length;
    }
    assertThat(known).isLessThan((int) (0.95 * unknown));
  }

  @Test
  void otherModes_areRefused() {
    assertThatThrownBy(() -> ModeMap.encode(new int[] {3}, 1, USUAL))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> ModeMap.encode(new int[3], 2, USUAL));
  }

  @Test
  void bytesLeft_areRefused() {
    byte[] longer = Arrays.copyOf(ModeMap.encode(new int[12], 4, USUAL), 20);
    assertThatThrownBy(() -> ModeMap.decode(longer, 4, 3, USUAL))
        .isInstanceOf(LicFormatException.class);
  }
}
