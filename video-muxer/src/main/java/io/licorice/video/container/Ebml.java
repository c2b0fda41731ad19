package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import java.nio.charset.StandardCharsets;

/** Lays out EBML elements (RFC 8794) as bytes, and names those of Matroska (RFC 9559). */
final class Ebml {
  static final int HEADER = 0x1A45DFA3;
  static final int DOC_TYPE = 0x4282;
  static final int SEGMENT = 0x18538067;
  static final int SEEK_HEAD = 0x114D9B74;
  static final int INFO = 0x1549A966;
  static final int TIMESTAMP_SCALE = 0x2AD7B1;
  static final int DURATION = 0x4489;
  static final int TRACKS = 0x1654AE6B;
  static final int TRACK_ENTRY = 0xAE;
  static final int TRACK_NUMBER = 0xD7;
  static final int TRACK_UID = 0x73C5;
  static final int TRACK_TYPE = 0x83;
  static final int FLAG_DEFAULT = 0x88;
  static final int FLAG_FORCED = 0x55AA;
  static final int FLAG_LACING = 0x9C;
  static final int DEFAULT_DURATION = 0x23E383;
  static final int TRACK_NAME = 0x536E;
  static final int LANGUAGE = 0x22B59C;
  static final int LANGUAGE_BCP47 = 0x22B59D;
  static final int CODEC_ID = 0x86;
  static final int CODEC_PRIVATE = 0x63A2;
  static final int CODEC_DELAY = 0x56AA;
  static final int SEEK_PRE_ROLL = 0x56BB;
  static final int VIDEO = 0xE0;
  static final int PIXEL_WIDTH = 0xB0;
  static final int PIXEL_HEIGHT = 0xBA;
  static final int PROJECTION = 0x7670;
  static final int PROJECTION_ROLL = 0x7675;
  static final int AUDIO = 0xE1;
  static final int SAMPLING_FREQUENCY = 0xB5;
  static final int CHANNELS = 0x9F;
  static final int BIT_DEPTH = 0x6264;
  static final int CONTENT_ENCODINGS = 0x6D80;
  static final int CONTENT_ENCODING = 0x6240;
  static final int CONTENT_ENCODING_SCOPE = 0x5032;
  static final int CONTENT_ENCODING_TYPE = 0x5033;
  static final int CONTENT_COMPRESSION = 0x5034;
  static final int CONTENT_COMP_ALGO = 0x4254;
  static final int CONTENT_COMP_SETTINGS = 0x4255;
  static final int CLUSTER = 0x1F43B675;
  static final int TIMESTAMP = 0xE7;
  static final int SIMPLE_BLOCK = 0xA3;
  static final int BLOCK_GROUP = 0xA0;
  static final int BLOCK = 0xA1;
  static final int BLOCK_DURATION = 0x9B;
  static final int REFERENCE_BLOCK = 0xFB;
  static final int DISCARD_PADDING = 0x75A2;
  static final int CUES = 0x1C53BB6B;
  static final int ATTACHMENTS = 0x1941A469;
  static final int CHAPTERS = 0x1043A770;
  static final int TAGS = 0x1254C367;
  static final int VOID = 0xEC;

  private Ebml() {}

  /** Whether an element stands directly in a segment, which ends elements of unknown size. */
  static boolean isTopLevel(int id) {
    return switch (id) {
      case SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES, ATTACHMENTS, CHAPTERS, TAGS, SEGMENT, HEADER ->
          true;
      default -> false;
    };
  }

  static byte[] id(int id) {
    ByteSink out = new ByteSink();
    for (int shift = (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(id)) / 8 * 8;
        shift >= 0;
        shift -= 8) {
      out.u8(id >>> shift);
    }
    return out.toBytes();
  }

  /** A size in as few bytes as it takes. */
  static byte[] size(long size) {
    int bytes = 1;
    while (size >= (1L << 7 * bytes) - 1) {
      bytes++;
    }
    return size(size, bytes);
  }

  /** A size in a given number of bytes, 1 to 8. */
  static byte[] size(long size, int bytes) {
    return bigEndian(size | 1L << 7 * bytes, bytes);
  }

  static byte[] element(int id, byte[]... parts) {
    long length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteSink out = new ByteSink().bytes(id(id)).bytes(size(length));
    for (byte[] part : parts) {
      out.bytes(part);
    }
    return out.toBytes();
  }

  /** An unsigned number in as few bytes as it takes, at least one. */
  static byte[] number(int id, long value) {
    int bytes = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8);
    return element(id, bigEndian(value, bytes));
  }

  /** A signed number in eight bytes. */
  static byte[] signed(int id, long value) {
    return element(id, bigEndian(value, 8));
  }

  static byte[] real(int id, double value) {
    return element(id, bigEndian(Double.doubleToLongBits(value), 8));
  }

  static byte[] text(int id, String text) {
    return element(id, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What keeps a place of so many bytes, at least 9, for something that comes later. */
  static byte[] blank(int length) {
    return new ByteSink()
        .u8(VOID)
        .bytes(size(length - 9L, 8))
        .bytes(new byte[length - 9])
        .toBytes();
  }

  private static byte[] bigEndian(long value, int bytes) {
    byte[] out = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      out[i] = (byte) (value >>> 8 * (bytes - 1 - i));
    }
    return out;
  }
}
