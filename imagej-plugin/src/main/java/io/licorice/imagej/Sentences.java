package io.licorice.imagej;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is said to users. */
final class Sentences {
  private Sentences() {}

  /** What went wrong, in one sentence. */
  static String of(Exception failure) {
    if (failure instanceof NoSuchFileException) {
      return "There is no file " + failure.getMessage();
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getClass().getSimpleName().replace("Exception", "") + ": " + file.getFile();
    }
    String message = failure.getMessage();
    if (message == null || message.isEmpty()) {
      return failure.toString();
    }
    return Character.toUpperCase(message.charAt(0)) + message.substring(1);
  }
}
