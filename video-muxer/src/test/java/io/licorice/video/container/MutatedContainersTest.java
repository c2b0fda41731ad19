package io.licorice.video.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.NewFile;
import io.licorice.video.FrameSource;
import io.licorice.video.PacketSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files end in clear errors or in fewer frames, soon and without eating memory. */
class MutatedContainersTest {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"mkv, 2000", "mp4, 1500", "mov, 500"})
  void mutatedContainers_areReadOrRefused(String extension, int files) throws IOException {
    Path source = folder.resolve("source.mkv");
    MediaSamples.source(
        source,
        List.of(MediaSamples.aac(0), MediaSamples.text()),
        List.of(MediaSamples.aacPackets(1, 0), MediaSamples.textPackets(2)));
    Path good = folder.resolve("good." + extension);
    MediaSamples.write(
        good,
        MediaSamples.packets(30, MediaSamples.RATE, 1),
        MediaSamples.RATE,
        Companions.of(source));
    byte[] bytes = Files.readAllBytes(good);
    Path bad = folder.resolve("bad." + extension);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < files; i++) {
      Files.write(bad, mutated(bytes, random, extension.equals("mkv")));
      refused += assertTimeoutPreemptively(LONGEST, () -> isRefused(bad)) ? 1 : 0;
    }
    assertThat(refused).isBetween(files / 20, files);
  }

  @Test
  void mutatedY4m_isReadOrRefused() throws IOException {
    Path good = folder.resolve("good.y4m");
    MediaSamples.write(
        FrameSinks.y4m(good, 18, 11, MediaSamples.RATE, FrameSinks.Chroma.HALF), 18, 11, 4, 1);
    byte[] bytes = Files.readAllBytes(good);
    Path bad = folder.resolve("bad.y4m");
    Random random = new Random(9);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      Files.write(bad, mutated(bytes, random, true));
      refused += assertTimeoutPreemptively(LONGEST, () -> isRefusedY4m(bad)) ? 1 : 0;
    }
    assertThat(refused).isBetween(50, 1000);
  }

  /** Changes bytes, mostly where the structure is, cuts off, repeats or removes a part. */
  private static byte[] mutated(byte[] bytes, Random random, boolean isAtStart) {
    byte[] out = bytes.clone();
    int dense = Math.min(out.length, 1500);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at =
          switch (random.nextInt(3)) {
            case 0 -> random.nextInt(out.length);
            case 1 -> random.nextInt(dense);
            default -> isAtStart ? random.nextInt(dense) : out.length - 1 - random.nextInt(dense);
          };
      out[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) (out[at] ^ 1 << random.nextInt(8));
            case 2 -> -1;
            default -> 0;
          };
    }
    int part = random.nextInt(out.length);
    return switch (random.nextInt(8)) {
      case 0 -> java.util.Arrays.copyOf(out, part);
      case 1 -> without(out, part, Math.min(out.length, part + 1 + random.nextInt(40)));
      default -> out;
    };
  }

  private static byte[] without(byte[] bytes, int from, int to) {
    byte[] out = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, out, 0, from);
    System.arraycopy(bytes, to, out, from, bytes.length - to);
    return out;
  }

  private boolean isRefused(Path file) throws IOException {
    boolean isRefused = false;
    try (PacketSource source = Containers.open(file)) {
      for (int i = 0; i < source.frames().size(); i++) {
        source.read(i);
      }
    } catch (LicFormatException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
      isRefused = true;
    }
    // The same file as a source of companions, into both kinds of containers.
    for (String extension : List.of("mkv", "mp4")) {
      Path copy = file.resolveSibling("copy." + extension);
      try {
        MediaSamples.write(
            copy,
            MediaSamples.packets(3, MediaSamples.RATE, 1),
            MediaSamples.RATE,
            Companions.of(file));
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("(?s).{10,}");
        assertThat(NewFile.at(copy).folder()).isDirectoryNotContaining("glob:**.part");
        isRefused = true;
      }
      Files.deleteIfExists(copy);
    }
    return isRefused;
  }

  private static boolean isRefusedY4m(Path file) throws IOException {
    if (MediaFiles.probe(file) != ContainerFormat.Y4M) {
      return true;
    }
    try (FrameSource source = MediaInput.open(file).frames()) {
      while (source.next().isPresent()) {
        // until it ends
      }
      return false;
    } catch (LicFormatException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
      return true;
    }
  }
}
