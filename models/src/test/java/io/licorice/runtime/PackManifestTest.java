package io.licorice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackManifestTest {
  private static PackManifest withSteps(int lowest, int highest) {
    return new PackManifest(
        "a", 1, "family", "terms", 1, 1, 2, 1, lowest, highest, 1, 0, 0, 0, 0, null, 0, 0,
        Map.of());
  }

  @Test
  void stepsOfAPack_areFewEnoughThatNoneMarksExactCells() {
    assertThat(withSteps(-1, 65533).highestStep()).isEqualTo(65533);
    assertThatThrownBy(() -> withSteps(-1, 65534))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 to 65535 quality steps expected, found 65536");
    assertThatThrownBy(() -> withSteps(5, 4)).hasMessageContaining("found 0");
    assertThatThrownBy(() -> withSteps(Integer.MIN_VALUE, Integer.MAX_VALUE))
        .hasMessageContaining("found 4294967296");
  }

  @Test
  void packWithMoreSteps_isNamedAsBroken(@TempDir Path folder) throws IOException {
    Path tiny = Path.of("src/test/resources/packs/tiny/manifest.json");
    String manifest =
        Files.readString(tiny).replaceFirst("\"highestStep\": *\\d+", "\"highestStep\": 70000");
    Path pack = Files.createDirectory(folder.resolve("tiny"));
    Files.writeString(pack.resolve("manifest.json"), manifest);
    PackRegistry registry = new PackRegistry(Optional.of(folder));
    assertThat(registry.packs()).noneMatch(p -> p.manifest().id().equals("tiny"));
    assertThat(registry.broken())
        .singleElement()
        .asString()
        .contains("quality steps expected, found 7");
  }

  @Test
  void filesOfAnotherPack_areReadFromItsFolder_andChecked(@TempDir Path folder) throws IOException {
    Path tiny = Files.createDirectory(folder.resolve("tiny"));
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/packs/tiny"))) {
      for (Path file : files.toList()) {
        Files.copy(file, tiny.resolve(file.getFileName()));
      }
    }
    String manifest =
        Files.readString(tiny.resolve("manifest.json"))
            .replace("\"id\": \"tiny\"", "\"id\": \"other\"")
            .replaceAll("(\"sha256\": \"[0-9a-f]{64}\")", "$1, \"pack\": \"tiny\"");
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("manifest.json"), manifest);
    ModelPack pack = new PackRegistry(Optional.of(folder)).byId("other");
    assertThat(pack.verify()).isEmpty();
    assertThat(pack.file("tables.bin")).isEqualTo(Files.readAllBytes(tiny.resolve("tables.bin")));

    Files.delete(tiny.resolve("tables.bin"));
    Files.writeString(tiny.resolve("quality.bin"), "of another version");
    assertThat(pack.verify())
        .hasSize(2)
        .anyMatch(p -> p.contains("tables.bin is missing"))
        .anyMatch(p -> p.contains("quality.bin has SHA-256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../photo", "a/b", "", "c:", "a b"})
  void namesOfOtherPacks_leadNowhereElse(String name) {
    assertThatThrownBy(() -> new PackManifest.PackFile(1, "00", name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the name of a pack: " + name);
  }

  @Test
  void bundledPacks_areComplete() throws IOException {
    PackRegistry registry = new PackRegistry(Optional.empty());
    assertThat(registry.byId("photo").verify()).isEmpty();
    assertThat(registry.byId("photo-ssim").verify()).isEmpty();
  }
}
