package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.PredictedPayload;
import io.licorice.lossless.PlaneFormat;
import io.licorice.lossless.PredictiveCoder;

/** Decodes the part of predicted samples that is wanted. */
final class PredictedTile {
  private PredictedTile() {}

  /**
   * Decodes a part of a tile's payload.
   *
   * @param payload holds the stream
   * @param format the planes
   * @param area where they lie in the picture
   * @param part what is wanted of the picture, inside the area
   * @return the samples of the part
   * @throws LicFormatException as the other method; the offset is within the payload
   */
  static short[][] decode(PredictedPayload payload, PlaneFormat format, Region area, Region part)
      throws LicFormatException {
    Region inArea =
        new Region(part.x() - area.x(), part.y() - area.y(), part.width(), part.height());
    try {
      return decode(payload.predicted(), 0, payload.check(), format, inArea);
    } catch (LicFormatException e) {
      throw e.withBase(payload.offset());
    }
  }

  /**
   * Decodes a tile.
   *
   * @param stream holds the tile's stream
   * @param offset where it begins
   * @param check check sum of the tile's samples
   * @param format the tile's planes
   * @param part what is wanted of the tile, in its own coordinates
   * @return the samples of the part
   * @throws LicFormatException if the stream is malformed or its samples are not those that were
   *     encoded; the offset is within the array
   */
  static short[][] decode(byte[] stream, int offset, int check, PlaneFormat format, Region part)
      throws LicFormatException {
    short[][] samples = new short[format.planes()][part.width() * part.height()];
    SampleCheck sum = new SampleCheck(format.width());
    PredictiveCoder.decode(
        stream,
        offset,
        stream.length - offset,
        format,
        (y, row) -> {
          sum.add(row);
          if (y >= part.y() && y < part.bottom()) {
            int to = (y - part.y()) * part.width();
            for (int c = 0; c < row.length; c++) {
              System.arraycopy(row[c], part.x(), samples[c], to, part.width());
            }
          }
        });
    if (sum.value() != check) {
      throw new LicFormatException(
          -1,
          String.format(
              "decoded samples have CRC %08x, the encoder's had %08x", sum.value(), check));
    }
    return samples;
  }
}
