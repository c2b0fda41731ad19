package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import io.licorice.codec.EncodeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs {@link GuiSession} on a virtual display, and looks at what it leaves. Screenshots stay in
 * {@code target/gui/screenshots}. Where {@code Xvfb} and {@code openbox} are missing it is skipped,
 * unless the environment says {@code LICORICE_GUI=required}.
 */
final class GuiTest {
  private static final String SCREEN = "1280x1024x24";
  private static final long PATIENCE_SECONDS = 300;

  private static final Path FOLDER = Path.of("target", "gui").toAbsolutePath();
  private static final List<Process> STARTED = new ArrayList<>();
  private static String display;

  @BeforeAll
  static void runSession() throws Exception {
    boolean required = "required".equals(System.getenv("LICORICE_GUI"));
    boolean there = isThere("Xvfb") && isThere("openbox");
    Assumptions.assumeTrue(required || there, "needs Xvfb and openbox");
    clear();
    try (Work work = Work.begin("Saving")) {
      EncodeOptions lossless = EncodeOptions.builder().lossless().build();
      ImagePlus input = new ImagePlus("input", TestStacks.plane(400, 300, 24, 1));
      StackSaver.save(input, FOLDER.resolve("input.lic"), slice -> lossless, work);
    }
    display = startDisplay();
    STARTED.add(start("openbox"));
    Process session =
        start(
            java(),
            "-Xmx700m",
            "-cp",
            System.getProperty("java.class.path"),
            GuiSession.class.getName(),
            FOLDER.toString());
    boolean ended = session.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    STARTED.add(session);
    assertThat(ended).as("the session ends").isTrue();
    assertThat(session.exitValue()).as(Files.readString(log(java()))).isZero();
  }

  @AfterAll
  static void stop() {
    for (int i = STARTED.size() - 1; i >= 0; i--) {
      STARTED.get(i).destroyForcibly();
    }
  }

  @Test
  void recorderHasALineForEachCommand() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("recorded.txt")))
        .contains("run(\"LIC...\"")
        .contains("run(\"LIC Image...\"");
  }

  private static void clear() throws IOException {
    Files.createDirectories(FOLDER);
    try (var all = Files.walk(FOLDER)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isThere(String program) {
    for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Starts a display, which says its own number. */
  private static String startDisplay() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp");
    builder.redirectError(log("Xvfb").toFile());
    Process process = builder.start();
    STARTED.add(process);
    String number = process.inputReader().readLine();
    assertThat(number).as("the display's number").isNotNull();
    return ":" + number.trim();
  }

  private static Process start(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DISPLAY", display);
    builder.redirectErrorStream(true);
    builder.redirectOutput(log(command[0]).toFile());
    return builder.start();
  }

  private static Path log(String program) {
    return FOLDER.resolve(Path.of(program).getFileName() + ".log");
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }
}
