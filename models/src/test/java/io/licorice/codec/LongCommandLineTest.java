package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.support.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongCommandLineTest {
  /** Linux takes 131,071 characters in an argument, Windows 32,767 in all. */
  private static final int CHARACTERS = 12_000;

  private static final int ARGUMENTS = System.getProperty("os.name").startsWith("Windows") ? 1 : 20;

  @Test
  void longClassPath_doesNotEndTheProcess() throws IOException, InterruptedException {
    String[] arguments = new String[2 + ARGUMENTS];
    Arrays.fill(arguments, "x".repeat(CHARACTERS));
    arguments[0] = "1";
    arguments[1] = "1";
    ChildJvm.Result result =
        ChildJvm.run(ResidentMemory.class, List.of("-Xmx160m"), Duration.ofMinutes(2), arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
