package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How containers name a learned track and carry its configuration: in Matroska a BITMAPINFOHEADER
 * with the FourCC {@code LVC1}, in MP4 and MOV a sample entry {@code lvc1} with the boxes {@code
 * lvcC} and {@code glbl} of the same content. Programs that copy tracks without knowing the codec
 * keep the second and drop the first.
 */
final class LearnedSetup {
  static final String FOUR_CC = "LVC1";
  static final String SAMPLE_ENTRY = "lvc1";

  /** No configuration is larger. */
  static final int MAX_CONFIGURATION = 1 << 16;

  private static final String VIDEO_FOR_WINDOWS = "V_MS/VFW/FOURCC";
  private static final String QUICKTIME = "V_QUICKTIME";
  private static final int BITMAP_HEADER = 40;

  /** Bytes of a visual sample entry before its boxes. */
  private static final int VISUAL_ENTRY = 86;

  private LearnedSetup() {}

  static boolean isLearned(String codecId, byte[] setup) {
    return switch (codecId) {
      case VIDEO_FOR_WINDOWS -> isName(Mp4Setup.fourCc(setup, 16));
      case QUICKTIME -> isName(Mp4Setup.fourCc(setup, 4));
      default -> false;
    };
  }

  /** What Matroska carries as private data. */
  static byte[] ofMatroska(int width, int height, byte[] configuration) {
    ByteBuffer out =
        ByteBuffer.allocate(BITMAP_HEADER + configuration.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(BITMAP_HEADER + configuration.length).putInt(width).putInt(height);
    out.putShort((short) 1).putShort((short) 24);
    out.put(FOUR_CC.getBytes(StandardCharsets.US_ASCII));
    out.putInt(Math.multiplyExact(Math.multiplyExact(width, height), 3));
    out.position(BITMAP_HEADER);
    return out.put(configuration).array();
  }

  /** The configuration in Matroska's private data; empty if there is none. */
  static byte[] configuration(String codecId, byte[] setup) {
    if (codecId.equals(QUICKTIME)) {
      return ofSampleEntry(setup);
    }
    if (setup.length <= BITMAP_HEADER) {
      return new byte[0];
    }
    // Some pad to an even length, and the first field knows better.
    int told = ByteBuffer.wrap(setup).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    int end = told > BITMAP_HEADER && told < setup.length ? told : setup.length;
    return bounded(Arrays.copyOfRange(setup, BITMAP_HEADER, end));
  }

  /** The sample entry of MP4 and MOV. */
  static byte[] sampleEntry(int width, int height, byte[] configuration) {
    byte[] name = new ByteSink().u8(8).bytes(ascii("Licorice")).toBytes();
    ByteSink boxes =
        new ByteSink().bytes(box("lvcC", configuration)).bytes(box("glbl", configuration));
    return box(SAMPLE_ENTRY, SampleEntries.visual(width, height, name, boxes.toBytes()));
  }

  /** The configuration in a sample entry; empty if there is none. */
  static byte[] ofSampleEntry(byte[] entry) {
    byte[] found = {};
    for (int at = VISUAL_ENTRY; at <= entry.length - 8; ) {
      int size = ByteBuffer.wrap(entry).getInt(at);
      if (size < 8 || size > entry.length - at) {
        break;
      }
      if (isFourCc(entry, at + 4, "lvcC") || isFourCc(entry, at + 4, "glbl")) {
        found = Arrays.copyOfRange(entry, at + 8, at + size);
        if (isFourCc(entry, at + 4, "lvcC")) {
          break;
        }
      }
      at += size;
    }
    return bounded(found);
  }

  static byte[] box(String type, byte[] content) {
    return new ByteSink().i32(8 + content.length).bytes(ascii(type)).bytes(content).toBytes();
  }

  private static byte[] bounded(byte[] configuration) {
    return configuration.length > MAX_CONFIGURATION ? new byte[0] : configuration;
  }

  private static boolean isFourCc(byte[] bytes, int at, String fourCc) {
    return Mp4Setup.fourCc(bytes, at).equals(fourCc);
  }

  /** ffmpeg takes the name of one container over into the other. */
  static boolean isName(String fourCc) {
    return fourCc.equals(FOUR_CC) || fourCc.equals(SAMPLE_ENTRY);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
