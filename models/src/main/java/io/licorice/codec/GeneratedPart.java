package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.GeneratedBox;
import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.PictureBoxes;
import java.io.IOException;
import java.util.List;

/**
 * What a file holds beside a picture's codestream for its generated cells.
 *
 * @param cells which they are
 * @param codestream all that was generated, with the label map if it was drawn from it
 */
record GeneratedPart(GeneratedCells cells, EmbeddedCodestream codestream) {
  /**
   * Reads the box.
   *
   * @param header that of the picture
   */
  static GeneratedPart open(
      ByteSource source, PictureBoxes.Part part, List<PictureBoxes.Part> all, LicHeader header)
      throws IOException {
    GeneratedBox.Head head = GeneratedBox.parse(source::read, part.offset(), part.length());
    GeneratedCells cells;
    try {
      cells = GeneratedCells.parse(head.map(), header.width(), header.height());
    } catch (LicFormatException e) {
      LicFormatException told =
          new LicFormatException(part.offset(), "map of generated cells: " + e.getMessage());
      told.initCause(e);
      throw told;
    }
    long begin = part.offset() + head.length();
    long end = part.offset() + part.length();
    List<PictureBoxes.Part> labels =
        all.stream().filter(p -> p.type().equals(PictureBoxes.LABELS)).toList();
    return new GeneratedPart(
        cells, new EmbeddedCodestream(source, new BoxFile.Span(begin, end, true), labels));
  }

  /** The codestream with its header read, which has to go with the picture's. */
  CodedFile open(LicHeader picture) throws IOException {
    CodedFile file = CodedFile.open(codestream);
    LicHeader header = file.header();
    int colours = picture.channels() - (picture.hasAlpha() ? 1 : 0);
    if (header.width() != picture.width()
        || header.height() != picture.height()
        || header.channels() != colours
        || header.bitDepth() != picture.bitDepth()) {
      throw new LicFormatException(
          codestream.span().offset(),
          String.format(
              "generated cells of a picture of %dx%d pixels with %d channels of %d bits",
              header.width(), header.height(), header.channels(), header.bitDepth()));
    }
    return file;
  }
}
