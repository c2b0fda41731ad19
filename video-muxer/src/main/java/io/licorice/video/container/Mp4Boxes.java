package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the boxes of MP4 and QuickTime (ISO/IEC 14496-12). For use by one thread at a time. */
final class Mp4Boxes {
  /** No table that is read whole is larger. */
  static final int MAX_TABLE = 1 << 27;

  private static final int MAX_CHILDREN = 1 << 20;

  private final FileBytes bytes;

  Mp4Boxes(FileBytes bytes) {
    this.bytes = bytes;
  }

  /** A box's place: its header, its content, and the first byte behind it. */
  record Box(String type, long start, long data, long end) {
    long size() {
      return end - data;
    }
  }

  Box at(long position, long limit) throws IOException {
    if (limit - position < 8) {
      throw new LicFormatException(position, "box is cut off");
    }
    long size = bytes.u32(position, "box size");
    String type =
        new String(bytes.bytes(position + 4, 4, 4, "box type"), StandardCharsets.ISO_8859_1);
    long data = position + 8;
    if (size == 1) {
      size = bytes.number(position + 8, 8, "box size");
      data = position + 16;
    } else if (size == 0) {
      size = limit - position;
    }
    if (size < data - position || size > limit - position) {
      throw new LicFormatException(
          position, "box '" + type + "' of " + size + " bytes reaches over its parent's end");
    }
    return new Box(type, position, data, position + size);
  }

  List<Box> children(long from, long to) throws IOException {
    List<Box> found = new ArrayList<>();
    // QuickTime may end a list with a zero of four bytes.
    for (long at = from; to - at >= 8; ) {
      Box box = at(at, to);
      found.add(box);
      if (found.size() > MAX_CHILDREN) {
        throw new LicFormatException(at, "more than " + MAX_CHILDREN + " boxes in a row");
      }
      at = box.end();
    }
    return found;
  }

  List<Box> children(Box parent) throws IOException {
    return children(parent.data(), parent.end());
  }

  /** The first box of a path of types. */
  Optional<Box> find(Box parent, String... path) throws IOException {
    Optional<Box> found = Optional.of(parent);
    for (String type : path) {
      if (found.isEmpty()) {
        break;
      }
      found = children(found.get()).stream().filter(box -> box.type().equals(type)).findFirst();
    }
    return found;
  }

  byte[] content(Box box) throws IOException {
    return bytes.bytes(box.data(), box.size(), MAX_TABLE, "box '" + box.type() + "'");
  }

  FileBytes bytes() {
    return bytes;
  }
}
