package io.licorice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackManifestTest {
  private static PackManifest withSteps(int lowest, int highest) {
    return new PackManifest(
        "a", 1, "family", "terms", 1, 1, 2, 1, lowest, highest, 1, 0, 0, 0, 0, Map.of());
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
}
