package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * How Matroska packed the blocks of a track.
 *
 * @param isZlib whether they are deflated; else bytes that all of them begin with are cut off
 * @param header those bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ContentEncoding(boolean isZlib, byte[] header) {
  byte[] undo(byte[] packed, long offset) throws LicFormatException {
    return isZlib ? inflate(packed, offset) : new ByteSink().bytes(header).bytes(packed).toBytes();
  }

  private static byte[] inflate(byte[] packed, long offset) throws LicFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      ByteSink out = new ByteSink();
      byte[] part = new byte[1 << 13];
      while (!inflater.finished()) {
        int count = inflater.inflate(part);
        if (count == 0 && !inflater.finished()) {
          throw new LicFormatException(offset, "deflated block is cut off");
        }
        out.bytes(count == part.length ? part : Arrays.copyOf(part, count));
        if (out.size() > EbmlReader.MAX_VALUE) {
          throw new LicFormatException(offset, "deflated block of absurd size");
        }
      }
      return out.toBytes();
    } catch (DataFormatException e) {
      LicFormatException told = new LicFormatException(offset, "deflated block is damaged");
      told.initCause(e);
      throw told;
    } finally {
      inflater.end();
    }
  }
}
