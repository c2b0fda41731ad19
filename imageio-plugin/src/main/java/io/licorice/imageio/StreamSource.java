package io.licorice.imageio;

import io.licorice.codec.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/**
 * The bytes of an image stream from its present position on.
 *
 * <p>Where the stream does not know its length, as one over a socket does not, it is read to its
 * end once; its own cache then holds the bytes. Every call leaves the stream where it was.
 */
final class StreamSource implements ByteSource {
  private final ImageInputStream stream;
  private final long start;
  private long length = -1;

  StreamSource(ImageInputStream stream) throws IOException {
    this.stream = stream;
    this.start = stream.getStreamPosition();
  }

  @Override
  public long length() throws IOException {
    if (length < 0) {
      long end = stream.length();
      length = Math.max(0, (end >= 0 ? end : findEnd()) - start);
    }
    return length;
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    long before = stream.getStreamPosition();
    try {
      stream.seek(start + position);
      stream.readFully(target);
    } catch (EOFException e) {
      EOFException told =
          new EOFException(
              "the stream ends within bytes " + position + " to " + (position + target.length));
      told.initCause(e);
      throw told;
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the stream has been flushed behind byte " + position, e);
    } finally {
      stream.seek(before);
    }
  }

  private long findEnd() throws IOException {
    long before = stream.getStreamPosition();
    try {
      stream.seek(start);
      byte[] scratch = new byte[1 << 16];
      long end = start;
      for (int read = stream.read(scratch); read > 0; read = stream.read(scratch)) {
        end += read;
      }
      return end;
    } finally {
      stream.seek(before);
    }
  }
}
