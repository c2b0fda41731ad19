package io.licorice.codec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Bytes of a coded picture with random access, so that a region needs only its own tiles.
 *
 * <p>Used by one thread at a time; closing what lies beneath is the caller's business.
 */
public interface ByteSource {
  /**
   * The number of bytes.
   *
   * @return bytes, at least 0
   * @throws IOException if it cannot be found out
   */
  long length() throws IOException;

  /**
   * Fills an array.
   *
   * @param position first byte to read, at least 0
   * @param target receives the bytes
   * @throws EOFException if fewer bytes are left than the array takes
   * @throws IOException if reading fails
   */
  void read(long position, byte[] target) throws IOException;

  /**
   * Bytes in memory.
   *
   * @param bytes the bytes, not copied
   * @return a source over them
   */
  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void read(long position, byte[] target) throws EOFException {
        if (position < 0 || position + target.length > bytes.length) {
          throw new EOFException("bytes " + position + " to " + (position + target.length));
        }
        System.arraycopy(bytes, (int) position, target, 0, target.length);
      }
    };
  }

  /**
   * Bytes of an open file.
   *
   * @param channel the channel, which stays the caller's to close
   * @return a source over it
   */
  static ByteSource of(FileChannel channel) {
    return new ByteSource() {
      @Override
      public long length() throws IOException {
        return channel.size();
      }

      @Override
      public void read(long position, byte[] target) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target);
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, position + buffer.position()) < 0) {
            throw new EOFException("bytes " + position + " to " + (position + target.length));
          }
        }
      }
    };
  }
}
