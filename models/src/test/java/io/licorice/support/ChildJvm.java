package io.licorice.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a class of the test class path in a JVM of its own. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * What became of it.
   *
   * @param exitCode its exit code, -1 if it was killed after its time
   * @param output what it printed
   */
  public record Result(int exitCode, String output) {}

  /** Runs the main method of a class and waits. */
  public static Result run(Class<?> main, List<String> options, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    return run(classPath(), main, options, limit, arguments);
  }

  /** Does so without the entries of the class path whose paths contain a word. */
  public static Result runWithout(
      String word, Class<?> main, List<String> options, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    String rest =
        Arrays.stream(classPath().split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains(word))
            .collect(Collectors.joining(File.pathSeparator));
    return run(rest, main, options, limit, arguments);
  }

  private static Result run(
      String classPath, Class<?> main, List<String> options, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile("licorice-child", ".log");
    try {
      File file = log.toFile();
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file).start();
      boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      return new Result(ended ? process.exitValue() : -1, Files.readString(log));
    } finally {
      Files.delete(log);
    }
  }

  /** Surefire starts its own JVM with a jar that only names the real class path. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
