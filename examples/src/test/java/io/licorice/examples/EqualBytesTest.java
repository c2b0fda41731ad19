package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import io.licorice.examples.BenchCodec.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Pictures at equal bytes. */
final class EqualBytesTest {
  private final List<Double> tried = new ArrayList<>();

  private EqualBytes.Found search(
      long target, double step, DoubleUnaryOperator bytes, double... ladder) throws IOException {
    Map<Double, Long> known = new LinkedHashMap<>();
    for (double quality : ladder) {
      known.put(quality, Math.round(bytes.applyAsDouble(quality)));
    }
    return new EqualBytes(target, step)
        .search(
            known,
            quality -> {
              tried.add(quality);
              long size = Math.round(bytes.applyAsDouble(quality));
              return new Trial(size, 0, 0, Picture.blank(1, 1, 3, 8));
            });
  }

  @Test
  void bytesThatGrowWithTheQualityAreMet() throws IOException {
    EqualBytes.Found found =
        search(30_000, 0.01, q -> 2000 * Math.exp(0.05 * q) + 20 * q, 0, 25, 50, 75, 100);
    assertThat(found.trial().bytes()).isBetween(29_850L, 30_150L);
    assertThat(tried).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void bytesThatFallWithTheQualityAreMet() throws IOException {
    EqualBytes.Found found = search(30_000, 0.1, q -> 1_179_648 / q, 240, 60, 25, 9.6);
    assertThat(found.trial().bytes()).isBetween(29_850L, 30_150L);
    assertThat(tried).allMatch(q -> Math.abs(q * 10 - Math.rint(q * 10)) < 1e-6);
  }

  @Test
  void wholeQualitiesStayWhole() throws IOException {
    EqualBytes.Found found = search(30_000, 1, q -> 2000 * Math.exp(0.1 * q), 8, 18, 60, 95);
    assertThat(found.quality()).isEqualTo(27);
    assertThat(tried).allMatch(q -> q == Math.rint(q));
  }

  @Test
  void beyondTheRangeTheEndIsTaken() throws IOException {
    assertThat(search(10, 1, q -> 100 * q, 5, 50, 90).quality()).isEqualTo(5);
    assertThat(search(1_000_000, 1, q -> 100 * q, 5, 50, 90).quality()).isEqualTo(90);
    assertThat(search(500, 1, q -> 500, 40).trial().bytes()).isEqualTo(500);
  }

  @Test
  void theWindowIsWhereThereIsMostToSee() {
    Picture picture = TestPictures.flat(200, 150, 90, 90, 90);
    short[] green = picture.plane(1);
    for (int y = 96; y < 128; y++) {
      for (int x = 128; x < 176; x++) {
        green[y * 200 + x] = (short) ((x + y) % 2 * 200);
      }
    }
    assertThat(DetailWindow.of(picture, 48, 32)).isEqualTo(new Region(128, 96, 48, 32));
    assertThat(DetailWindow.of(picture, 300, 300)).isEqualTo(new Region(0, 0, 200, 150));
    assertThat(DetailWindow.of(TestPictures.flat(1, 1, 7), 10, 10))
        .isEqualTo(new Region(0, 0, 1, 1));
  }

  @Test
  void picturesAreTakenFromAllOverTheFolder() {
    assertThat(BenchMeter.spread(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 3))
        .containsExactly(0, 4, 8);
    assertThat(BenchMeter.spread(List.of(0, 1), 3)).containsExactly(0, 1);
    assertThat(BenchMeter.spread(List.of(0, 1), 0)).isEmpty();
  }
}
