package io.licorice.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The check sum of predicted samples: CRC-32C of each as two bytes, low byte first, row by row, in
 * a row plane by plane.
 */
final class SampleCheck {
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer bytes;

  SampleCheck(int width) {
    bytes = ByteBuffer.allocate(Short.BYTES * width).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int of(short[][] planes, int width) {
    SampleCheck check = new SampleCheck(width);
    for (int from = 0; from < planes[0].length; from += width) {
      for (short[] plane : planes) {
        check.add(plane, from);
      }
    }
    return check.value();
  }

  void add(short[][] row) {
    for (short[] samples : row) {
      add(samples, 0);
    }
  }

  private void add(short[] samples, int from) {
    bytes.asShortBuffer().put(samples, from, bytes.capacity() / Short.BYTES);
    crc.update(bytes.array());
  }

  int value() {
    return (int) crc.getValue();
  }
}
