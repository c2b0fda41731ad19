package io.licorice.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
    try (Part part = begin()) {
      content.writeTo(part.stream());
      part.complete();
    }
  }

  /**
   * Begins a temporary file beside the target, for content that comes bit by bit.
   *
   * @return the file in the making, the caller's to close
   * @throws IOException if it cannot be made
   */
  public Part begin() throws IOException {
    return new Part();
  }

  /** A file in the making. For use by one thread at a time. */
  public final class Part implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final OutputStream stream;

    private Part() throws IOException {
      // Not made by createTempFile, whose files are their owner's alone: rights are the usual ones.
      String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
      path = target.resolveSibling("." + target.getFileName() + "." + random + ".part");
      channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      stream = Channels.newOutputStream(channel);
    }

    /**
     * The same file for content that goes back to what it left open.
     *
     * @return the channel beneath {@link #stream}; stays this object's to close
     */
    public FileChannel channel() {
      return channel;
    }

    /**
     * Receives the content.
     *
     * @return the temporary file's stream, not buffered; stays this object's to close
     */
    public OutputStream stream() {
      return stream;
    }

    /**
     * Moves the file into place.
     *
     * @throws IOException if that fails
     */
    public void complete() throws IOException {
      stream.close();
      move(path);
    }

    /**
     * Deletes the file if it is not complete.
     *
     * @throws IOException if that fails
     */
    @Override
    public void close() throws IOException {
      try {
        stream.close();
      } finally {
        Files.deleteIfExists(path);
      }
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
