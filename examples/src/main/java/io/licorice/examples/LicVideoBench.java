package io.licorice.examples;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PackInfo;
import io.licorice.codec.Picture;
import io.licorice.examples.VideoTrial.CodedFrame;
import io.licorice.metrics.Psnr;
import io.licorice.video.GopDecoder;
import io.licorice.video.LvcPacket;
import io.licorice.video.LvcReader;
import io.licorice.video.LvcWriter;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import io.licorice.video.VideoEncodeOptions;
import io.licorice.video.VideoEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our codec, in this process; the time of frames is that of the encoder and the decoder, files and
 * loading of networks not counted.
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
  private final LicCodec codec;
  private final ScratchFolder scratch;

  /** Codecs by their threads. */
  private final Map<Integer, LicCodec> decoders = new HashMap<>();

  /**
   * Opens the codec.
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
      ScratchFolder scratch)
      throws IOException {
    this.name = name;
    this.pack = pack;
    this.keysOnly = keysOnly;
    this.keyAdvance = keysOnly ? 0 : keyAdvance;
    this.cascade = cascade;
    this.settings = settings;
    this.codec = LicCodec.open(settings);
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
        "on %s with %d threads, decoder with GOPs at once, in this process, after a warm-up",
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
    Picture small = Picture.blank(SMALL, SMALL, 3, Byte.SIZE);
    code(List.of(small, small)::get, 2, new TimeBase(1, 25), options(50, 2));
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
    long encodeNanos = 0;
    Picture first = frames.get(0);
    try (VideoEncoder encoder =
            new VideoEncoder(codec, options, first.width(), first.height(), frameTime);
        LvcWriter writer = LvcWriter.create(file, encoder.configuration(), frameTime)) {
      for (int i = 0; i < count; i++) {
        TimedFrame frame = new TimedFrame(frames.get(i), i, 1);
        long start = System.nanoTime();
        packets.add(encoder.encode(frame, CodecListener.SILENT));
        encodeNanos += System.nanoTime() - start;
        writer.write(packets.get(i));
      }
      writer.finish();
    }
    List<Picture> decoded = new ArrayList<>();
    double decodeSeconds = decode(file, decoded);
    List<CodedFrame> coded = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LvcPacket packet = packets.get(i);
      double psnr = Psnr.of(frames.get(i), decoded.get(i));
      coded.add(new CodedFrame(packet.bytes().length, packet.isKey(), psnr));
    }
    return new VideoTrial(coded, Files.size(file), encodeNanos / 1e9, decodeSeconds);
  }

  /** Decodes a file; where networks are yet to be loaded for it, twice. */
  private double decode(Path file, List<Picture> pictures) throws IOException {
    List<String> damage = new ArrayList<>();
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            damage.add(message);
          }
        };
    double seconds;
    try (LvcReader packets = LvcReader.open(file, listener)) {
      int gops = GopDecoder.gopsAtOnce(packets, settings);
      CodecSettings shared = GopDecoder.settings(settings, gops);
      if (!decoders.containsKey(shared.effectiveThreads())) {
        decoders.put(shared.effectiveThreads(), LicCodec.open(shared));
        decode(packets, gops, new ArrayList<>(), listener);
      }
      seconds = decode(packets, gops, pictures, listener);
    }
    if (!damage.isEmpty()) {
      throw new IOException(name + " cannot decode what it coded: " + damage.get(0));
    }
    return seconds;
  }

  private double decode(LvcReader packets, int gops, List<Picture> pictures, CodecListener listener)
      throws IOException {
    LicCodec shared = decoders.get(GopDecoder.settings(settings, gops).effectiveThreads());
    long start = System.nanoTime();
    try (GopDecoder decoder = new GopDecoder(shared, packets, gops)) {
      while (decoder.hasNext()) {
        pictures.add(decoder.next(listener));
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  @Override
  public void close() throws IOException {
    codec.close();
    for (LicCodec decoder : decoders.values()) {
      decoder.close();
    }
  }
}
