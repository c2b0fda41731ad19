package io.licorice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ByteKernelsTest {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  @Test
  void processorsThatMultiplyBytes_areFoundToDoSo() throws IOException {
    assumeTrue(Files.isReadable(PROCESSOR), "a system that tells what its processor can do");
    assumeTrue(Files.readString(PROCESSOR).contains("vnni"), "a processor with VNNI");
    assertThat(ByteKernels.areExact()).isTrue();
  }
}
