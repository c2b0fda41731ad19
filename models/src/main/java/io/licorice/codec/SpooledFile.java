package io.licorice.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/** A coded file in two pieces: its first bytes, and a spool with the tiles, which it owns. */
final class SpooledFile implements ByteSource, AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final byte[] head;
  private final Spool tiles;

  SpooledFile(byte[] head, Spool tiles) {
    this.head = head;
    this.tiles = tiles;
  }

  @Override
  public long length() {
    return head.length + tiles.length();
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    read(position, target, target.length);
  }

  private void read(long position, byte[] target, int count) throws IOException {
    if (position < 0 || position + count > length()) {
      throw new EOFException("bytes " + position + " to " + (position + count));
    }
    int ofHead = (int) Math.max(0, Math.min(count, head.length - position));
    if (ofHead > 0) {
      System.arraycopy(head, (int) position, target, 0, ofHead);
    }
    if (ofHead < count) {
      tiles.read(position + ofHead - head.length, target, ofHead, count - ofHead);
    }
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int count;
    for (long position = 0; position < length(); position += count) {
      count = (int) Math.min(BUFFER, length() - position);
      read(position, buffer, count);
      out.write(buffer, 0, count);
    }
  }

  @Override
  public void close() throws IOException {
    tiles.close();
  }
}
