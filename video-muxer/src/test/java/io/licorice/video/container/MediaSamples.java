package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import io.licorice.codec.Picture;
import io.licorice.video.FrameSink;
import io.licorice.video.LvcConfiguration;
import io.licorice.video.LvcPacket;
import io.licorice.video.PacketSink;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Generated tracks and files. */
final class MediaSamples {
  static final LvcConfiguration CONFIGURATION =
      new LvcConfiguration(96, 64, "video", 0x12345678, "dvc");
  static final TimeBase RATE = new TimeBase(1, 25);
  private static final byte[] AAC_48000_STEREO = {0x11, (byte) 0x90};
  private static final long NANOS = 1_000_000_000L;

  private MediaSamples() {}

  /** Packets that look like a learned video's from outside; every twelfth is a key frame. */
  static List<LvcPacket> packets(int count, TimeBase timeBase, int ticks) {
    List<LvcPacket> packets = new ArrayList<>();
    Random random = new Random(count);
    byte[] configuration = CONFIGURATION.toBytes();
    for (int i = 0; i < count; i++) {
      byte[] body = new byte[40 + random.nextInt(400)];
      random.nextBytes(body);
      boolean isKey = i % 12 == 0;
      ByteSink packet = new ByteSink();
      if (isKey) {
        packet.u8(1).varint(configuration.length).bytes(configuration);
      } else {
        packet.u8(2);
      }
      long time = (long) i * ticks;
      packets.add(new LvcPacket(packet.bytes(body).toBytes(), time, ticks, isKey));
    }
    return packets;
  }

  static void write(Path file, List<LvcPacket> packets, TimeBase timeBase, Companions companions)
      throws IOException {
    try (PacketSink sink = Containers.create(file, CONFIGURATION, timeBase, companions)) {
      for (LvcPacket packet : packets) {
        sink.write(packet);
      }
      sink.finish();
    }
  }

  /** A track as a file would describe it. */
  static SourceTrack track(
      MediaTrack.Kind kind, TrackCodec codec, byte[] setup, int bits, String language, long delay) {
    boolean isAudio = kind == MediaTrack.Kind.AUDIO;
    return new SourceTrack(
        0,
        kind,
        codec,
        codec.label(),
        setup,
        new SourceTrack.Matroska(codec.matroskaId()),
        Optional.of(language),
        Optional.of("Track in " + language),
        true,
        false,
        0,
        0,
        0,
        isAudio ? 2 : 0,
        isAudio ? 48000 : 0,
        bits,
        delay,
        0,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  static SourceTrack aac(long delay) {
    return track(MediaTrack.Kind.AUDIO, TrackCodec.AAC, AAC_48000_STEREO, 0, "deu", delay);
  }

  static SourceTrack pcm(TrackCodec codec, int bits) {
    return track(MediaTrack.Kind.AUDIO, codec, new byte[0], bits, "fra", 0);
  }

  static SourceTrack text() {
    return track(MediaTrack.Kind.SUBTITLE, TrackCodec.TEXT, new byte[0], 0, "spa", 0);
  }

  /** Two seconds of AAC-like packets, the first of them before time zero if there is a delay. */
  static List<MediaPacket> aacPackets(int track, long delay) {
    List<MediaPacket> packets = new ArrayList<>();
    Random random = new Random(track);
    for (int i = 0; i < 94; i++) {
      byte[] body = new byte[20 + random.nextInt(200)];
      random.nextBytes(body);
      packets.add(packet(track, i * 1024L * NANOS / 48000 - delay, 1024 * NANOS / 48000, body));
    }
    return packets;
  }

  /** Two seconds of linear samples in packets of 20 ms. */
  static List<MediaPacket> pcmPackets(int track, int bits) {
    List<MediaPacket> packets = new ArrayList<>();
    Random random = new Random(track);
    for (int i = 0; i < 100; i++) {
      byte[] body = new byte[960 * 2 * bits / 8];
      random.nextBytes(body);
      packets.add(packet(track, i * NANOS / 50, NANOS / 50, body));
    }
    return packets;
  }

  static List<MediaPacket> textPackets(int track) {
    return List.of(
        packet(track, 200_000_000, 700_000_000, utf8("Hällo\nzwei")),
        packet(track, 1_000_000_000, 500_000_000, utf8("<i>world</i> \u65e5\u672c")),
        packet(track, 1_500_000_000, 250_000_000, utf8("last")));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MediaPacket packet(int track, long time, long duration, byte[] body) {
    return new MediaPacket(track, time, duration, true, 0, body);
  }

  /** Writes a file of an H.264-like video and other tracks; packets as of places in this list. */
  static void source(Path file, List<SourceTrack> tracks, List<List<MediaPacket>> packets)
      throws IOException {
    ContainerWriter.Factory factory =
        switch (ContainerFormat.ofName(file).orElseThrow()) {
          case MATROSKA -> MatroskaWriter.FACTORY;
          case MP4 -> Mp4Writer.factory(false);
          default -> Mp4Writer.factory(true);
        };
    List<OutputTrack> outputs = new ArrayList<>();
    byte[] avc = {1, 100, 0, 10, -1, -31, 0, 4, 103, 100, 0, 10, 1, 0, 4, 104, 1, 2, 3};
    outputs.add(OutputTrack.h264(96, 64, avc, 12800).withFrameTime(NANOS / 25));
    tracks.forEach(track -> outputs.add(OutputTrack.copy(track)));
    List<MediaPacket> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(new MediaPacket(0, i * NANOS / 25, NANOS / 25, i % 10 == 0, 0, new byte[30 + i]));
    }
    packets.forEach(all::addAll);
    all.sort(java.util.Comparator.comparingLong(MediaPacket::time));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ContainerWriter writer = factory.begin(channel, outputs, List.of());
      for (MediaPacket packet : all) {
        writer.write(packet);
      }
      writer.finish();
    }
  }

  /** All packets of a track. */
  static List<MediaPacket> read(Path file, int track) throws IOException {
    List<MediaPacket> packets = new ArrayList<>();
    try (MediaFile open = MediaFiles.open(file).orElseThrow()) {
      MediaFile.Packets source = open.packets(java.util.Set.of(track));
      for (Optional<MediaPacket> next = source.next(); next.isPresent(); next = source.next()) {
        packets.add(next.get());
      }
    }
    return packets;
  }

  static List<SourceTrack> tracks(Path file) throws IOException {
    try (MediaFile open = MediaFiles.open(file).orElseThrow()) {
      return open.tracks();
    }
  }

  static byte[] joined(List<MediaPacket> packets) {
    ByteSink out = new ByteSink();
    packets.forEach(packet -> out.bytes(packet.bytes()));
    return out.toBytes();
  }

  /** A smooth pattern that moves. */
  static Picture picture(int width, int height, int frame) {
    short[][] planes = new short[3][width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        planes[0][at] = wave(x + 2 * frame, 37);
        planes[1][at] = wave(y + frame, 29);
        planes[2][at] = wave(x + y - frame, 53);
      }
    }
    return new Picture(width, height, 8, planes);
  }

  private static short wave(int at, int period) {
    return (short) Math.round(128 + 90 * Math.sin(2 * Math.PI * at / period));
  }

  static void write(FrameSink sink, int width, int height, int frames, int ticks)
      throws IOException {
    try (sink) {
      for (int i = 0; i < frames; i++) {
        sink.write(new TimedFrame(picture(width, height, i), (long) i * ticks, ticks));
      }
      sink.finish();
    }
  }

  static double psnr(Picture a, Picture b) {
    double sum = 0;
    long count = 0;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < a.plane(c).length; i++) {
        double difference = a.plane(c)[i] - b.plane(c)[i];
        sum += difference * difference;
        count++;
      }
    }
    return 10 * Math.log10(255 * 255 / Math.max(1e-9, sum / count));
  }
}
