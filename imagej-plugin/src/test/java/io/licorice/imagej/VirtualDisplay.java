package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A display in memory with a window manager, and the programs that run on it, which end with it.
 * Needs {@code Xvfb} and {@code openbox}.
 */
final class VirtualDisplay implements AutoCloseable {
  private static final String SCREEN = "1280x1024x24";
  private static final long PATIENCE_SECONDS = 300;

  private final Path logs;
  private final Deque<Process> started = new ArrayDeque<>();
  private String name;

  private VirtualDisplay(Path logs) {
    this.logs = logs;
  }

  /**
   * Starts one. Skips the test where its programs are missing, unless the environment says {@code
   * LICORICE_GUI=required}.
   *
   * @param logs the folder for what programs print
   */
  static VirtualDisplay start(Path logs) throws IOException {
    boolean required = "required".equals(System.getenv("LICORICE_GUI"));
    boolean there = isThere("Xvfb") && isThere("openbox");
    Assumptions.assumeTrue(required || there, "needs Xvfb and openbox");
    VirtualDisplay display = new VirtualDisplay(Files.createDirectories(logs));
    display.name = display.startServer();
    display.start("openbox", "openbox");
    return display;
  }

  private static boolean isThere(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Starts the server, which finds a free number and says it. */
  private String startServer() throws IOException {
    Process process =
        new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp")
            .redirectError(log("Xvfb").toFile())
            .start();
    started.push(process);
    String number = process.inputReader().readLine();
    assertThat(number).as("the display's number").isNotNull();
    return ":" + number.trim();
  }

  private Process start(String log, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DISPLAY", name);
    builder.redirectErrorStream(true);
    builder.redirectOutput(log(log).toFile());
    Process process = builder.start();
    started.push(process);
    return process;
  }

  /** Runs a program to its end, which must be a good one, and returns what it printed. */
  String run(String log, String... command) throws Exception {
    Process process = start(log, command);
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    String printed = Files.readString(log(log));
    assertThat(ended).as("it ends; it has printed: " + printed).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private Path log(String program) {
    return logs.resolve(program + ".log");
  }

  /** The Java that runs the tests. */
  static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
