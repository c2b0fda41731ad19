package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders that users copy into ImageJ and Fiji. */
final class InstallFolderIT {
  @TempDir private Path folder;

  @Test
  void plainImageJ_findsEverythingInItsFolder() throws Exception {
    Path macro = folder.resolve("macro.ijm");
    Path file = folder.resolve("ramp.lic");
    Files.writeString(
        macro,
        """
        setBatchMode(true);
        newImage("ramp", "8-bit ramp", 300, 200, 3);
        run("LIC...", "mode=Quality quality=60 model=photo save=[FILE]");
        close();
        open("FILE");
        print("opened", getTitle(), nSlices, bitDepth());
        run("LIC Image...", "open=[FILE] virtual");
        print("imported", getTitle(), nSlices, bitDepth());
        """
            .replace("FILE", file.toString()));
    try (VirtualDisplay display = VirtualDisplay.start(folder)) {
      String printed =
          display.run(
              "imagej",
              VirtualDisplay.java(),
              "-Xmx700m",
              "-Dplugins.dir=" + installed("imagej"),
              "-cp",
              jarOfImageJ(),
              "ij.ImageJ",
              "-batch",
              macro.toString());

      assertThat(printed).contains("opened ramp.lic 3 8").contains("imported ramp.lic 3 8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagej", "fiji"})
  void folder_hasJarsAndThePage(String name) throws IOException {
    assertThat(names(installed(name))).contains("LICORICE-INSTALL.md");
    assertThat(names(installed(name).resolve("plugins")))
        .anyMatch(jar -> jar.contains("Licorice_-"));
    assertThat(names(installed(name).resolve("jars")))
        .anyMatch(jar -> jar.startsWith("licorice-models-"))
        .anyMatch(jar -> jar.startsWith("licorice-video-"))
        .anyMatch(jar -> jar.startsWith("onnxruntime"))
        .noneMatch(jar -> jar.matches("(ij-|scijava|humble).*"));
  }

  @Test
  void fiji_hasNoSecondClassForUnknownFiles() throws IOException {
    assertThat(names(installed("fiji").resolve("plugins"))).hasSize(1);
    assertThat(names(installed("imagej").resolve("plugins"))).hasSize(2);
  }

  private static Path installed(String name) {
    return Path.of("target", "install-" + name).toAbsolutePath();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static String jarOfImageJ() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.matches(".*[/\\\\]ij-[0-9][^/\\\\]*\\.jar"))
        .findFirst()
        .orElseThrow();
  }
}
