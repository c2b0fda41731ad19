package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LabelMapTest {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 72;

  private static List<LabelClass> classes(int count) {
    return IntStream.range(0, count).mapToObj(i -> new LabelClass("class " + i, i * 1234)).toList();
  }

  /** Discs on a background without label, with outlines as unsteady as a hand's. */
  private static LabelMap discs(int classes, long seed) {
    Random random = new Random(seed);
    int[] labels = new int[WIDTH * HEIGHT];
    int[] instances = new int[labels.length];
    Arrays.fill(labels, LabelMap.UNLABELLED);
    for (int n = 1; n <= 6; n++) {
      int centreX = random.nextInt(WIDTH);
      int centreY = random.nextInt(HEIGHT);
      int radius = 4 + random.nextInt(20);
      for (int i = 0; i < labels.length; i++) {
        double distance = Math.hypot(i % WIDTH - centreX, i / WIDTH - centreY);
        if (distance + random.nextInt(3) < radius) {
          labels[i] = n % classes;
          instances[i] = n;
        }
      }
    }
    return LabelMap.of(WIDTH, HEIGHT, classes(classes), labels).withInstances(instances);
  }

  private static LabelMap written(LabelMap map) throws IOException {
    byte[] coded =
        Coding.encode(
            TestPictures.photoLike(map.width(), map.height(), 1, 1),
            EncodeOptions.builder().lossless().build());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LicFileWriter(out).write(coded, PictureMetadata.NONE.withLabels(map), List.of());
    return LicFile.open(ByteSource.of(out.toByteArray())).metadata(0).labels().orElseThrow();
  }

  @Property(tries = 40)
  void everyMap_comesBackFromItsBox(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 255) int classes,
      @ForAll @DoubleRange(max = 30) double tolerance,
      @ForAll long seed)
      throws LicFormatException {
    Random random = new Random(seed);
    int[] labels = random.ints((long) width * height, -1, classes).toArray();
    LabelMap map = LabelMap.of(width, height, classes(classes), labels);
    if (random.nextBoolean()) {
      map = map.withInstances(random.ints(labels.length, 0, 256).map(i -> i | 1).toArray());
    }
    LabelMap simple = map.simplified(tolerance);
    assertThat(LabelMap.parse(map.toBytes(), 0, width, height, List.of())).isEqualTo(map);
    assertThat(LabelMap.parse(simple.toBytes(), 0, width, height, List.of())).isEqualTo(simple);
  }

  @Test
  void map_standsInTheFileBesideThePicture() throws IOException {
    LabelMap map = discs(3, 1);
    assertThat(written(map)).isEqualTo(map);
    assertThat(map.areas())
        .isEqualTo(
            IntStream.range(0, 3)
                .mapToLong(
                    c ->
                        IntStream.range(0, WIDTH * HEIGHT)
                            .filter(i -> map.at(i % WIDTH, i / WIDTH) == c)
                            .count())
                .toArray());
  }

  @Test
  void mapOfAnotherSize_isRefused() throws IOException {
    byte[] coded =
        Coding.encode(
            TestPictures.photoLike(20, 10, 1, 1), EncodeOptions.builder().lossless().build());
    LicFileWriter writer = new LicFileWriter(new ByteArrayOutputStream());
    assertThatThrownBy(
            () -> writer.write(coded, PictureMetadata.NONE.withLabels(discs(2, 1)), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label map of 96x72 with 2 classes for a picture of 20x10");
  }

  @Property(tries = 25)
  void simplifiedMap_hasNoLabelFartherFromItsPlaceThanTheTolerance(
      @ForAll @IntRange(min = 1, max = 9) int classes,
      @ForAll @DoubleRange(max = 24) double tolerance,
      @ForAll long seed) {
    LabelMap map = discs(classes, seed);
    LabelMap simple = map.simplified(tolerance);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        assertThat(isNear(map, x, y, simple, tolerance)).as("%d,%d", x, y).isTrue();
      }
    }
  }

  private static boolean isNear(LabelMap map, int x, int y, LabelMap simple, double tolerance) {
    int reach = (int) tolerance;
    for (int v = Math.max(0, y - reach); v <= Math.min(HEIGHT - 1, y + reach); v++) {
      for (int u = Math.max(0, x - reach); u <= Math.min(WIDTH - 1, x + reach); u++) {
        if (Math.hypot(u - x, v - y) <= tolerance
            && map.at(u, v) == simple.at(x, y)
            && map.instanceAt(u, v) == simple.instanceAt(x, y)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void mapOfMoreLabelsThanAReaderTakes_isNotWritten() {
    byte[] levels = new byte[8193 * 8192];
    LabelMap map = new LabelMap(8193, 8192, 0, classes(2), levels, new byte[0]);
    assertThatThrownBy(map::toBytes)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("67117056 labels: a file has room for 67108864");
  }

  @Test
  void simplifiedMap_takesFewerBytes() {
    LabelMap map = discs(4, 3);
    int[] none = new int[WIDTH * HEIGHT];
    int fixed = LabelMap.of(WIDTH, HEIGHT, map.classes(), none).toBytes().length;
    int exact = map.toBytes().length - fixed;
    int fine = map.simplified(2).toBytes().length - fixed;
    int coarse = map.simplified(6).toBytes().length - fixed;
    assertThat(fine).isLessThan(exact / 2);
    assertThat(coarse).isLessThan(fine * 3 / 4);
    assertThat(map.simplified(0)).isEqualTo(map);
  }

  @Test
  void speckThatIsSmallerThanTheTolerance_goesAway() {
    int[] labels = new int[40 * 40];
    labels[20 * 40 + 20] = 1;
    labels[20 * 40 + 21] = 1;
    LabelMap simple = LabelMap.of(40, 40, classes(2), labels).simplified(2);
    assertThat(simple.areas()).containsExactly(1600, 0);
  }

  @Test
  void wrongNumbers_areRefusedInASentence() {
    List<LabelClass> two = classes(2);
    assertThatThrownBy(() -> LabelMap.of(2, 1, two, new int[] {0, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label 2 at 1,0: there are 2 classes");
    assertThatThrownBy(() -> LabelMap.of(2, 2, two, new int[3]))
        .hasMessage("3 labels for a picture of 2x2");
    assertThatThrownBy(() -> LabelMap.of(1, 1, List.of(), new int[1]))
        .hasMessage("1 to 255 classes expected, found 0");
    assertThatThrownBy(() -> new LabelClass("", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LabelClass("x".repeat(65), 0))
        .isInstanceOf(IllegalArgumentException.class);
    LabelMap map = discs(2, 1);
    assertThatThrownBy(() -> map.simplified(65)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.simplified(4).simplified(4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.withInstances(new int[WIDTH * HEIGHT - 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 300)
  void changedBytes_areAFormatException(@ForAll long seed) throws LicFormatException {
    byte[] body = discs(3, 5).simplified(3).toBytes();
    Random random = new Random(seed);
    int at = random.nextInt(body.length);
    body[at] ^= (byte) (1 + random.nextInt(255));
    assertThatThrownBy(() -> LabelMap.parse(body, 1000, WIDTH, HEIGHT, List.of()))
        .isInstanceOf(LicFormatException.class);
    byte[] shorter = Arrays.copyOf(body, random.nextInt(body.length));
    assertThatThrownBy(() -> LabelMap.parse(shorter, 1000, WIDTH, HEIGHT, List.of()))
        .isInstanceOf(LicFormatException.class);
  }
}
