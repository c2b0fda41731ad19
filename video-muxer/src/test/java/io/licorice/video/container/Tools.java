package io.licorice.video.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other people's programs, where they are installed. */
final class Tools {
  private Tools() {}

  static void assumeInstalled(String... programs) {
    for (String program : programs) {
      boolean isThere =
          List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      assumeTrue(isThere, program + " is not installed");
    }
  }

  /** Runs a program to its end; what it prints on both streams. */
  static String run(Path scratch, String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command[0] + " hangs");
    }
    String text = Files.readString(out, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + text);
    }
    return text;
  }

  static String ffmpeg(Path scratch, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-y", "-v", "error", "-threads", "1"));
    command.addAll(List.of(options));
    return run(scratch, command.toArray(String[]::new));
  }

  /** Fields of a file's streams or packets, one line for each. */
  static List<String> ffprobe(Path scratch, Path file, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-of", "csv=p=0"));
    command.addAll(List.of(options));
    command.add(file.toString());
    String text = run(scratch, command.toArray(String[]::new));
    return text.lines()
        .map(line -> line.replaceAll("^,+|,+$", ""))
        .filter(l -> !l.isEmpty())
        .toList();
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(java.security.MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
