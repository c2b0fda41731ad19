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

/** Images that do not fit in memory. */
class HugeImageTest {
  private static final Pattern LINE =
      Pattern.compile("error ([0-9.]+) tiles ([0-9]+) of ([0-9]+) bytes ([0-9]+) of ([0-9]+) .*");

  @TempDir private Path folder;

  @Test
  void image_isWrittenTileByTileAndAPartIsReadFromItsTiles()
      throws IOException, InterruptedException {
    // 12 MB of samples, of which the heap has room for one strip beside the networks' buffers.
    Matcher line = run("-Xmx48m", 2000, 256);
    assertThat(Integer.parseInt(line.group(2))).isBetween(9, 16);
    assertThat(Integer.parseInt(line.group(3))).isEqualTo(64);
  }

  @Test
  @Exhaustive
  void imageOf20000x20000_isWrittenIn768MiBAndAPartCostsLessThanAHundredthOfTheTiles()
      throws IOException, InterruptedException {
    Matcher line = run("-Xmx768m", 20_000, 512);
    assertThat(Integer.parseInt(line.group(2)) * 100).isLessThan(Integer.parseInt(line.group(3)));
    assertThat(Long.parseLong(line.group(4)) * 50).isLessThan(Long.parseLong(line.group(5)));
  }

  private Matcher run(String heap, int side, int tile) throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            HugeImage.class,
            Duration.ofMinutes(30),
            List.of(heap),
            folder.resolve("huge.lic").toString(),
            Integer.toString(side),
            Integer.toString(tile));
    assertThat(result.exitCode()).as(result.output()).isZero();
    System.out.print(result.output());
    Matcher line = LINE.matcher(result.output().strip());
    assertThat(line.matches()).as(result.output()).isTrue();
    assertThat(Double.parseDouble(line.group(1))).isLessThan(3);
    return line;
  }
}
