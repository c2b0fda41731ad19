package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes of a file at any place, read through a window. Whatever lies beyond the end is told as
 * malformed before anything is allocated. For use by one thread at a time.
 */
final class FileBytes implements Closeable {
  private static final int WINDOW = 1 << 16;

  private final FileChannel channel;
  private final long length;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private long windowStart;

  private FileBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
  }

  static FileBytes open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new FileBytes(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  long length() {
    return length;
  }

  int u8(long position, String what) throws IOException {
    need(position, 1, what);
    if (position < windowStart || position >= windowStart + window.limit()) {
      fill(position);
    }
    return window.get((int) (position - windowStart)) & 0xFF;
  }

  /** Reads a big-endian number of 1 to 8 bytes; one of 8 bytes may come out negative. */
  long number(long position, int bytes, String what) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | u8(position + i, what);
    }
    return value;
  }

  long u32(long position, String what) throws IOException {
    return number(position, 4, what);
  }

  /**
   * Copies bytes.
   *
   * @param most the largest count that makes sense
   */
  byte[] bytes(long position, long count, int most, String what) throws IOException {
    if (count < 0 || count > most) {
      throw new LicFormatException(
          position, what + " of " + count + " bytes, at most " + most + " make sense");
    }
    need(position, count, what);
    byte[] target = new byte[(int) count];
    if (position >= windowStart && position + count <= windowStart + window.limit()) {
      window.get((int) (position - windowStart), target);
      return target;
    }
    read(position, ByteBuffer.wrap(target));
    return target;
  }

  private void need(long position, long count, String what) throws LicFormatException {
    if (position < 0 || count > length - position) {
      throw new LicFormatException(
          Math.max(position, -1), what + ": the file ends at byte " + length);
    }
  }

  private void fill(long position) throws IOException {
    windowStart = position;
    window.clear().limit((int) Math.min(WINDOW, length - position));
    read(position, window);
    window.flip();
  }

  private void read(long position, ByteBuffer target) throws IOException {
    long next = position;
    while (target.hasRemaining()) {
      int count = channel.read(target, next);
      if (count < 0) {
        throw new LicFormatException(next, "the file became shorter while it was read");
      }
      next += count;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
