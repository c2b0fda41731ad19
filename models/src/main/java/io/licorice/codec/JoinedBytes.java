package io.licorice.codec;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;

/**
 * Bytes that lie one after the other, as one source.
 *
 * @param pieces the sources, in order
 */
record JoinedBytes(List<ByteSource> pieces) implements ByteSource {
  @Override
  public long length() throws IOException {
    long length = 0;
    for (ByteSource piece : pieces) {
      length += piece.length();
    }
    return length;
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    if (position < 0 || position + target.length > length()) {
      throw new EOFException("bytes " + position + " to " + (position + target.length));
    }
    long begin = 0;
    for (ByteSource piece : pieces) {
      long end = begin + piece.length();
      long from = Math.max(position, begin);
      long count = Math.min(position + target.length, end) - from;
      if (count == target.length) {
        piece.read(from - begin, target);
        return;
      }
      if (count > 0) {
        byte[] part = new byte[(int) count];
        piece.read(from - begin, part);
        System.arraycopy(part, 0, target, (int) (from - position), part.length);
      }
      begin = end;
    }
  }
}
