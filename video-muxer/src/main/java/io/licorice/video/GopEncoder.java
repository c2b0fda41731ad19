package io.licorice.video;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Encodes the frames of a source in their order, several GOPs beside each other.
 *
 * <p>Packets are those of {@link VideoEncoder}, byte by byte. Where key frames come is seen before
 * frames are coded, but for scenes of which coding tells: what was begun behind such a cut is begun
 * again. For a bit rate, of which each GOP has what those before have left, it is one GOP after the
 * other. For use by one thread at a time.
 *
 * <pre>{@code
 * VideoEncodeOptions options = VideoEncodeOptions.ofQuality(40);
 * int gops = GopEncoder.gopsAtOnce(frames, options, CodecSettings.DEFAULT);
 * try (LicCodec codec = LicCodec.open(GopEncoder.settings(CodecSettings.DEFAULT, gops));
 *     GopEncoder encoder = new GopEncoder(codec, options, frames, gops);
 *     LvcWriter file = LvcWriter.create(path, encoder.configuration(), frames.timeBase())) {
 *   Optional<EncodedFrame> frame = encoder.next(CodecListener.SILENT);
 *   while (frame.isPresent()) {
 *     file.write(frame.get().packet());
 *     frame = encoder.next(CodecListener.SILENT);
 *   }
 *   file.finish();
 * }
 * }</pre>
 */
public final class GopEncoder implements AutoCloseable {
  /** Pictures that are kept of a frame: as it came and as it is shown. */
  private static final int PICTURES = 2;

  private final Encoders encoders;
  private final VideoEncoder here;
  private final FrameSource source;
  private final int atOnce;
  private final GopPlan plan;
  private final GopWorkers workers = new GopWorkers();

  /** Frames that are encoded, in their order. */
  private final Deque<Gop> gops = new ArrayDeque<>();

  /** Frames that are encoded up to a key frame that can be foreseen, and the number after them. */
  private record Gop(VideoEncoder encoder, GopRun<EncodedFrame> run, int end) {}

  /** Frames that were read and not given, from {@link #number} on. */
  private final Deque<TimedFrame> frames = new ArrayDeque<>();

  /** Frames that may be read yet. */
  private long left;

  private long lastTimestamp = Long.MIN_VALUE;

  /** The frame that is given next. */
  private int number;

  /** The last key frame among those that were given. */
  private int lastKey;

  /** Makes encoders. */
  interface Encoders {
    VideoEncoder make() throws IOException;
  }

  /**
   * Opens the networks of predicted frames.
   *
   * @param codec runs the networks; stays the caller's to close, not before this encoder; see
   *     {@link #settings}
   * @param options model, rate, key frames
   * @param source the frames; stays the caller's to close
   * @param atOnce how many GOPs are encoded at once, at least 1; see {@link #gopsAtOnce}
   * @throws IOException if there is no such model, or ONNX Runtime is not to be had
   * @throws IllegalArgumentException if frames are too large, or several GOPs are asked for at a
   *     bit rate
   */
  public GopEncoder(LicCodec codec, VideoEncodeOptions options, FrameSource source, int atOnce)
      throws IOException {
    this(codec, options, source, Long.MAX_VALUE, atOnce);
  }

  /**
   * The same for no more than some frames of a source.
   *
   * @param codec runs the networks; stays the caller's to close, not before this encoder
   * @param options model, rate, key frames
   * @param source the frames; stays the caller's to close
   * @param most frames that are read
   * @param atOnce how many GOPs are encoded at once, at least 1
   * @throws IOException if there is no such model, or ONNX Runtime is not to be had
   * @throws IllegalArgumentException if frames are too large, or several GOPs are asked for at a
   *     bit rate
   */
  public GopEncoder(
      LicCodec codec, VideoEncodeOptions options, FrameSource source, long most, int atOnce)
      throws IOException {
    this(
        () -> new VideoEncoder(codec, options, source.width(), source.height(), source.timeBase()),
        options,
        source,
        most,
        atOnce);
  }

  GopEncoder(
      Encoders encoders, VideoEncodeOptions options, FrameSource source, long most, int atOnce)
      throws IOException {
    if (atOnce < 1 || atOnce > 1 && !isFixed(options)) {
      throw new IllegalArgumentException(
          "GOPs at once: at least 1, and 1 for a bit rate, expected, found " + atOnce);
    }
    this.encoders = encoders;
    this.here = encoders.make();
    this.source = source;
    this.left = most;
    this.atOnce = atOnce;
    this.plan = new GopPlan(options.keyInterval(), options.sceneCuts());
  }

  private static boolean isFixed(VideoEncodeOptions options) {
    return options.rate() instanceof VideoEncodeOptions.Rate.Quality;
  }

  /**
   * How many GOPs are best encoded at once: one a thread, but fewer if frames are large or GOPs
   * long, since frames before their turn wait in memory, and one for a bit rate.
   *
   * @param source the frames; none is read
   * @param options model, rate, key frames
   * @param settings of the codec that there would be for one GOP
   * @return at least 1; 1 on a GPU
   */
  public static int gopsAtOnce(
      FrameSource source, VideoEncodeOptions options, CodecSettings settings) {
    return gopsAtOnce(source, options, Long.MAX_VALUE, settings);
  }

  /**
   * The same if no more than some frames are asked for.
   *
   * @param source the frames; none is read
   * @param options model, rate, key frames
   * @param most frames, at least 1
   * @param settings of the codec that there would be for one GOP
   * @return at least 1; 1 on a GPU
   */
  public static int gopsAtOnce(
      FrameSource source, VideoEncodeOptions options, long most, CodecSettings settings) {
    if (!isFixed(options)) {
      return 1;
    }
    OptionalLong known = source.frameCount();
    long count = Math.max(1, Math.min(most, known.orElse(Long.MAX_VALUE)));
    long length = Math.min(options.keyInterval(), count);
    long gops = (count - 1) / length + 1;
    long pixels = (long) source.width() * source.height();
    return GopsAtOnce.of(pixels, length, PICTURES, gops, settings);
  }

  /**
   * Settings of a codec for several GOPs at once: each has its part of the threads.
   *
   * @param settings those that there would be for one GOP
   * @param atOnce how many GOPs are encoded at once
   * @return settings
   */
  public static CodecSettings settings(CodecSettings settings, int atOnce) {
    return GopsAtOnce.settings(settings, atOnce);
  }

  /**
   * What decoders must know.
   *
   * @return the configuration, which key frames carry too
   */
  public LvcConfiguration configuration() {
    return here.configuration();
  }

  /**
   * Encodes the next frame, or waits for it.
   *
   * @param listener hears of bit rates that cannot be reached, may cancel
   * @return the frame, or nothing after the last one
   * @throws IOException if reading or a network fails
   * @throws IllegalArgumentException if a frame is of another size or kind, or its times cannot be
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public Optional<EncodedFrame> next(CodecListener listener) throws IOException {
    if (atOnce == 1) {
      return encodedHere(listener);
    }
    while (gops.size() < atOnce && begin()) {
      // until there are enough, or no frames
    }
    if (gops.isEmpty()) {
      return Optional.empty();
    }
    Gop gop = gops.getFirst();
    EncodedFrame encoded = gop.run.take(listener);
    lastKey = encoded.packet().isKey() ? number : lastKey;
    frames.removeFirst();
    number++;
    if (gop.run.isTaken()) {
      gops.removeFirst();
      goOn(gop.encoder);
    }
    return Optional.of(encoded);
  }

  private Optional<EncodedFrame> encodedHere(CodecListener listener) throws IOException {
    Optional<TimedFrame> frame = read();
    return frame.isPresent() ? Optional.of(encoded(here, frame.get(), listener)) : Optional.empty();
  }

  private static EncodedFrame encoded(
      VideoEncoder encoder, TimedFrame frame, CodecListener listener) throws IOException {
    LvcPacket packet = encoder.encode(frame, listener);
    return new EncodedFrame(frame, packet, encoder.decoded(), encoder.quality());
  }

  /** Begins a GOP behind the last one, if there are frames. */
  private boolean begin() throws IOException {
    int first = gops.isEmpty() ? number : gops.getLast().end;
    if (!isThere(first)) {
      return false;
    }
    begin(first == 0 ? here : encoders.make(), first, first);
    return true;
  }

  /** Encodes frames up to the next key frame that can be foreseen. */
  private void begin(VideoEncoder encoder, int first, int key) throws IOException {
    int end = first + 1;
    while (isThere(end) && !plan.isKey(end, key)) {
      end++;
    }
    List<TimedFrame> all = new ArrayList<>(frames);
    GopRun<EncodedFrame> run =
        GopRun.of(
            all.subList(first - number, end - number),
            (frame, listener) -> encoded(encoder, frame, listener));
    gops.addLast(new Gop(encoder, run, end));
    workers.execute(run);
  }

  /** Has an encoder go on if the next frame is no key frame after all. */
  private void goOn(VideoEncoder encoder) throws IOException {
    if (isThere(number) && !plan.isKey(number, lastKey)) {
      gops.forEach(gop -> gop.run.stop());
      gops.clear();
      begin(encoder, number, lastKey);
    } else {
      encoder.close();
    }
  }

  /** Whether there is such a frame, which is read if need be. */
  private boolean isThere(int frame) throws IOException {
    while (left > 0 && number + frames.size() <= frame) {
      Optional<TimedFrame> next = read();
      if (next.isPresent()) {
        VideoEncoder.checkTimes(next.get(), lastTimestamp);
        lastTimestamp = next.get().timestamp();
        plan.add(next.get().picture());
        frames.addLast(next.get());
      }
    }
    return frame < number + frames.size();
  }

  private Optional<TimedFrame> read() throws IOException {
    Optional<TimedFrame> next = left > 0 ? source.next() : Optional.empty();
    left = next.isPresent() ? left - 1 : 0;
    return next;
  }

  /** Ends what is under way; the codec and the source stay open. */
  @Override
  public void close() {
    gops.forEach(gop -> gop.run.stop());
    gops.clear();
    workers.close();
    here.close();
  }
}
