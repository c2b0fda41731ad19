package io.licorice.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelMapTest {
  /** What a map looks like. */
  enum Kind {
    FLAT,
    NOISE,
    SPECKS,
    BOXES,
    RAMP
  }

  @Property(tries = 600)
  void map_comesBackAsItWas(
      @ForAll Kind kind,
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 2, max = 256) int levels,
      @ForAll long seed)
      throws LicFormatException {
    int[] map = map(kind, width, height, levels, seed);
    byte[] stream = LevelMap.encode(map.clone(), width, levels);
    assertThat(LevelMap.decode(stream, 0, stream.length, width, height, levels)).isEqualTo(map);
    byte[] within = new byte[stream.length + 9];
    System.arraycopy(stream, 0, within, 5, stream.length);
    assertThat(LevelMap.decode(within, 5, stream.length, width, height, levels)).isEqualTo(map);
  }

  private static int[] map(Kind kind, int width, int height, int levels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] map = new int[width * height];
    switch (kind) {
      case FLAT -> Arrays.fill(map, random.nextInt(levels));
      case NOISE -> Arrays.setAll(map, i -> random.nextInt(levels));
      case SPECKS ->
          Arrays.setAll(map, i -> random.nextInt(30) == 0 ? random.nextInt(levels) : levels / 2);
      case RAMP ->
          Arrays.setAll(map, i -> (i % width * 3 + i / width * 5 + random.nextInt(2)) % levels);
      case BOXES -> {
        for (int n = 0; n < 6; n++) {
          int left = random.nextInt(width);
          int top = random.nextInt(height);
          int level = random.nextInt(levels);
          for (int y = top; y < Math.min(height, top + 20); y++) {
            Arrays.fill(map, y * width + left, y * width + Math.min(width, left + 25), level);
          }
        }
      }
    }
    return map;
  }

  @Test
  void realisticMasks_costAFewBytes() {
    IntBinaryOperator outline = LevelMapTest::outline;
    assertThat(bytes(2, (x, y) -> 1)).isLessThanOrEqualTo(6);
    assertThat(bytes(2, (x, y) -> x >= 14 && x < 29 && y >= 8 && y < 19 ? 1 : 0))
        .as("rectangle")
        .isLessThanOrEqualTo(8);
    assertThat(bytes(2, (x, y) -> Math.hypot((x - 24) / 11.0, (y - 16) / 9.0) < 1 ? 1 : 0))
        .as("ellipse")
        .isLessThanOrEqualTo(18);
    assertThat(bytes(2, outline)).as("drawn").isLessThanOrEqualTo(20);
    assertThat(bytes(4, LevelMapTest::threeShapes)).as("four levels").isLessThanOrEqualTo(30);
  }

  /** Bytes of a map of a picture of 768 x 512 pixels. */
  private static int bytes(int levels, IntBinaryOperator level) {
    int[] map = new int[48 * 32];
    Arrays.setAll(map, i -> level.applyAsInt(i % 48, i / 48));
    return LevelMap.encode(map, 48, levels).length;
  }

  private static int outline(int x, int y) {
    SplittableRandom random = new SplittableRandom(5);
    double angle = Math.atan2(y - 16.0, x - 24.0);
    double radius = 8;
    for (int k = 1; k < 6; k++) {
      double cosine = random.nextDouble(-1, 1);
      radius += 4.0 / k * (cosine * Math.cos(k * angle));
      radius += 4.0 / k * (random.nextDouble(-1, 1) * Math.sin(k * angle));
    }
    return Math.hypot(x - 24.0, y - 16.0) < radius ? 1 : 0;
  }

  private static int threeShapes(int x, int y) {
    if (outline(x, y) > 0) {
      return 2;
    }
    if (x < 10 && y > 20) {
      return 3;
    }
    return x > 35 && y < 12 ? 1 : 0;
  }

  @Test
  void bytesOfAMap_areFixed() throws LicFormatException {
    int[] map = {0, 0, 0, 1, 1, 0, 0, 2, 2, 1, 1, 0, 0, 2, 2, 4, 1, 0, 0, 0, 0, 3, 3, 3};
    byte[] stream = HexFormat.of().parseHex("433f070098ccaa7c3974");
    assertThat(LevelMap.encode(map.clone(), 6, 5)).isEqualTo(stream);
    assertThat(LevelMap.decode(stream, 0, stream.length, 6, 4, 5)).isEqualTo(map);
  }

  @Test
  void patternsOfFourNeighbours_haveFifteenNumbers() {
    Set<Integer> numbers = new HashSet<>();
    for (int code = 0; code < 256; code++) {
      numbers.add(LevelMap.pattern(code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6));
    }
    assertThat(numbers).hasSize(15).allMatch(n -> n >= 0 && n < 15);
  }

  @Property(tries = 3000)
  void damagedStream_isRefusedInsideOfIt_orGivesSomeMap(
      @ForAll Kind kind,
      @ForAll @IntRange(min = 2, max = 256) int levels,
      @ForAll @IntRange(min = 0, max = 40) int cut,
      @ForAll int place,
      @ForAll byte value,
      @ForAll long seed) {
    byte[] stream = LevelMap.encode(map(kind, 20, 15, levels, seed), 20, levels);
    stream[Math.floorMod(place, stream.length)] = value;
    byte[] damaged = Arrays.copyOf(stream, Math.max(0, stream.length - cut));
    try {
      int[] map = LevelMap.decode(damaged, 0, damaged.length, 20, 15, levels);
      assertThat(map).hasSize(300);
      assertThat(Arrays.stream(map).boxed()).allMatch(level -> level >= 0 && level < levels);
    } catch (LicFormatException e) {
      assertThat(e.offset()).isBetween(0L, (long) damaged.length);
    }
  }

  @ParameterizedTest
  @CsvSource({"-2", "1", "2"})
  void streamOfAnotherLength_isRefused(int change) {
    byte[] stream = LevelMap.encode(map(Kind.BOXES, 30, 20, 4, 7), 30, 4);
    byte[] other = Arrays.copyOf(stream, stream.length + change);
    assertThatThrownBy(() -> LevelMap.decode(other, 0, other.length, 30, 20, 4))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("stream of a map");
  }

  @ParameterizedTest
  @CsvSource({"1,2,0", "3,2,0", "2,1,0", "2,257,0", "2,2,2", "2,2,-1"})
  void whatIsNoMap_isTheCallersMistake(int width, int levels, int level) {
    int[] map = {0, 0, 0, level};
    int wide = width == 1 ? 0 : width;
    assertThatThrownBy(() -> LevelMap.encode(map, wide, levels))
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
  }
}
