package io.licorice.examples;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds and runs other programs. */
final class Programs {
  private Programs() {}

  /** Whether a program of this name is on the search path. */
  static boolean isInstalled(String name) {
    String path = System.getenv("PATH");
    for (String folder : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
      File plain = new File(folder, name);
      File windows = new File(folder, name + ".exe");
      if ((plain.isFile() && plain.canExecute()) || windows.isFile()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a command can be run and ends with status 0. */
  static boolean succeeds(Path log, List<String> command) {
    try {
      run(log, command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param log a file for what it prints, overwritten
   * @return seconds from start to end
   * @throws IOException if it fails; the message holds the last line that it printed
   */
  static double run(Path log, List<String> command) throws IOException {
    return run(
        log,
        command,
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
  }

  /**
   * Runs a program whose standard output is wanted.
   *
   * @param log a file for what it says on standard error, overwritten
   * @param output a file for its standard output, overwritten
   * @return seconds from start to end
   * @throws IOException if it fails; the message holds the last line of the log
   */
  static double run(Path log, Path output, List<String> command) throws IOException {
    return run(
        log,
        command,
        new ProcessBuilder(command).redirectError(log.toFile()).redirectOutput(output.toFile()));
  }

  private static double run(Path log, List<String> command, ProcessBuilder builder)
      throws IOException {
    long start = System.nanoTime();
    Process process = builder.start();
    int status;
    try {
      process.getOutputStream().close();
      status = process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status != 0) {
      List<String> lines =
          new String(Files.readAllBytes(log), Charset.defaultCharset())
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      String last = lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
      throw new IOException(command.get(0) + " failed with status " + status + last);
    }
    return seconds;
  }
}
