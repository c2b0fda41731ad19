package io.licorice.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is there whole or not at all.
 *
 * <p>The bytes go to a temporary file in the target's folder, which is moved into place when it is
 * complete, and deleted when the work fails or the program is stopped.
 */
final class OutputFile {
  private final Path target;
  private final boolean force;

  private OutputFile(Path target, boolean force) {
    this.target = target;
    this.force = force;
  }

  /** Writes the whole content. */
  interface Content {
    void writeTo(OutputStream stream) throws IOException;
  }

  /**
   * Checks, before any work is done, that a file may be written.
   *
   * @param force true to replace a file that exists
   * @throws IOException if it exists and is not to be replaced, or has no folder
   */
  static OutputFile at(Path target, boolean force) throws IOException {
    // A link stays a link: what it leads to is replaced.
    Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
      throw new IOException("the folder of " + target + " does not exist");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(target + " exists and is not a regular file");
    }
    OutputFile output = new OutputFile(file, force);
    output.refuseExisting(target);
    return output;
  }

  /** The folder that the file will be in. */
  Path folder() {
    return target.getParent();
  }

  /** Makes a folder that outputs go to, unless it is there. */
  static void makeFolder(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder + " exists and is not a folder");
    }
    Files.createDirectories(folder);
  }

  void write(Content content) throws IOException {
    Path part = target.resolveSibling("." + target.getFileName() + "." + random() + ".part");
    part.toFile().deleteOnExit();
    try {
      try (OutputStream stream = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(stream);
      }
      refuseExisting(target);
      move(part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void refuseExisting(Path named) throws IOException {
    if (!force && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(named + " exists; use -f to replace it");
    }
  }

  private void move(Path part) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String random() {
    return Long.toHexString(ThreadLocalRandom.current().nextLong());
  }
}
