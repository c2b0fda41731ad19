package io.licorice.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The most memory that a program holds at a time, as GNU {@code time} tells it: the largest
 * resident set of the process, shared libraries included.
 */
final class ProcessMemory {
  private static final long KIBI = 1024;

  private final Path report;
  private final boolean available;

  private ProcessMemory(Path report, boolean available) {
    this.report = report;
    this.available = available;
  }

  /** Finds out whether GNU {@code time} is there; other programs of that name do not do. */
  static ProcessMemory in(ScratchFolder scratch) throws IOException {
    ProcessMemory memory = new ProcessMemory(scratch.file("memory.txt"), true);
    boolean works =
        Programs.isInstalled("time")
            && Programs.succeeds(scratch.file("time.txt"), memory.wrapped(List.of("time", "-V")))
            && parse(Files.readString(memory.report, StandardCharsets.ISO_8859_1)).isPresent();
    return new ProcessMemory(memory.report, works);
  }

  /** Whether anything is measured here. */
  boolean isAvailable() {
    return available;
  }

  /**
   * Runs a command and tells its peak.
   *
   * @param log a file for what it prints, overwritten
   */
  OptionalLong peakBytes(Path log, List<String> command) throws IOException {
    if (!available) {
      return OptionalLong.empty();
    }
    Programs.run(log, wrapped(command));
    return parse(Files.readString(report, StandardCharsets.ISO_8859_1));
  }

  private List<String> wrapped(List<String> command) {
    return Stream.concat(Stream.of("time", "-f", "%M", "-o", report.toString()), command.stream())
        .toList();
  }

  /** Reads the report, whose last line is a number of KiB. */
  static OptionalLong parse(String text) {
    String last = text.strip().lines().reduce("", (before, line) -> line).strip();
    return last.matches("[0-9]{1,12}")
        ? OptionalLong.of(Long.parseLong(last) * KIBI)
        : OptionalLong.empty();
  }
}
