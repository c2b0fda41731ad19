package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.support.ChildJvm;
import io.licorice.support.Exhaustive;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutatedFilesTest {
  @Test
  void damagedFiles_endInAPictureOrAnException() throws IOException, InterruptedException {
    decodeMutated(1500, 1);
  }

  @Test
  @Exhaustive
  void tenThousandDamagedFiles_endInAPictureOrAnException()
      throws IOException, InterruptedException {
    decodeMutated(10_000, 2);
  }

  private static void decodeMutated(int count, long seed) throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            MutatedFiles.class,
            List.of("-Xmx256m"),
            Duration.ofSeconds(60 + count / 10),
            Integer.toString(count),
            Long.toString(seed));
    System.out.print(result.output());
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
