package io.licorice.imagej;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that ImageJ's recorder wrote.
 *
 * @param command the menu's entry
 * @param options keys and values, empty if it has none
 */
record RecordedLine(String command, String options) {
  private static final Pattern LINE = Pattern.compile("run\\(\"([^\"]*)\"(?:, \"([^\"]*)\")?\\);");

  /** The lines of a session. */
  static List<RecordedLine> in(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("recorded.txt")).stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> new RecordedLine(line.group(1), line.group(2) == null ? "" : line.group(2)))
        .toList();
  }

  /** The first line of a command. */
  static RecordedLine first(Path folder, String command) throws IOException {
    return in(folder).stream()
        .filter(line -> line.command.equals(command))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line of " + command));
  }

  /** This line with another path. */
  RecordedLine with(String path, String other) {
    return new RecordedLine(command, options.replace(path, other));
  }

  /** As a macro has it, with apostrophes for quotes. */
  String macro() {
    return "run('" + command + "', '" + options + "');";
  }
}
