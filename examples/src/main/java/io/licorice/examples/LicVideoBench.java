package io.licorice.examples;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PackInfo;
import io.licorice.codec.Picture;
import io.licorice.examples.VideoTrial.CodedFrame;
import io.licorice.metrics.Psnr;
import io.licorice.video.EncodedFrame;
import io.licorice.video.FrameSource;
import io.licorice.video.GopDecoder;
import io.licorice.video.GopEncoder;
import io.licorice.video.LvcPacket;
import io.licorice.video.LvcReader;
import io.licorice.video.LvcWriter;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import io.licorice.video.VideoDecoder;
import io.licorice.video.VideoEncodeOptions;
import io.licorice.video.VideoEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Our codec, in this process; the time of frames is that of the encoder and the decoder, with
 * reading of frames and comparing of decoded ones, without files and loading of networks.
 */
final class LicVideoBench implements VideoBenchCodec {
  private static final List<Double> QUALITIES = List.of(5.0, 20.0, 35.0, 50.0, 65.0, 80.0);
  private static final int SMALL = 64;

  private final String name;
  private final PackInfo pack;
  private final boolean keysOnly;
  private final double keyAdvance;
  private final double cascade;
  private final CodecSettings settings;
  private final ScratchFolder scratch;

  /** Codecs by their threads. */
  private final Map<Integer, LicCodec> codecs = new HashMap<>();

  /**
   * Makes the codec, which opens its networks when it is rehearsed.
   *
   * @param keysOnly whether every frame is a key frame
   * @param keyAdvance points of quality by which key frames are better, if not all are
   * @param cascade points of quality by which predicted frames differ
   * @param scratch for coded files; stays the caller's
   */
  LicVideoBench(
      String name,
      PackInfo pack,
      boolean keysOnly,
      double keyAdvance,
      double cascade,
      CodecSettings settings,
      ScratchFolder scratch) {
    this.name = name;
    this.pack = pack;
    this.keysOnly = keysOnly;
    this.keyAdvance = keysOnly ? 0 : keyAdvance;
    this.cascade = cascade;
    this.settings = settings;
    this.scratch = scratch;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings(VideoProtocol protocol) {
    String how =
        keysOnly
            ? "every frame a key frame"
            : protocol.gopText()
                + ", key frames better by "
                + Peers.number(keyAdvance)
                + " points, the best of four others by "
                + Peers.number(cascade)
                + ", no scene cuts";
    return "model " + pack.id() + ", quality Q, " + how;
  }

  @Override
  public String timing() {
    return Text.of(
        "on %s with %d threads, GOPs at once where there are several, in this process, after a"
            + " warm-up",
        settings.device(), settings.effectiveThreads());
  }

  @Override
  public List<Double> qualities() {
    return QUALITIES;
  }

  private VideoEncodeOptions options(double quality, int gop) {
    return VideoEncodeOptions.builder()
        .model(pack.id())
        .quality(quality)
        .keyInterval(keysOnly ? 1 : gop)
        .keyAdvance(keyAdvance)
        .cascade(cascade)
        .sceneCuts(false)
        .build();
  }

  @Override
  public void rehearse() throws IOException {
    warm(settings);
  }

  /** Gives frames by their numbers. */
  private interface Frames {
    Picture get(int number) throws IOException;
  }

  @Override
  public VideoTrial run(VideoClip clip, double quality, VideoProtocol protocol) throws IOException {
    Ffmpeg.VideoStream stream = clip.stream();
    TimeBase frameTime = new TimeBase(stream.rateDenominator(), stream.rateNumerator());
    return code(clip::frame, clip.frameCount(), frameTime, options(quality, protocol.gop(clip)));
  }

  private VideoTrial code(Frames frames, int count, TimeBase frameTime, VideoEncodeOptions options)
      throws IOException {
    Path file = scratch.file("coded.lvc");
    List<LvcPacket> packets = new ArrayList<>();
    double encodeSeconds = encode(new Clip(frames, count, frameTime), options, file, packets);
    List<CodedFrame> coded = new ArrayList<>();
    double decodeSeconds = decode(file, frames, packets, coded);
    return new VideoTrial(coded, Files.size(file), encodeSeconds, decodeSeconds);
  }

  /** Encodes a video; reading its frames is part of the time. */
  private double encode(Clip clip, VideoEncodeOptions options, Path file, List<LvcPacket> packets)
      throws IOException {
    int gops = GopEncoder.gopsAtOnce(clip, options, settings);
    LicCodec shared = warm(GopEncoder.settings(settings, gops));
    long start = System.nanoTime();
    try (GopEncoder encoder = new GopEncoder(shared, options, clip, gops)) {
      Optional<EncodedFrame> frame = encoder.next(CodecListener.SILENT);
      while (frame.isPresent()) {
        packets.add(frame.get().packet());
        frame = encoder.next(CodecListener.SILENT);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      try (LvcWriter writer = LvcWriter.create(file, encoder.configuration(), clip.timeBase())) {
        for (LvcPacket packet : packets) {
          writer.write(packet);
        }
        writer.finish();
      }
      return seconds;
    }
  }

  /** A codec that has coded before, if not what is measured. */
  private LicCodec warm(CodecSettings shared) throws IOException {
    LicCodec known = codecs.get(shared.effectiveThreads());
    if (known != null) {
      return known;
    }
    LicCodec codec = LicCodec.open(shared);
    codecs.put(shared.effectiveThreads(), codec);
    Picture small = Picture.blank(SMALL, SMALL, 3, Byte.SIZE);
    TimeBase frameTime = new TimeBase(1, 25);
    try (VideoEncoder encoder = new VideoEncoder(codec, options(50, 2), SMALL, SMALL, frameTime)) {
      VideoDecoder decoder = new VideoDecoder(codec, encoder.configuration());
      for (int i = 0; i < 2; i++) {
        LvcPacket packet = encoder.encode(new TimedFrame(small, i, 1), CodecListener.SILENT);
        decoder.decode(packet, CodecListener.SILENT);
      }
    }
    return codec;
  }

  /** Decodes a video; comparing its frames is part of the time. */
  private double decode(Path file, Frames frames, List<LvcPacket> packets, List<CodedFrame> coded)
      throws IOException {
    List<String> damage = new ArrayList<>();
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            damage.add(message);
          }
        };
    double seconds;
    try (LvcReader reader = LvcReader.open(file, listener)) {
      int gops = GopDecoder.gopsAtOnce(reader, settings);
      LicCodec shared = warm(GopDecoder.settings(settings, gops));
      long start = System.nanoTime();
      try (GopDecoder decoder = new GopDecoder(shared, reader, gops)) {
        for (LvcPacket packet : packets) {
          double psnr = Psnr.of(frames.get(coded.size()), decoder.next(listener));
          coded.add(new CodedFrame(packet.bytes().length, packet.isKey(), psnr));
        }
        seconds = (System.nanoTime() - start) / 1e9;
      }
    }
    if (!damage.isEmpty()) {
      throw new IOException(name + " cannot decode what it coded: " + damage.get(0));
    }
    return seconds;
  }

  /** Frames of a video. */
  private static final class Clip implements FrameSource {
    private final Frames frames;
    private final int count;
    private final TimeBase frameTime;
    private final Picture first;
    private int given;

    Clip(Frames frames, int count, TimeBase frameTime) throws IOException {
      this.frames = frames;
      this.count = count;
      this.frameTime = frameTime;
      this.first = frames.get(0);
    }

    @Override
    public int width() {
      return first.width();
    }

    @Override
    public int height() {
      return first.height();
    }

    @Override
    public TimeBase timeBase() {
      return frameTime;
    }

    @Override
    public OptionalLong frameCount() {
      return OptionalLong.of(count);
    }

    @Override
    public Optional<TimedFrame> next() throws IOException {
      if (given == count) {
        return Optional.empty();
      }
      TimedFrame frame = new TimedFrame(frames.get(given), given, 1);
      given++;
      return Optional.of(frame);
    }

    @Override
    public void close() {}
  }

  @Override
  public void close() throws IOException {
    for (LicCodec codec : codecs.values()) {
      codec.close();
    }
  }
}
