package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final int MEMORY = 1_000_000;

  @TempDir private Path folder;

  private final List<String> warnings = new ArrayList<>();

  private static byte[] bytes(int count, int seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Adds pieces of all sizes and reads pieces of all sizes. */
  private static void assertKeeps(Spool spool, byte[] all) throws IOException {
    Random random = new Random(1);
    for (int at = 0; at < all.length; ) {
      int count = Math.min(all.length - at, random.nextInt(1 << random.nextInt(20)));
      spool.add(Arrays.copyOfRange(all, at, at + count));
      at += count;
    }
    assertThat(spool.length()).isEqualTo(all.length);
    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(all.length);
      int count = random.nextInt(Math.min(all.length - from, 200_000) + 1);
      byte[] target = new byte[count + 7];
      spool.read(from, target, 3, count);
      assertThat(Arrays.copyOfRange(target, 3, 3 + count))
          .isEqualTo(Arrays.copyOfRange(all, from, from + count));
    }
    assertThatThrownBy(() -> spool.read(all.length - 3, new byte[4], 0, 4))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void fewBytes_stayInMemory() throws IOException {
    try (Spool spool = new Spool(Scratch.in(folder), MEMORY, warnings::add)) {
      assertKeeps(spool, bytes(MEMORY, 1));
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void manyBytes_goToAFileThatIsGoneAfterwards() throws IOException {
    try (Spool spool = new Spool(Scratch.in(folder), MEMORY, warnings::add)) {
      assertKeeps(spool, bytes(2 * MEMORY + 12_345, 2));
    }
    assertThat(folder).isEmptyDirectory();
    assertThat(warnings).isEmpty();
  }

  @Test
  void spoolInMemory_makesNoFile() throws IOException {
    try (Spool spool = new Spool(Scratch.MEMORY, MEMORY, warnings::add)) {
      assertKeeps(spool, bytes(2 * MEMORY + 12_345, 3));
    }
  }

  @Test
  void folderThatCannotBeUsed_isAWarningAndBytesStayInMemory() throws IOException {
    try (Spool spool = new Spool(Scratch.in(folder.resolve("none")), MEMORY, warnings::add)) {
      assertKeeps(spool, bytes(2 * MEMORY, 4));
    }
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("none");
  }

  @Test
  void interruptedThread_cancels() throws IOException {
    try (Spool spool = new Spool(Scratch.in(folder), MEMORY, warnings::add)) {
      spool.add(bytes(MEMORY, 5));
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> spool.add(bytes(1, 6))).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
