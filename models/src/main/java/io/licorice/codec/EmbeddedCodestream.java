package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.PictureBoxes;
import java.io.EOFException;
import java.io.IOException;

/**
 * A codestream inside a larger source. To others it is a source of its own; {@link CodedFile} takes
 * the whole and the place, so that what it tells has offsets in the file.
 */
record EmbeddedCodestream(ByteSource whole, BoxFile.Span span) implements ByteSource {
  static EmbeddedCodestream of(ByteSource whole, PictureBoxes.Part part) {
    return new EmbeddedCodestream(
        whole, new BoxFile.Span(part.offset(), part.offset() + part.length(), true));
  }

  @Override
  public long length() {
    return span.end() - span.offset();
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    if (position < 0 || position + target.length > length()) {
      throw new EOFException("bytes " + position + " to " + (position + target.length));
    }
    whole.read(span.offset() + position, target);
  }
}
