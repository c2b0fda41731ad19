package io.licorice.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is there whole or not at all, and replaces one of the same name. Safe for use by
 * several threads.
 */
public final class NewFile {
  private final Path target;

  private NewFile(Path target) {
    this.target = target;
  }

  /** Writes the whole content. */
  public interface Content {
    /**
     * Writes it.
     *
     * @param stream receives it; stays the caller's to close
     * @throws IOException if that fails; then there will be no file
     */
    void writeTo(OutputStream stream) throws IOException;
  }

  /**
   * Checks, before any work is done, that there is a folder for the file.
   *
   * @param path the file
   * @return the file to be
   * @throws NotDirectoryException if there is no such folder
   * @throws IOException if the file's name leads somewhere that cannot be read
   */
  public static NewFile at(Path path) throws IOException {
    // A link stays a link: what it leads to is replaced.
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    if (target.getParent() == null || !Files.isDirectory(target.getParent())) {
      throw new NotDirectoryException("the folder of " + path + " does not exist");
    }
    return new NewFile(target);
  }

  /**
   * The folder of the file, for what else must lie on the same disk.
   *
   * @return an absolute path
   */
  public Path folder() {
    return target.getParent();
  }

  /**
   * Writes to a temporary file beside the target, and moves it into place when it is complete.
   *
   * @param content writes the whole content
   * @throws IOException if it fails, or the file cannot be written; nothing is left behind
   */
  public void write(Content content) throws IOException {
    // Not made by createTempFile, whose files are their owner's alone: rights are the usual ones.
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path part = target.resolveSibling("." + target.getFileName() + "." + random + ".part");
    try {
      try (OutputStream stream = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(stream);
      }
      move(part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void move(Path part) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
