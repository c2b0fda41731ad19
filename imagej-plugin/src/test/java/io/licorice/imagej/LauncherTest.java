package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import io.licorice.imagej.launch.Launcher;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LauncherTest {
  private static final int JAVA_8 = 52;

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "9", "11", "16"})
  void olderJava_isToldOfInASentence(String version) {
    String real = System.getProperty("java.specification.version");
    try {
      System.setProperty("java.specification.version", version);
      IJ.redirectErrorMessages();

      new Launcher().run("save");

      assertThat(IJ.getErrorMessage()).contains("Licorice needs Java 17 or newer");
    } finally {
      System.setProperty("java.specification.version", real);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HandleExtraFileTypes",
        "io/licorice/imagej/launch/Launcher",
        "io/licorice/imagej/launch/FileTypes",
        "io/licorice/imagej/launch/LicIoPlugin",
        "io/licorice/imagej/launch/OpenLic",
        "io/licorice/imagej/launch/SaveLic"
      })
  void whatImageJLoadsFirst_isForJava8_andKnowsNoNewerClass(String name) throws IOException {
    try (InputStream in = LauncherTest.class.getResourceAsStream("/" + name + ".class")) {
      byte[] bytes = in.readAllBytes();
      try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
        data.readInt();
        data.readUnsignedShort();
        assertThat(data.readUnsignedShort()).isEqualTo(JAVA_8);
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertThat(text.replaceAll("io/licorice/imagej/launch", "")).doesNotContain("io/licorice");
    }
  }

  @Test
  void everyMenuEntry_leadsToACommand() throws IOException {
    try (InputStream in = LauncherTest.class.getResourceAsStream("/plugins.config")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> line.contains("Launcher("))
          .map(line -> line.replaceAll(".*Launcher\\(\"(.*)\"\\).*", "$1"))
          .forEach(name -> assertThat(Commands.has(name)).as(name).isTrue());
    }
  }
}
