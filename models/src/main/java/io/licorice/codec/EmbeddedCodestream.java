package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.PictureBoxes;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;

/**
 * A codestream inside a larger source. To others it is a source of its own; {@link CodedFile} takes
 * the whole and the place, so that what it tells has offsets in the file.
 *
 * @param whole the larger source
 * @param span where the codestream lies in it
 * @param parts what else belongs to the picture
 */
record EmbeddedCodestream(ByteSource whole, BoxFile.Span span, List<PictureBoxes.Part> parts)
    implements ByteSource {
  static EmbeddedCodestream of(ByteSource whole, PictureBoxes.Part part) {
    return new EmbeddedCodestream(
        whole, new BoxFile.Span(part.offset(), part.offset() + part.length(), true), List.of());
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
