package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;

/** Tells how long packets of sound are from what is in them. */
final class AudioPackets {
  private static final int[] AAC_RATES = {
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
  };
  private static final int[] MPEG_RATES = {44100, 48000, 32000};
  private static final int[] DOLBY_RATES = {48000, 44100, 32000};
  private static final int[] DOLBY_BLOCKS = {1, 2, 3, 6};
  private static final long NANOS = 1_000_000_000L;

  private AudioPackets() {}

  /** A number of samples at a rate. */
  record Length(long samples, int rate) {
    static final Length UNKNOWN = new Length(0, 1);

    long nanos() {
      return Math.round((double) samples * NANOS / rate);
    }
  }

  /**
   * The duration of a packet.
   *
   * @return nanoseconds; 0 if it cannot be told
   */
  static long duration(SourceTrack track, byte[] packet) {
    try {
      return length(track, packet).nanos();
    } catch (LicFormatException e) {
      // Packets are copied untouched, broken ones too: only their own length is unknown.
      return 0;
    }
  }

  /**
   * The rate in which durations of this track are whole numbers.
   *
   * @return Hz, at least 1
   */
  static int clock(SourceTrack track) {
    int rate =
        switch (track.codec()) {
          case OPUS -> 48000;
          case AAC -> aacRate(track);
          default -> track.sampleRate();
        };
    return rate > 0 ? rate : 48000;
  }

  /** Samples of a packet as codecs of a fixed length have them; 0 for others. */
  static int usualSamples(SourceTrack track) {
    return switch (track.codec()) {
      case AAC -> 1024;
      case MP3 -> track.sampleRate() < 32000 ? 576 : 1152;
      case MP2 -> 1152;
      case AC3 -> 1536;
      case ALAC -> {
        byte[] setup = track.setup();
        yield setup.length < 4 ? 4096 : java.nio.ByteBuffer.wrap(setup).getInt();
      }
      default -> 0;
    };
  }

  private static Length length(SourceTrack track, byte[] packet) throws LicFormatException {
    int rate = clock(track);
    return switch (track.codec()) {
      case AAC -> new Length(1024, rate);
      case MP3, MP2 -> mpeg(packet);
      case AC3 -> new Length(1536, dolbyRate(packet, rate));
      case EAC3 -> enhanced(packet);
      case OPUS -> new Length(opusSamples(packet), 48000);
      case FLAC -> new Length(flacSamples(track, packet), rate);
      case ALAC -> new Length(alacSamples(track), rate);
      case DTS -> new Length(dtsSamples(packet), rate);
      case PCM_LITTLE, PCM_BIG, PCM_FLOAT -> {
        int frame = track.channels() * track.bits() / 8;
        yield frame == 0 ? Length.UNKNOWN : new Length(packet.length / frame, rate);
      }
      default -> Length.UNKNOWN;
    };
  }

  private static int aacRate(SourceTrack track) {
    try {
      BitCursor bits = new BitCursor(track.setup(), "AAC setup");
      if (bits.bits(5) == 31) {
        bits.bits(6);
      }
      int index = bits.bits(4);
      if (index < AAC_RATES.length) {
        return AAC_RATES[index];
      }
      return index == 15 ? bits.bits(24) : track.sampleRate();
    } catch (LicFormatException e) {
      // Old Matroska files have no setup; what their track says holds.
      return track.sampleRate();
    }
  }

  private static Length mpeg(byte[] packet) throws LicFormatException {
    BitCursor bits = new BitCursor(packet, "MPEG audio header");
    if (bits.bits(11) != 0x7FF) {
      throw new LicFormatException(-1, "MPEG audio without a header");
    }
    int version = bits.bits(2);
    int layer = 4 - bits.bits(2);
    bits.bits(5);
    int index = bits.bits(2);
    if (version == 1 || index == 3 || layer == 4) {
      throw new LicFormatException(-1, "MPEG audio with an impossible header");
    }
    int rate = MPEG_RATES[index] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    int samples = layer == 1 ? 384 : layer == 3 && version != 3 ? 576 : 1152;
    return new Length(samples, rate);
  }

  private static int dolbyRate(byte[] packet, int otherwise) throws LicFormatException {
    BitCursor bits = new BitCursor(packet, "AC-3 header");
    bits.bits(16);
    bits.bits(16);
    int index = bits.bits(2);
    return index < 3 ? DOLBY_RATES[index] : otherwise;
  }

  private static Length enhanced(byte[] packet) throws LicFormatException {
    BitCursor bits = new BitCursor(packet, "E-AC-3 header");
    bits.bits(32);
    int index = bits.bits(2);
    int second = bits.bits(2);
    return index == 3
        ? new Length(1536, DOLBY_RATES[Math.min(2, second)] / 2)
        : new Length(256L * DOLBY_BLOCKS[second], DOLBY_RATES[index]);
  }

  /** RFC 6716, section 3.1. */
  static int opusSamples(byte[] packet) throws LicFormatException {
    BitCursor bits = new BitCursor(packet, "Opus packet");
    int config = bits.bits(5);
    bits.bits(1);
    int code = bits.bits(2);
    int size =
        config < 12
            ? new int[] {480, 960, 1920, 2880}[config & 3]
            : config < 16 ? 480 << (config & 1) : 120 << (config & 3);
    if (code < 3) {
      return size * (code == 0 ? 1 : 2);
    }
    bits.bits(2);
    return size * bits.bits(6);
  }

  private static int flacSamples(SourceTrack track, byte[] packet) throws LicFormatException {
    BitCursor bits = new BitCursor(packet, "FLAC frame");
    bits.bits(16);
    int code = bits.bits(4);
    if (code == 1) {
      return 192;
    }
    if (code >= 2 && code <= 5) {
      return 576 << (code - 2);
    }
    if (code >= 8) {
      return 256 << (code - 8);
    }
    byte[] setup = track.setup();
    // STREAMINFO's largest block, behind "fLaC" and the block's header.
    return setup.length < 12 ? 0 : (setup[10] & 0xFF) << 8 | setup[11] & 0xFF;
  }

  private static int alacSamples(SourceTrack track) throws LicFormatException {
    return new BitCursor(track.setup(), "ALAC setup").bits(32);
  }

  private static int dtsSamples(byte[] packet) throws LicFormatException {
    BitCursor bits = new BitCursor(packet, "DTS header");
    bits.bits(32);
    bits.bits(7);
    return (bits.bits(7) + 1) * 32;
  }
}
