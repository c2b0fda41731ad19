package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lays out sample entries of MP4 and QuickTime for tracks that come from elsewhere. */
final class SampleEntries {
  private static final int MAX_RATE = 0xFFFF;

  private SampleEntries() {}

  /** The sample entry of H.264 (ISO/IEC 14496-15). */
  static byte[] h264(int width, int height, byte[] avcConfiguration) {
    byte[] boxes = LearnedSetup.box("avcC", avcConfiguration);
    return LearnedSetup.box("avc1", visual(width, height, new byte[0], boxes));
  }

  /**
   * What a sample entry of a video track holds (ISO/IEC 14496-12).
   *
   * @param compressor its name behind its length, at most 32 bytes
   * @param boxes what follows the fields
   */
  static byte[] visual(int width, int height, byte[] compressor, byte[] boxes) {
    return new ByteSink()
        .bytes(new byte[6])
        .u16(1)
        .bytes(new byte[16])
        .u16(width)
        .u16(height)
        .i32(72 << 16)
        .i32(72 << 16)
        .i32(0)
        .u16(1)
        .bytes(Arrays.copyOf(compressor, 32))
        .u16(24)
        .u16(-1)
        .bytes(boxes)
        .toBytes();
  }

  /** Timed text (3GPP TS 26.245): white letters at the lower edge. */
  static byte[] text() {
    ByteSink body =
        new ByteSink()
            .bytes(new byte[6])
            .u16(1)
            .i32(0)
            .u8(1)
            .u8(-1)
            .i32(0)
            .bytes(new byte[8])
            .i32(0)
            .u16(1)
            .u8(0)
            .u8(18)
            .i32(-1)
            .bytes(
                LearnedSetup.box(
                    "ftab", new ByteSink().u16(1).u16(1).u8(5).bytes(ascii("Serif")).toBytes()));
    return LearnedSetup.box("tx3g", body.toBytes());
  }

  /**
   * The sample entry of sound.
   *
   * @param first the track's first packet, which some codecs describe themselves in
   * @throws LicFormatException if that packet does not say what it must
   */
  static byte[] sound(SourceTrack track, byte[] first, boolean isQuickTime)
      throws LicFormatException {
    int object = objectType(track.codec());
    if (track.codec().isPcm()) {
      return linear(track);
    }
    return switch (track.codec()) {
      case AC3 -> entry("ac-3", track, LearnedSetup.box("dac3", ac3(first)));
      case EAC3 -> entry("ec-3", track, LearnedSetup.box("dec3", enhancedAc3(first)));
      case OPUS -> entry("Opus", track, LearnedSetup.box("dOps", opus(track.setup())));
      case FLAC -> entry("fLaC", track, LearnedSetup.box("dfLa", flac(track.setup())));
      case ALAC -> {
        byte[] cookie =
            LearnedSetup.box("alac", new ByteSink().i32(0).bytes(track.setup()).toBytes());
        yield isQuickTime ? wave("alac", track, new byte[0], cookie) : entry("alac", track, cookie);
      }
      case MP3, MP2 ->
          isQuickTime
              ? version1(".mp3", track, new byte[0])
              : entry("mp4a", track, elementary(object, new byte[0]));
      default -> {
        byte[] esds = elementary(object, track.setup());
        byte[] inner = LearnedSetup.box("mp4a", new byte[4]);
        yield isQuickTime ? wave("mp4a", track, inner, esds) : entry("mp4a", track, esds);
      }
    };
  }

  /** What ISO/IEC 14496-1 and its registration authority call a codec; 0 if it has no number. */
  private static int objectType(TrackCodec codec) {
    return switch (codec) {
      case AAC -> 0x40;
      case MP3, MP2 -> 0x6B;
      case DTS -> 0xA9;
      default -> 0;
    };
  }

  private static byte[] entry(String type, SourceTrack track, byte[] boxes) {
    return LearnedSetup.box(type, new ByteSink().bytes(head(track, 0, 16)).bytes(boxes).toBytes());
  }

  private static byte[] head(SourceTrack track, int version, int bits) {
    int rate = track.sampleRate() <= MAX_RATE ? track.sampleRate() << 16 : 0;
    return new ByteSink()
        .bytes(new byte[6])
        .u16(1)
        .u16(version)
        .bytes(new byte[6])
        .u16(Math.max(1, track.channels()))
        .u16(bits)
        .u16(version == 0 ? 0 : -2)
        .u16(0)
        .i32(rate)
        .toBytes();
  }

  /** QuickTime's second form, which compressed sound must have. */
  private static byte[] version1(String type, SourceTrack track, byte[] boxes) {
    ByteSink body =
        new ByteSink()
            .bytes(head(track, 1, 16))
            .i32(AudioPackets.usualSamples(track))
            .i32(0)
            .i32(0)
            .i32(2)
            .bytes(boxes);
    return LearnedSetup.box(type, body.toBytes());
  }

  private static byte[] wave(String type, SourceTrack track, byte[] inner, byte[] setup) {
    ByteSink wave =
        new ByteSink()
            .bytes(LearnedSetup.box("frma", ascii(type)))
            .bytes(inner)
            .bytes(setup)
            .i32(8)
            .i32(0);
    return version1(type, track, LearnedSetup.box("wave", wave.toBytes()));
  }

  private static byte[] linear(SourceTrack track) {
    boolean isLittle = track.codec() != TrackCodec.PCM_BIG;
    String type = linearType(track);
    if (track.bits() <= 16) {
      return LearnedSetup.box(type, head16(track));
    }
    int bytes = track.bits() / 8;
    ByteSink wave =
        new ByteSink()
            .bytes(LearnedSetup.box("frma", ascii(type)))
            .bytes(LearnedSetup.box("enda", new byte[] {0, (byte) (isLittle ? 1 : 0)}))
            .i32(8)
            .i32(0);
    ByteSink body =
        new ByteSink()
            .bytes(head(track, 1, 16))
            .i32(1)
            .i32(bytes)
            .i32(bytes * track.channels())
            .i32(bytes)
            .bytes(LearnedSetup.box("wave", wave.toBytes()));
    return LearnedSetup.box(type, body.toBytes());
  }

  private static byte[] head16(SourceTrack track) {
    return head(track, 0, track.bits());
  }

  /** QuickTime's name of a kind of linear samples; empty if it has none. */
  static String linearType(SourceTrack track) {
    boolean isFloat = track.codec() == TrackCodec.PCM_FLOAT;
    return switch (track.bits()) {
      case 8 -> isFloat ? "" : "raw ";
      case 16 -> isFloat ? "" : track.codec() == TrackCodec.PCM_LITTLE ? "sowt" : "twos";
      case 24 -> isFloat ? "" : "in24";
      case 32 -> isFloat ? "fl32" : "in32";
      case 64 -> isFloat ? "fl64" : "";
      default -> "";
    };
  }

  private static byte[] elementary(int object, byte[] setup) {
    ByteSink decoder = new ByteSink().u8(object).u8(0x15).bytes(new byte[3]).i32(0).i32(0);
    if (setup.length > 0) {
      decoder.bytes(descriptor(5, setup));
    }
    ByteSink stream =
        new ByteSink()
            .u16(0)
            .u8(0)
            .bytes(descriptor(4, decoder.toBytes()))
            .bytes(descriptor(6, new byte[] {2}));
    return LearnedSetup.box(
        "esds", new ByteSink().i32(0).bytes(descriptor(3, stream.toBytes())).toBytes());
  }

  private static byte[] descriptor(int tag, byte[] content) {
    int n = content.length;
    return new ByteSink()
        .u8(tag)
        .u8(n >>> 21 | 0x80)
        .u8(n >>> 14 & 0x7F | 0x80)
        .u8(n >>> 7 & 0x7F | 0x80)
        .u8(n & 0x7F)
        .bytes(content)
        .toBytes();
  }

  /** ETSI TS 102 366, annex F.4, from a frame's own header. */
  private static byte[] ac3(byte[] frame) throws LicFormatException {
    BitCursor in = new BitCursor(frame, "AC-3 header");
    in.bits(32);
    int fscod = in.bits(2);
    int frmsizecod = in.bits(6);
    int bsid = in.bits(5);
    int bsmod = in.bits(3);
    int acmod = in.bits(3);
    in.bits((acmod & 1) != 0 && acmod != 1 ? 2 : 0);
    in.bits((acmod & 4) != 0 ? 2 : 0);
    in.bits(acmod == 2 ? 2 : 0);
    int lfeon = in.bits(1);
    int packed =
        fscod << 22 | bsid << 17 | bsmod << 14 | acmod << 11 | lfeon << 10 | frmsizecod >> 1 << 5;
    return new ByteSink().u8(packed >>> 16).u16(packed).toBytes();
  }

  /** ETSI TS 102 366, annex F.6, for one independent substream. */
  private static byte[] enhancedAc3(byte[] frame) throws LicFormatException {
    BitCursor in = new BitCursor(frame, "E-AC-3 header");
    in.bits(16);
    in.bits(5);
    int bytes = (in.bits(11) + 1) * 2;
    int fscod = in.bits(2);
    int numblkscod = in.bits(2);
    int acmod = in.bits(3);
    int lfeon = in.bits(1);
    int bsid = in.bits(5);
    double blocks = fscod == 3 ? 6 : new int[] {1, 2, 3, 6}[numblkscod];
    double rate = new double[] {48000, 44100, 32000, 24000}[fscod];
    int kilobits = (int) Math.round(bytes * 8 * rate / (256 * blocks) / 1000);
    return new ByteSink()
        .u16(kilobits << 3)
        .u8(fscod << 6 | bsid << 1)
        .u8(acmod << 1 | lfeon)
        .u8(0)
        .toBytes();
  }

  /** Encapsulation of Opus in ISO base media, section 4.3.2, from the head of RFC 7845. */
  private static byte[] opus(byte[] head) throws LicFormatException {
    if (head.length < 19) {
      throw new LicFormatException(-1, "head of the Opus track is cut off");
    }
    ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    return new ByteSink()
        .u8(0)
        .u8(in.get(9))
        .u16(in.getShort(10))
        .i32(in.getInt(12))
        .u16(in.getShort(16))
        .bytes(Arrays.copyOfRange(head, 18, head.length))
        .toBytes();
  }

  private static byte[] flac(byte[] head) throws LicFormatException {
    if (head.length < 42) {
      throw new LicFormatException(-1, "head of the FLAC track is cut off");
    }
    return new ByteSink().i32(0).bytes(Arrays.copyOfRange(head, 4, head.length)).toBytes();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
