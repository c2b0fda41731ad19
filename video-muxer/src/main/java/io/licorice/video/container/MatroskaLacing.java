package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import java.io.IOException;

/** Finds the frames that share a Matroska block. */
final class MatroskaLacing {
  private static final int XIPH = 1;
  private static final int FIXED = 2;

  private final FileBytes bytes;
  private final long end;
  private long at;

  private MatroskaLacing(FileBytes bytes, long at, long end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /**
   * Tells where frames end.
   *
   * @param kind bits 1 and 2 of the block's flags
   * @param start first byte behind the flags
   * @return the first frame's start, then the end of each frame
   */
  static long[] bounds(FileBytes bytes, int kind, long start, long end) throws IOException {
    if (kind == 0) {
      return new long[] {start, end};
    }
    return new MatroskaLacing(bytes, start, end).bounds(kind);
  }

  private long[] bounds(int kind) throws IOException {
    int frames = u8() + 1;
    long[] sizes = new long[frames];
    long sum = 0;
    for (int i = 0; kind != FIXED && i < frames - 1; i++) {
      sizes[i] = kind == XIPH ? xiph() : i == 0 ? number(false) : sizes[i - 1] + number(true);
      sum += sizes[i];
      if (sizes[i] < 0 || sum > end - at) {
        throw new LicFormatException(at, "laced frame reaches over its block's end");
      }
    }
    if (kind == FIXED) {
      if ((end - at) % frames != 0) {
        throw new LicFormatException(at, "block that cannot be split into " + frames + " frames");
      }
      java.util.Arrays.fill(sizes, (end - at) / frames);
    } else {
      sizes[frames - 1] = end - at - sum;
      if (sizes[frames - 1] < 0) {
        throw new LicFormatException(at, "laced frame reaches over its block's end");
      }
    }
    long[] bounds = new long[frames + 1];
    bounds[0] = at;
    for (int i = 0; i < frames; i++) {
      bounds[i + 1] = bounds[i] + sizes[i];
    }
    return bounds;
  }

  private int u8() throws IOException {
    if (at >= end) {
      throw new LicFormatException(at, "laced block is cut off");
    }
    return bytes.u8(at++, "laced block");
  }

  private long xiph() throws IOException {
    long size = 0;
    int next;
    do {
      next = u8();
      size += next;
    } while (next == 255);
    return size;
  }

  private long number(boolean isSigned) throws IOException {
    int first = u8();
    int more = Integer.numberOfLeadingZeros(first) - 24;
    if (more > 7) {
      throw new LicFormatException(at, "laced frame of impossible size");
    }
    long value = first & (0x7F >> more);
    for (int i = 0; i < more; i++) {
      value = value << 8 | u8();
    }
    return isSigned ? value - ((1L << 7 * (more + 1) - 1) - 1) : value;
  }
}
