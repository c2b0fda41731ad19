package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads EBML elements at any place of a file. For use by one thread at a time. */
final class EbmlReader {
  /** No text, private data or table that is read whole is larger. */
  static final int MAX_VALUE = 1 << 24;

  private final FileBytes bytes;

  EbmlReader(FileBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * An element's place.
   *
   * @param id with its length marker
   * @param start first byte of its header
   * @param data first byte behind the header
   * @param end first byte behind the element; of one of unknown size, its parent's end
   * @param hasSize whether the end is written in the file
   */
  record Element(int id, long start, long data, long end, boolean hasSize) {
    long size() {
      return end - data;
    }
  }

  /**
   * Reads a header.
   *
   * @param limit the parent's end
   */
  Element at(long position, long limit) throws IOException {
    int first = bytes.u8(position, "Matroska element");
    int idBytes = Integer.numberOfLeadingZeros(first) - 23;
    if (idBytes > 4) {
      throw new LicFormatException(position, "Matroska element with an impossible id");
    }
    int id = (int) bytes.number(position, idBytes, "Matroska element's id");
    long sizeAt = position + idBytes;
    int sizeFirst = bytes.u8(sizeAt, "Matroska element's size");
    int sizeBytes = Integer.numberOfLeadingZeros(sizeFirst) - 23;
    if (sizeBytes > 8) {
      throw new LicFormatException(sizeAt, "Matroska element with an impossible size");
    }
    long mask = (1L << 7 * sizeBytes) - 1;
    long size = bytes.number(sizeAt, sizeBytes, "Matroska element's size") & mask;
    long data = sizeAt + sizeBytes;
    if (size == mask) {
      return new Element(id, position, data, limit, false);
    }
    if (size > limit - data) {
      throw new LicFormatException(
          position,
          "Matroska element %X of %d bytes reaches over its parent's end".formatted(id, size));
    }
    return new Element(id, position, data, data + size, true);
  }

  long unsigned(Element element) throws IOException {
    if (element.size() > 8) {
      throw new LicFormatException(element.data(), "number of " + element.size() + " bytes");
    }
    long value = bytes.number(element.data(), (int) element.size(), "number");
    if (value < 0) {
      throw new LicFormatException(element.data(), "number over 2^63 - 1");
    }
    return value;
  }

  long signed(Element element) throws IOException {
    if (element.size() > 8 || element.size() == 0) {
      throw new LicFormatException(element.data(), "number of " + element.size() + " bytes");
    }
    int shift = Long.SIZE - 8 * (int) element.size();
    return bytes.number(element.data(), (int) element.size(), "number") << shift >> shift;
  }

  double real(Element element) throws IOException {
    if (element.size() == 4) {
      return Float.intBitsToFloat((int) bytes.u32(element.data(), "number"));
    }
    if (element.size() == 8) {
      return Double.longBitsToDouble(bytes.number(element.data(), 8, "number"));
    }
    if (element.size() == 0) {
      return 0;
    }
    throw new LicFormatException(
        element.data(), "floating-point number of " + element.size() + " bytes");
  }

  /** Text up to its first zero. */
  String text(Element element) throws IOException {
    String text = new String(binary(element), StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  byte[] binary(Element element) throws IOException {
    return bytes.bytes(element.data(), element.size(), MAX_VALUE, "Matroska value");
  }
}
