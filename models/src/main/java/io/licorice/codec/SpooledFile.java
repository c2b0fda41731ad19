package io.licorice.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A coded file in three pieces: its first bytes, a spool with the tiles, which it owns, and its
 * last bytes.
 */
final class SpooledFile implements ByteSource, AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final byte[] head;
  private final Spool tiles;
  private final byte[] tail;

  SpooledFile(byte[] head, Spool tiles, byte[] tail) {
    this.head = head;
    this.tiles = tiles;
    this.tail = tail;
  }

  /** Puts the check sums of samples, which take the decoder to know, into the last bytes. */
  void setSums(int[] sums) {
    ByteBuffer.wrap(tail).asIntBuffer().put(sums);
  }

  @Override
  public long length() {
    return head.length + tiles.length() + tail.length;
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    read(position, target, target.length);
  }

  private void read(long position, byte[] target, int count) throws IOException {
    if (position < 0 || position + count > length()) {
      throw new EOFException("bytes " + position + " to " + (position + count));
    }
    long tilesEnd = head.length + tiles.length();
    int ofHead = piece(position, count, 0, head.length);
    if (ofHead > 0) {
      System.arraycopy(head, (int) position, target, 0, ofHead);
    }
    int ofTiles = piece(position, count, head.length, tilesEnd);
    if (ofTiles > 0) {
      tiles.read(position + ofHead - head.length, target, ofHead, ofTiles);
    }
    int ofTail = count - ofHead - ofTiles;
    if (ofTail > 0) {
      int from = (int) (position + ofHead + ofTiles - tilesEnd);
      System.arraycopy(tail, from, target, ofHead + ofTiles, ofTail);
    }
  }

  /** How many of the bytes from a position on lie in a piece of the file. */
  private static int piece(long position, int count, long from, long to) {
    return (int) Math.max(0, Math.min(position + count, to) - Math.max(position, from));
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
