package io.licorice.examples;

import io.licorice.examples.VideoTrial.CodedFrame;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** x264 or x265 with low delay, run by FFmpeg in one thread; the quality is the rate factor. */
final class VideoPeer implements VideoBenchCodec {
  private static final List<String> PRESETS =
      List.of(
          "ultrafast",
          "superfast",
          "veryfast",
          "faster",
          "fast",
          "medium",
          "slow",
          "slower",
          "veryslow");
  private static final List<Double> RATE_FACTORS = List.of(15.0, 19.0, 23.0, 27.0, 31.0, 35.0);

  private final Encoder encoder;
  private final String preset;
  private final Ffmpeg ffmpeg;

  private VideoPeer(Encoder encoder, String preset, Ffmpeg ffmpeg) {
    this.encoder = encoder;
    this.preset = preset;
    this.ffmpeg = ffmpeg;
  }

  /** The encoders, with what makes them comparable: key frames where they are asked for only. */
  private enum Encoder {
    X264("x264") {
      @Override
      String settings(String quality, String gop) {
        // What x264 says of itself in the stream (700 bytes) would weigh in short videos.
        return "-crf "
            + quality
            + " -g "
            + gop
            + " -sc_threshold 0 -threads 1 -bsf:v filter_units=remove_types=6";
      }
    },
    X265("x265") {
      @Override
      String settings(String quality, String gop) {
        return Text.of(
            "-x265-params crf=%s:keyint=%s:min-keyint=%s:scenecut=0:pools=1:frame-threads=1"
                + ":info=0:log-level=error",
            quality, gop, gop);
      }
    };

    final String key;

    Encoder(String key) {
      this.key = key;
    }

    abstract String settings(String quality, String gop);
  }

  /**
   * The codec of a name such as {@code x264-medium}.
   *
   * @throws IllegalArgumentException if there is no such codec
   */
  static VideoPeer named(String name, Ffmpeg ffmpeg) {
    for (Encoder encoder : Encoder.values()) {
      if (isOf(encoder, name)) {
        return new VideoPeer(encoder, name.substring(encoder.key.length() + 1), ffmpeg);
      }
    }
    throw new IllegalArgumentException("x264-PRESET or x265-PRESET expected, found " + name);
  }

  /** Whether there is a codec of this name. */
  static boolean isName(String name) {
    return Stream.of(Encoder.values()).anyMatch(encoder -> isOf(encoder, name));
  }

  private static boolean isOf(Encoder encoder, String name) {
    return name.startsWith(encoder.key + "-")
        && PRESETS.contains(name.substring(encoder.key.length() + 1));
  }

  @Override
  public String name() {
    return encoder.key + "-" + preset;
  }

  @Override
  public String settings(VideoProtocol protocol) {
    String gop = protocol.gop() == VideoProtocol.ONE_KEY_FRAME ? "FRAMES" : "" + protocol.gop();
    return "ffmpeg -i IN " + String.join(" ", encoding("Q", gop)) + " OUT.mkv";
  }

  @Override
  public String timing() {
    return "the whole ffmpeg process in one thread: encoding has the decoding of the original in"
        + " it, decoding the conversion to RGB";
  }

  @Override
  public List<Double> qualities() {
    return RATE_FACTORS;
  }

  private List<String> encoding(String quality, String gop) {
    return List.of(
        Text.of(
                "-pix_fmt yuv420p -c:v lib%s -preset %s -bf 0 -tune zerolatency %s",
                encoder.key, preset, encoder.settings(quality, gop))
            .split(" ", -1));
  }

  @Override
  public void rehearse() throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-f", "lavfi", "-i", "color=size=64x64:rate=10:duration=0.3"));
    arguments.addAll(encoding("30", "2"));
    arguments.add(ffmpeg.file("rehearsal.mkv").toString());
    ffmpeg.run(arguments);
  }

  @Override
  public VideoTrial run(VideoClip clip, double quality, VideoProtocol protocol) throws IOException {
    Path coded = ffmpeg.file("peer.mkv");
    Path decoded = ffmpeg.file("peer.rgb");
    List<String> arguments = new ArrayList<>(Ffmpeg.input(clip.file()));
    arguments.addAll(Ffmpeg.limit(OptionalInt.of(clip.frameCount())));
    arguments.addAll(encoding(Peers.number(quality), Integer.toString(protocol.gop(clip))));
    arguments.add(coded.toString());
    double encodeSeconds = ffmpeg.run(arguments);
    double decodeSeconds = ffmpeg.decode(coded, OptionalInt.empty(), decoded);
    List<Ffmpeg.Packet> packets = ffmpeg.packets(coded);
    List<CodedFrame> frames = new ArrayList<>();
    try (RgbFrames rgb = RgbFrames.open(decoded, clip.stream().width(), clip.stream().height())) {
      if (packets.size() != clip.frameCount() || rgb.count() != clip.frameCount()) {
        throw new IOException(
            Text.of(
                "%s made %d packets and %d frames of the %d frames of %s",
                name(), packets.size(), rgb.count(), clip.frameCount(), clip.name()));
      }
      for (int i = 0; i < packets.size(); i++) {
        Ffmpeg.Packet packet = packets.get(i);
        frames.add(
            new CodedFrame(packet.bytes(), packet.isKey(), Psnr.of(clip.frame(i), rgb.read(i))));
      }
    }
    return new VideoTrial(frames, Files.size(coded), encodeSeconds, decodeSeconds);
  }

  @Override
  public void close() {}
}
