package io.licorice.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/** Says in one sentence what went wrong. */
final class Sentences {
  private Sentences() {}

  static String of(Throwable fault) {
    if (fault instanceof UncheckedIOException && fault.getCause() != null) {
      return of(fault.getCause());
    }
    if (fault instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist.";
    }
    if (fault instanceof AccessDeniedException denied) {
      return "there is no permission for " + denied.getFile() + ".";
    }
    if (fault instanceof CancellationException) {
      return "the work was cancelled.";
    }
    if (fault instanceof OutOfMemoryError) {
      return "there is not enough memory; allow more, such as JAVA_TOOL_OPTIONS=-Xmx8g.";
    }
    if (fault instanceof IOException || fault instanceof IllegalArgumentException) {
      String message = fault.getMessage();
      return ended(message == null ? fault.getClass().getSimpleName() : message);
    }
    return ended("unexpected failure, " + fault + "; --verbose shows where");
  }

  /** That a file is left out, and why. */
  static String leftOut(Path file, Exception fault) {
    String sentence = of(fault);
    // Most faults of reading begin with the file's name.
    return "left out: " + (sentence.startsWith(file.toString()) ? "" : file + ": ") + sentence;
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String ended(String text) {
    String line = oneLine(text);
    return line.matches(".*[.!?]") ? line : line + ".";
  }
}
