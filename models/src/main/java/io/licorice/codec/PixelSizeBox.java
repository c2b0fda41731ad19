package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import java.nio.ByteBuffer;

/** The body of the box with the size of a pixel. */
final class PixelSizeBox {
  private static final int LENGTH = 17;

  private PixelSizeBox() {}

  static byte[] toBytes(PixelSize size) {
    ByteBuffer body = ByteBuffer.allocate(LENGTH);
    body.put((byte) (size.unit() == PixelSize.Unit.METRE ? 1 : 0));
    return body.putDouble(size.width()).putDouble(size.height()).array();
  }

  /**
   * Reads a body.
   *
   * @param offset position of its first byte in the file, for messages
   */
  static PixelSize parse(byte[] body, long offset) throws LicFormatException {
    if (body.length != LENGTH || body[0] < 0 || body[0] > 1) {
      throw new LicFormatException(offset, "pixel size of 17 bytes in unit 0 or 1 expected");
    }
    ByteBuffer in = ByteBuffer.wrap(body, 1, LENGTH - 1);
    try {
      PixelSize.Unit unit = body[0] == 1 ? PixelSize.Unit.METRE : PixelSize.Unit.RATIO;
      return new PixelSize(in.getDouble(), in.getDouble(), unit);
    } catch (IllegalArgumentException e) {
      LicFormatException told = new LicFormatException(offset + 1, e.getMessage());
      told.initCause(e);
      throw told;
    }
  }
}
