package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that do not fit in memory. */
class HugeImageTest {
  private static final Pattern LINE =
      Pattern.compile("error ([0-9.]+) tiles ([0-9]+) of ([0-9]+) bytes ([0-9]+) of ([0-9]+) .*");

  /** Of the 8 of a sample, so that a lossless file has at least 15 a pixel. */
  private static final int NOISE_BITS = 5;

  @TempDir private Path folder;

  @Test
  void image_isWrittenTileByTileAndAPartIsReadFromItsTiles()
      throws IOException, InterruptedException {
    Matcher line = run("-Xmx48m", 2000, 256, "Lossy", 0, 0.5, 3);
    assertThat(Integer.parseInt(line.group(2))).isBetween(9, 16);
    assertThat(Integer.parseInt(line.group(3))).isEqualTo(64);
  }

  @Test
  void hardLosslessImage_isWrittenTileByTileAndComesBackExactly()
      throws IOException, InterruptedException {
    // 48 MB of samples, as much as the whole heap, and 30 MB of file, held twice while being made
    // if it were held.
    Matcher line = run("-Xmx48m", 4000, 256, "Lossless", NOISE_BITS, 1, 0);
    assertThat(Integer.parseInt(line.group(2))).isBetween(4, 9);
    assertThat(Long.parseLong(line.group(5))).isGreaterThan(30_000_000);
  }

  @ParameterizedTest
  @CsvSource({"Lossy, 0, 0.5, 3", "Lossless, 5, 1, 0", "Lossy, 5, 1, 8"})
  @Exhaustive
  void imageOf20000x20000_isWrittenIn768MiBAndAPartCostsLessThanAHundredthOfTheTiles(
      String type, int noiseBits, double quality, double error)
      throws IOException, InterruptedException {
    Matcher line = run("-Xmx768m", 20_000, 512, type, noiseBits, quality, error);
    assertThat(Integer.parseInt(line.group(2)) * 100).isLessThan(Integer.parseInt(line.group(3)));
  }

  @Test
  @Exhaustive
  void imageWithATargetSize_isWrittenInLessMemoryThanItsAnalysesTake()
      throws IOException, InterruptedException {
    // 180 MB of analyses, 5 bytes a pixel.
    int target = 2_000_000;
    Matcher line = run("-Xmx160m", 6000, 512, "Lossy", NOISE_BITS, target, 12);
    // In pure noise a single step of the quality is worth some 4 % of the bytes.
    assertThat(Integer.parseInt(line.group(5))).isBetween(target / 100 * 95, target);
  }

  private Matcher run(
      String heap, int side, int tile, String type, int noiseBits, double rate, double error)
      throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            HugeImage.class,
            Duration.ofMinutes(30),
            List.of(heap),
            folder.resolve("huge.lic").toString(),
            Integer.toString(side),
            Integer.toString(tile),
            type,
            Integer.toString(noiseBits),
            Double.toString(rate));
    assertThat(result.exitCode()).as(result.output()).isZero();
    System.out.print(result.output());
    Matcher line = LINE.matcher(result.output().strip());
    assertThat(line.matches()).as(result.output()).isTrue();
    assertThat(Double.parseDouble(line.group(1))).isLessThanOrEqualTo(error);
    return line;
  }
}
