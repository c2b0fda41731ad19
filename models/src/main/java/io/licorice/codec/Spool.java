package io.licorice.codec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Bytes that wait: in memory while they are few, else in a temporary file that is deleted with the
 * last handle to it. Used by one thread at a time, but read by several once nothing is added.
 */
final class Spool implements AutoCloseable {
  /** Also what the file takes and gives at a time, since Java copies that much once more. */
  private static final int CHUNK = 1 << 16;

  private final int memory;
  private final Consumer<String> warnings;
  private final List<byte[]> chunks = new ArrayList<>();
  private Path folder;
  private FileChannel file;
  private long length;

  /**
   * @param memory more bytes than these go to the file
   * @param warnings hears if no file can be made
   */
  Spool(Scratch scratch, int memory, Consumer<String> warnings) {
    this.memory = memory;
    this.folder = scratch.folder().orElse(null);
    this.warnings = warnings;
  }

  long length() {
    return length;
  }

  /**
   * Appends bytes.
   *
   * @throws IOException if the file cannot take them
   * @throws CancellationException if the thread is interrupted
   */
  void add(byte[] bytes) throws IOException {
    if (file == null && folder != null && length + bytes.length > memory) {
      spill();
    }
    if (file != null) {
      write(bytes, bytes.length, length);
    } else {
      keep(bytes);
    }
    length += bytes.length;
  }

  private void keep(byte[] bytes) {
    int from = 0;
    while (from < bytes.length) {
      int used = (int) ((length + from) % CHUNK);
      if (used == 0) {
        chunks.add(new byte[CHUNK]);
      }
      int count = Math.min(CHUNK - used, bytes.length - from);
      System.arraycopy(bytes, from, chunks.get(chunks.size() - 1), used, count);
      from += count;
    }
  }

  private void spill() throws IOException {
    try {
      file = open(folder);
    } catch (IOException e) {
      folder = null;
      warnings.accept("coded tiles wait in memory, no temporary file can be made: " + e);
      return;
    }
    long position = 0;
    for (byte[] chunk : chunks) {
      int count = (int) Math.min(CHUNK, length - position);
      write(chunk, count, position);
      position += count;
    }
    chunks.clear();
  }

  private static FileChannel open(Path folder) throws IOException {
    Path path = Files.createTempFile(folder, ".licorice", ".tmp");
    try {
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private void write(byte[] bytes, int count, long position) throws IOException {
    try {
      for (int done = 0; done < count; ) {
        ByteBuffer part = ByteBuffer.wrap(bytes, done, Math.min(CHUNK, count - done));
        done += file.write(part, position + done);
      }
    } catch (ClosedByInterruptException e) {
      CancellationException cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  /**
   * Reads bytes.
   *
   * @throws EOFException if there are not as many
   */
  void read(long position, byte[] target, int from, int count) throws IOException {
    if (position < 0 || position + count > length) {
      throw new EOFException("bytes " + position + " to " + (position + count));
    }
    int done = 0;
    while (file != null && done < count) {
      ByteBuffer part = ByteBuffer.wrap(target, from + done, Math.min(CHUNK, count - done));
      int read = file.read(part, position + done);
      if (read < 0) {
        throw new EOFException("the temporary file has been cut off");
      }
      done += read;
    }
    while (done < count) {
      int within = (int) ((position + done) % CHUNK);
      int part = Math.min(CHUNK - within, count - done);
      byte[] chunk = chunks.get((int) ((position + done) / CHUNK));
      System.arraycopy(chunk, within, target, from + done, part);
      done += part;
    }
  }

  /** Frees memory and file. */
  @Override
  public void close() throws IOException {
    chunks.clear();
    length = 0;
    if (file != null) {
      file.close();
    }
  }
}
