package io.licorice.imagej;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Selections as ImageJ's {@code .roi} files have them. ImageJ's own decoder believes the lengths
 * that it reads; here they are checked before it sees them.
 */
final class StoredRoi {
  private static final int SHORT_HEADER = RoiDecoder.COORDINATES;
  private static final int TEXT_LENGTHS = RoiDecoder.COORDINATES + 8;

  private StoredRoi() {}

  /**
   * Decodes a selection.
   *
   * @return empty if the bytes are none, or malformed
   */
  static Optional<Roi> of(byte[] bytes) {
    if (!isPlausible(ByteBuffer.wrap(bytes))) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(RoiDecoder.openFromByteArray(bytes));
    } catch (RuntimeException | OutOfMemoryError e) {
      // The decoder has no other way to say so; splines through absurd points ask for absurd
      // arrays.
      return Optional.empty();
    }
  }

  private static boolean isPlausible(ByteBuffer bytes) {
    int size = bytes.capacity();
    if (size < SHORT_HEADER) {
      return false;
    }
    boolean many = bytes.getShort(RoiDecoder.N_COORDINATES) == 0;
    int type = bytes.get(RoiDecoder.TYPE);
    boolean polygon = type == 0 || type > 2 && type != 6;
    boolean coordinates = !(many && polygon) || fits(bytes.getInt(RoiDecoder.SIZE), 4, size);
    boolean shape = fits(bytes.getInt(RoiDecoder.SHAPE_ROI_SIZE), Float.BYTES, size);
    boolean text =
        bytes.getShort(RoiDecoder.SUBTYPE) != RoiDecoder.TEXT
            || size >= TEXT_LENGTHS + 8
                && fits(bytes.getInt(TEXT_LENGTHS), Character.BYTES, size)
                && fits(bytes.getInt(TEXT_LENGTHS + 4), Character.BYTES, size);
    return coordinates && shape && text && isSecondHeaderPlausible(bytes);
  }

  private static boolean isSecondHeaderPlausible(ByteBuffer bytes) {
    int size = bytes.capacity();
    int header = bytes.getInt(RoiDecoder.HEADER2_OFFSET);
    if (header == 0) {
      return true;
    }
    if (header < 0 || header > size - RoiDecoder.COUNTERS_OFFSET - Integer.BYTES) {
      return false;
    }
    // Of other kinds than points the number is part of a float, and is believed all the same.
    int many = Short.toUnsignedInt(bytes.getShort(RoiDecoder.N_COORDINATES));
    int count = many == 0 ? bytes.getInt(RoiDecoder.SIZE) : many;
    boolean counters = bytes.getInt(header + RoiDecoder.COUNTERS_OFFSET) != 0;
    return (!counters || fits(count, Integer.BYTES, size))
        && fits(bytes.getInt(header + RoiDecoder.NAME_LENGTH), Character.BYTES, size)
        && fits(bytes.getInt(header + RoiDecoder.ROI_PROPS_LENGTH), Character.BYTES, size)
        && fits(bytes.getInt(header + RoiDecoder.IMAGE_SIZE), 1, size);
  }

  private static boolean fits(int count, int bytesEach, int size) {
    return count >= 0 && (long) count * bytesEach <= size;
  }
}
