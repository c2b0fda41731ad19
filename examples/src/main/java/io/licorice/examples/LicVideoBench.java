package io.licorice.examples;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PackInfo;
import io.licorice.codec.Picture;
import io.licorice.examples.VideoTrial.CodedFrame;
import io.licorice.metrics.Psnr;
import io.licorice.video.LvcConfiguration;
import io.licorice.video.LvcPacket;
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
import java.util.List;

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
        "encoder and decoder on %s with %d threads, in this process, after a warm-up",
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
    LvcConfiguration configuration;
    long encodeNanos = 0;
    Picture first = frames.get(0);
    try (VideoEncoder encoder =
            new VideoEncoder(codec, options, first.width(), first.height(), frameTime);
        LvcWriter writer = LvcWriter.create(file, encoder.configuration(), frameTime)) {
      configuration = encoder.configuration();
      for (int i = 0; i < count; i++) {
        TimedFrame frame = new TimedFrame(frames.get(i), i, 1);
        long start = System.nanoTime();
        packets.add(encoder.encode(frame, CodecListener.SILENT));
        encodeNanos += System.nanoTime() - start;
        writer.write(packets.get(i));
      }
      writer.finish();
    }
    List<CodedFrame> coded = new ArrayList<>();
    long decodeNanos = 0;
    List<String> damage = new ArrayList<>();
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            damage.add(message);
          }
        };
    VideoDecoder decoder = new VideoDecoder(codec, configuration);
    for (int i = 0; i < count; i++) {
      LvcPacket packet = packets.get(i);
      long start = System.nanoTime();
      Picture decoded = decoder.decode(packet, listener);
      decodeNanos += System.nanoTime() - start;
      coded.add(
          new CodedFrame(packet.bytes().length, packet.isKey(), Psnr.of(frames.get(i), decoded)));
    }
    if (!damage.isEmpty()) {
      throw new IOException(name + " cannot decode what it coded: " + damage.get(0));
    }
    return new VideoTrial(coded, Files.size(file), encodeNanos / 1e9, decodeNanos / 1e9);
  }

  @Override
  public void close() throws IOException {
    codec.close();
  }
}
