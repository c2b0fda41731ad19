package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a sample entry of MP4 or QuickTime says of sound and text, in Matroska's terms.
 *
 * @param codec the codec
 * @param label its name for people
 * @param setup codec private data as Matroska has it
 * @param channels of sound
 * @param rate of sound in Hz
 * @param bits of a linear sample
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Mp4Setup(TrackCodec codec, String label, byte[] setup, int channels, int rate, int bits) {
  private static final int AUDIO_ENTRY = 36;
  private static final byte[] NONE = {};

  /** Understands a sample entry as far as it goes; what is broken or unknown is OTHER. */
  static Mp4Setup of(byte[] entry, MediaTrack.Kind kind) {
    String type = fourCc(entry, 4);
    if (kind == MediaTrack.Kind.AUDIO && entry.length >= AUDIO_ENTRY) {
      try {
        return audio(entry, type);
      } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
        // Cut off in the middle: still copied as it is by containers of the same kind.
        return new Mp4Setup(TrackCodec.OTHER, type, NONE, 0, 0, 0);
      }
    }
    TrackCodec codec =
        switch (type) {
          case "tx3g", "text" -> TrackCodec.TEXT;
          case "avc1", "avc3" -> TrackCodec.H264;
          case "hvc1", "hev1" -> TrackCodec.HEVC;
          case "vp08" -> TrackCodec.VP8;
          case "vp09" -> TrackCodec.VP9;
          case "av01" -> TrackCodec.AV1;
          case LearnedSetup.SAMPLE_ENTRY, LearnedSetup.FOUR_CC -> TrackCodec.LVC;
          default -> TrackCodec.OTHER;
        };
    String label =
        codec == TrackCodec.OTHER
            ? type.strip()
            : codec == TrackCodec.TEXT ? "mov_text" : codec.label();
    return new Mp4Setup(codec, label, NONE, 0, 0, 0);
  }

  private static Mp4Setup audio(byte[] entry, String type) {
    ByteBuffer in = ByteBuffer.wrap(entry);
    int version = in.getShort(16);
    int channels = in.getShort(24) & 0xFFFF;
    int bits = in.getShort(26) & 0xFFFF;
    int rate = in.getInt(32) >>> 16;
    int boxes = AUDIO_ENTRY;
    int flags = 0;
    if (version == 1 && fourCc(entry, AUDIO_ENTRY + 4).isBlank()
        || version == 1 && isExtended(in)) {
      boxes += 16;
    } else if (version == 2) {
      rate = (int) Math.min(1e8, Math.max(0, in.getDouble(40)));
      channels = Math.min(1024, Math.max(0, in.getInt(48)));
      bits = in.getInt(56);
      flags = in.getInt(60);
      boxes += 36;
    }
    Optional<byte[]> wave = child(entry, boxes, entry.length, "wave");
    byte[] inside = wave.orElse(entry);
    int from = wave.isPresent() ? 0 : boxes;
    return audio(type, inside, from, channels, rate, bits, flags);
  }

  /** Whether bytes behind a version 1 entry are QuickTime's four numbers, not yet boxes. */
  private static boolean isExtended(ByteBuffer in) {
    if (in.limit() < AUDIO_ENTRY + 8) {
      return false;
    }
    int size = in.getInt(AUDIO_ENTRY);
    return size < 8 || size > in.limit() - AUDIO_ENTRY || in.get(AUDIO_ENTRY + 4) == 0;
  }

  private static Mp4Setup audio(
      String type, byte[] in, int from, int channels, int rate, int bits, int flags) {
    switch (type) {
      case "mp4a", ".mp3", "ms\0U" -> {
        Optional<byte[]> esds = child(in, from, in.length, "esds");
        if (esds.isPresent()) {
          return elementary(esds.get(), channels, rate);
        }
        TrackCodec codec = type.equals("mp4a") ? TrackCodec.OTHER : TrackCodec.MP3;
        return known(codec, NONE, channels, rate, 0);
      }
      case "ac-3", "sac3" -> {
        return known(TrackCodec.AC3, NONE, channels, rate, 0);
      }
      case "ec-3" -> {
        return known(TrackCodec.EAC3, NONE, channels, rate, 0);
      }
      case "Opus" -> {
        byte[] head = child(in, from, in.length, "dOps").map(Mp4Setup::opusHead).orElse(NONE);
        return known(
            head.length == 0 ? TrackCodec.OTHER : TrackCodec.OPUS, head, channels, rate, 0);
      }
      case "fLaC" -> {
        byte[] head = child(in, from, in.length, "dfLa").map(Mp4Setup::flacHead).orElse(NONE);
        return known(
            head.length == 0 ? TrackCodec.OTHER : TrackCodec.FLAC, head, channels, rate, 0);
      }
      case "alac" -> {
        byte[] cookie = child(in, from, in.length, "alac").orElse(NONE);
        return cookie.length < 28
            ? known(TrackCodec.OTHER, NONE, channels, rate, 0)
            : known(
                TrackCodec.ALAC, Arrays.copyOfRange(cookie, 4, cookie.length), channels, rate, 0);
      }
      default -> {
        return linear(type, in, from, channels, rate, bits, flags);
      }
    }
  }

  private static Mp4Setup linear(
      String type, byte[] in, int from, int channels, int rate, int bits, int flags) {
    boolean isLittle =
        child(in, from, in.length, "enda").map(b -> b.length > 1 && b[1] == 1).orElse(false);
    TrackCodec integer = isLittle ? TrackCodec.PCM_LITTLE : TrackCodec.PCM_BIG;
    return switch (type) {
      case "sowt" -> known(TrackCodec.PCM_LITTLE, NONE, channels, rate, bits == 8 ? 0 : 16);
      case "twos" -> known(TrackCodec.PCM_BIG, NONE, channels, rate, bits == 8 ? 0 : 16);
      case "raw " -> known(TrackCodec.PCM_LITTLE, NONE, channels, rate, bits == 16 ? 0 : 8);
      case "in24" -> known(integer, NONE, channels, rate, 24);
      case "in32" -> known(integer, NONE, channels, rate, 32);
      case "fl32" -> known(TrackCodec.PCM_FLOAT, NONE, channels, rate, isLittle ? 32 : 0);
      case "fl64" -> known(TrackCodec.PCM_FLOAT, NONE, channels, rate, isLittle ? 64 : 0);
      case "lpcm" -> known(ofFlags(flags), NONE, channels, rate, bits);
      default -> new Mp4Setup(TrackCodec.OTHER, type.strip(), NONE, channels, rate, bits);
    };
  }

  /** CoreAudio's flags: 1 floats, 2 big-endian, 4 signed. */
  private static TrackCodec ofFlags(int flags) {
    return switch (flags & 7) {
      case 1 -> TrackCodec.PCM_FLOAT;
      case 4 -> TrackCodec.PCM_LITTLE;
      case 6 -> TrackCodec.PCM_BIG;
      default -> TrackCodec.OTHER;
    };
  }

  private static Mp4Setup known(TrackCodec codec, byte[] setup, int channels, int rate, int bits) {
    // Linear samples whose width Matroska cannot tell.
    boolean isOdd = codec.isPcm() && bits == 0;
    return new Mp4Setup(
        isOdd ? TrackCodec.OTHER : codec,
        codec == TrackCodec.OTHER ? "unknown" : codec.label(),
        setup,
        channels,
        rate,
        bits);
  }

  /** ISO/IEC 14496-1, section 7.2.6. */
  private static Mp4Setup elementary(byte[] esds, int channels, int rate) {
    ByteBuffer in = ByteBuffer.wrap(esds).position(4);
    byte[] setup = NONE;
    int object = 0;
    while (in.remaining() > 1) {
      int tag = in.get() & 0xFF;
      int length = 0;
      int next;
      do {
        next = in.get();
        length = length << 7 | next & 0x7F;
      } while (next < 0);
      if (tag == 3) {
        in.getShort();
        int flags = in.get();
        skip(in, ((flags & 0x80) != 0 ? 2 : 0));
        skip(in, (flags & 0x40) != 0 ? in.get() & 0xFF : 0);
        skip(in, (flags & 0x20) != 0 ? 2 : 0);
      } else if (tag == 4) {
        object = in.get() & 0xFF;
        skip(in, 12);
      } else if (tag == 5) {
        setup = new byte[Math.min(length, in.remaining())];
        in.get(setup);
      } else {
        skip(in, Math.min(length, in.remaining()));
      }
    }
    TrackCodec codec =
        switch (object) {
          case 0x40, 0x66, 0x67, 0x68 -> TrackCodec.AAC;
          case 0x69, 0x6B -> TrackCodec.MP3;
          case 0xA5 -> TrackCodec.AC3;
          case 0xA6 -> TrackCodec.EAC3;
          case 0xA9 -> TrackCodec.DTS;
          default -> TrackCodec.OTHER;
        };
    return known(codec, codec == TrackCodec.AAC ? setup : NONE, channels, rate, 0);
  }

  private static void skip(ByteBuffer in, int count) {
    in.position(Math.min(in.limit(), in.position() + count));
  }

  /** The head of Ogg Opus (RFC 7845) from MP4's box, which has it in the other byte order. */
  private static byte[] opusHead(byte[] dops) {
    if (dops.length < 11) {
      return NONE;
    }
    ByteBuffer in = ByteBuffer.wrap(dops);
    ByteBuffer out = ByteBuffer.allocate(dops.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    out.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put(in.get(1));
    out.putShort(in.getShort(2)).putInt(in.getInt(4)).putShort(in.getShort(8));
    return out.put(dops, 10, dops.length - 10).array();
  }

  private static byte[] flacHead(byte[] dfla) {
    return dfla.length < 4 + 38
        ? NONE
        : new ByteSink()
            .bytes("fLaC".getBytes(StandardCharsets.US_ASCII))
            .bytes(Arrays.copyOfRange(dfla, 4, dfla.length))
            .toBytes();
  }

  /** The content of the first box of a type. */
  static Optional<byte[]> child(byte[] in, int from, int to, String type) {
    for (int at = from; at <= to - 8; ) {
      int size = ByteBuffer.wrap(in).getInt(at);
      if (size < 8 || size > to - at) {
        break;
      }
      if (fourCc(in, at + 4).equals(type)) {
        return Optional.of(Arrays.copyOfRange(in, at + 8, at + size));
      }
      at += size;
    }
    return Optional.empty();
  }

  static String fourCc(byte[] in, int at) {
    return in.length < at + 4 ? "" : new String(in, at, 4, StandardCharsets.ISO_8859_1);
  }
}
