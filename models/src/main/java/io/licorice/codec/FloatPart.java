package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.PictureBoxes;
import java.io.IOException;

/**
 * The two codestreams of a picture of floats.
 *
 * @param high the picture's own, with the high halves
 * @param low that beside it, with the low halves
 */
record FloatPart(CodedFile high, CodedFile low) {
  /**
   * Reads the header of the low halves, which has to go with the picture's.
   *
   * @param part the box with the low halves
   */
  static FloatPart open(CodedFile high, ByteSource source, PictureBoxes.Part part)
      throws IOException {
    CodedFile low = CodedFile.open(EmbeddedCodestream.of(source, part));
    check(high, "high");
    check(low, "low");
    LicHeader expected = high.header();
    if (low.header().width() != expected.width() || low.header().height() != expected.height()) {
      throw new LicFormatException(
          low.offset(),
          String.format(
              "low halves of %dx%d floats in a picture of %dx%d",
              low.header().width(), low.header().height(), expected.width(), expected.height()));
    }
    return new FloatPart(high, low);
  }

  private static void check(CodedFile half, String which) throws LicFormatException {
    LicHeader header = half.header();
    boolean lossless = half.isPredictive() && header.maxError() == 0;
    if (!lossless || header.channels() != 1 || header.bitDepth() != Short.SIZE) {
      throw new LicFormatException(
          half.offset(),
          String.format(
              "%s halves of floats: lossless gray of 16 bits expected, found family %d, largest"
                  + " error %d, %d channels of %d bits",
              which, header.family(), header.maxError(), header.channels(), header.bitDepth()));
    }
  }
}
