package io.licorice.imageio;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Reads and sets the orientation in an Exif block, which is a TIFF structure. Nothing else in the
 * block is understood or moved.
 *
 * <p>Source: TIFF 6.0, section 2; Exif 2.32, section 4.6.4 (tag 274).
 */
final class ExifBlock {
  private static final int ORIENTATION = 274;
  private static final int SHORT = 3;
  private static final int HEADER = 8;
  private static final int ENTRY = 12;

  private ExifBlock() {}

  /** The orientation, 1 to 8; empty if the block has none or is malformed. */
  static OptionalInt orientation(byte[] exif) {
    try {
      ByteBuffer tiff = open(exif);
      int at = tiff == null ? -1 : find(tiff);
      if (at >= 0 && tiff.getShort(at + 2) == SHORT) {
        int value = tiff.getShort(at + 8);
        return value >= 1 && value <= 8 ? OptionalInt.of(value) : OptionalInt.empty();
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      // The block is cut off or points outside of itself: it says nothing.
      return OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  /**
   * The block with another orientation.
   *
   * @param exif the block, or null for a new one with nothing but the orientation
   * @param orientation 1 to 8
   * @return a new block; one that is malformed is replaced
   */
  static byte[] withOrientation(byte[] exif, int orientation) {
    try {
      byte[] copy = exif == null ? new byte[4] : exif.clone();
      ByteBuffer tiff = open(copy);
      if (tiff != null) {
        int at = find(tiff);
        if (at < 0) {
          return added(copy, tiff, orientation);
        }
        change(tiff, at, orientation);
        return copy;
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      // What cannot be read cannot be kept in a form that others read.
      return minimal(orientation);
    }
    return minimal(orientation);
  }

  /** The block in its byte order, or null if it is no TIFF structure. */
  private static ByteBuffer open(byte[] exif) {
    ByteBuffer tiff = ByteBuffer.wrap(exif);
    int mark = tiff.getShort(0);
    if (mark != 0x4949 && mark != 0x4D4D) {
      return null;
    }
    tiff.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return tiff.getShort(2) == 42 ? tiff : null;
  }

  /** Position of the orientation's entry in the first directory, or -1. */
  private static int find(ByteBuffer tiff) {
    int directory = tiff.getInt(4);
    int count = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < count; i++) {
      int at = directory + 2 + ENTRY * i;
      if ((tiff.getShort(at) & 0xFFFF) == ORIENTATION) {
        return at;
      }
    }
    return -1;
  }

  private static void change(ByteBuffer tiff, int at, int orientation) {
    tiff.putShort(at + 2, (short) SHORT).putInt(at + 4, 1);
    tiff.putInt(at + 8, 0).putShort(at + 8, (short) orientation);
  }

  /** Writes a longer copy of the first directory behind everything else, whose places stay. */
  private static byte[] added(byte[] old, ByteBuffer tiff, int orientation) {
    int directory = tiff.getInt(4);
    int count = tiff.getShort(directory) & 0xFFFF;
    int end = directory + 2 + ENTRY * count;
    int start = (old.length + 1) / 2 * 2;
    ByteBuffer grown =
        ByteBuffer.wrap(Arrays.copyOf(old, start + 2 + ENTRY * (count + 1) + 4))
            .order(tiff.order());
    grown.putInt(4, start).position(start);
    grown.putShort((short) (count + 1));
    boolean pending = true;
    for (int at = directory + 2; at < end; at += ENTRY) {
      if (pending && (tiff.getShort(at) & 0xFFFF) > ORIENTATION) {
        putOrientation(grown, orientation);
        pending = false;
      }
      grown.put(old, at, ENTRY);
    }
    if (pending) {
      putOrientation(grown, orientation);
    }
    grown.putInt(tiff.getInt(end));
    return grown.array();
  }

  private static byte[] minimal(int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(HEADER + 2 + ENTRY + 4);
    tiff.putShort((short) 0x4D4D).putShort((short) 42).putInt(HEADER).putShort((short) 1);
    putOrientation(tiff, orientation);
    return tiff.array();
  }

  private static void putOrientation(ByteBuffer tiff, int orientation) {
    tiff.putShort((short) ORIENTATION).putShort((short) SHORT).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0);
  }
}
