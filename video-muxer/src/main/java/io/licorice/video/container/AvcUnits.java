package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** NAL units of H.264: from start codes to lengths, as MP4 and Matroska have them. */
final class AvcUnits {
  private static final int SEQUENCE = 7;
  private static final int PICTURE = 8;
  private static final int DELIMITER = 9;

  private AvcUnits() {}

  /** Splits what stands behind start codes. */
  static List<byte[]> split(byte[] stream) {
    List<byte[]> units = new ArrayList<>();
    int start = -1;
    for (int i = 0; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        if (start >= 0) {
          units.add(trimmed(stream, start, i));
        }
        start = i + 3;
        i += 2;
      }
    }
    if (start >= 0) {
      units.add(trimmed(stream, start, stream.length));
    }
    return units;
  }

  private static byte[] trimmed(byte[] stream, int start, int end) {
    int last = end;
    while (last > start && stream[last - 1] == 0) {
      last--;
    }
    return Arrays.copyOfRange(stream, start, last);
  }

  private static int type(byte[] unit) {
    return unit.length == 0 ? 0 : unit[0] & 31;
  }

  /** The units of a frame with their lengths, without what the configuration has. */
  static byte[] withLengths(List<byte[]> units) {
    ByteSink out = new ByteSink();
    for (byte[] unit : units) {
      int type = type(unit);
      if (type != SEQUENCE && type != PICTURE && type != DELIMITER && unit.length > 0) {
        out.i32(unit.length).bytes(unit);
      }
    }
    return out.toBytes();
  }

  /** The decoder configuration record (ISO/IEC 14496-15, section 5.3.3.1). */
  static byte[] configuration(List<byte[]> units) throws IOException {
    byte[] sequence = first(units, SEQUENCE);
    byte[] picture = first(units, PICTURE);
    int profile = sequence[1] & 0xFF;
    ByteSink out =
        new ByteSink()
            .u8(1)
            .u8(profile)
            .u8(sequence[2])
            .u8(sequence[3])
            .u8(0xFF)
            .u8(0xE1)
            .u16(sequence.length)
            .bytes(sequence)
            .u8(1)
            .u16(picture.length)
            .bytes(picture);
    if (profile == 244) {
      out.u8(0xFF).u8(0xF8).u8(0xF8).u8(0);
    } else if (profile >= 100) {
      out.u8(0xFD).u8(0xF8).u8(0xF8).u8(0);
    }
    return out.toBytes();
  }

  private static byte[] first(List<byte[]> units, int type) throws IOException {
    return units.stream()
        .filter(unit -> type(unit) == type && unit.length >= 4)
        .findFirst()
        .orElseThrow(() -> new IOException("x264 gave no parameter sets"));
  }
}
