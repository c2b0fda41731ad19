package io.licorice.video;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.FramePredictor;
import io.licorice.codec.FrameReferences;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.PredictedFrame;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.util.function.DoubleFunction;

/**
 * Encodes frames in the order in which they are shown, each at once: a packet for a frame.
 *
 * <p>For use by one thread at a time. Where many frames are there already, {@link GopEncoder} takes
 * less time.
 *
 * <pre>{@code
 * VideoEncodeOptions options = VideoEncodeOptions.ofQuality(40);
 * try (VideoEncoder encoder =
 *         new VideoEncoder(LicCodec.shared(), options, 352, 288, new TimeBase(1, 25));
 *     LvcWriter file = LvcWriter.create(path, encoder.configuration(), encoder.timeBase())) {
 *   for (int i = 0; i < pictures.size(); i++) {
 *     TimedFrame frame = new TimedFrame(pictures.get(i), i, 1);
 *     file.write(encoder.encode(frame, CodecListener.SILENT));
 *   }
 *   file.finish();
 * }
 * }</pre>
 */
public final class VideoEncoder implements AutoCloseable {
  private final LicCodec codec;
  private final FramePredictor predictor;
  private final DoubleFunction<EncodeOptions> stills;
  private final LvcConfiguration configuration;
  private final TimeBase timeBase;
  private final RateControl rate;
  private final KeyChoice keys;

  private boolean closed;
  private long lastTimestamp = Long.MIN_VALUE;
  private Coded last;
  private Totals totals = new Totals(0, 0, 0, 0);

  /**
   * A frame that is to be coded.
   *
   * @param picture the frame
   * @param chroma how it is to be shown
   * @param spread what is coded for that
   */
  private record Source(Picture picture, ChromaSampling chroma, Picture spread) {
    static Source of(Picture picture) {
      ChromaSampling chroma = ChromaSampling.of(picture);
      return new Source(picture, chroma, chroma.spread(picture));
    }
  }

  /**
   * A frame as it was coded.
   *
   * @param packet its bytes
   * @param decoded the frame as it is decoded, before its chroma is averaged
   * @param shown the frame as it is shown
   * @param after what the next frame is predicted from; null for a key frame
   * @param quality of this frame
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Coded(
      byte[] packet, Picture decoded, Picture shown, FrameReferences after, double quality) {
    boolean isKey() {
      return after == null;
    }

    int length() {
      return packet.length;
    }
  }

  /**
   * What was encoded so far.
   *
   * @param frames all frames
   * @param keyFrames key frames among them
   * @param bytes of all packets
   * @param keyBytes of the key frames' packets
   */
  public record Totals(long frames, long keyFrames, long bytes, long keyBytes) {}

  /**
   * Opens the networks of predicted frames.
   *
   * @param codec runs the networks; stays the caller's to close, not before this encoder
   * @param options model, rate, key frames
   * @param width of all frames, 1 to 16384 pixels
   * @param height of all frames, 1 to 16384 pixels, with the width at most 2^26 in all
   * @param timeBase unit of the frames' times
   * @throws IOException if there is no such model, or ONNX Runtime is not to be had
   * @throws IllegalArgumentException if the size is out of range
   */
  public VideoEncoder(
      LicCodec codec, VideoEncodeOptions options, int width, int height, TimeBase timeBase)
      throws IOException {
    this(
        codec,
        codec.predictor(options.model()),
        quality -> EncodeOptions.builder().model(options.keyModel()).quality(quality).build(),
        options,
        width,
        height,
        timeBase);
  }

  VideoEncoder(
      LicCodec codec,
      FramePredictor predictor,
      DoubleFunction<EncodeOptions> stills,
      VideoEncodeOptions options,
      int width,
      int height,
      TimeBase timeBase) {
    this.codec = codec;
    this.predictor = predictor;
    this.stills = stills;
    this.configuration = LvcConfiguration.of(width, height, predictor);
    this.timeBase = timeBase;
    this.rate = new RateControl(options, timeBase);
    this.keys = new KeyChoice(options.keyInterval(), options.sceneCuts());
  }

  /**
   * What decoders must know.
   *
   * @return the configuration, which key frames carry too
   */
  public LvcConfiguration configuration() {
    return configuration;
  }

  /**
   * The unit of times.
   *
   * @return a fraction of a second
   */
  public TimeBase timeBase() {
    return timeBase;
  }

  /**
   * Encodes the next frame.
   *
   * @param frame the frame; timestamps rise
   * @param listener hears of bit rates that cannot be reached, may cancel
   * @return its packet
   * @throws IOException if a network fails
   * @throws IllegalArgumentException if the frame is of another size or kind, or its times cannot
   *     be
   * @throws IllegalStateException if the encoder is closed
   * @throws java.util.concurrent.CancellationException if the listener asked for it; then it is as
   *     if the frame had not come
   */
  public LvcPacket encode(TimedFrame frame, CodecListener listener) throws IOException {
    check(frame);
    CodecListener quiet = listener.withoutProgress();
    Source source = Source.of(frame.picture());
    boolean key = keys.isKey(frame.picture());
    rate.plan(frame, key, keys.groupLeft(key));
    Coded coded = key ? key(frame, source, quiet) : predictedOrKey(frame, source, quiet);
    keys.coded(coded.isKey(), coded.length());
    rate.coded(frame, key, coded.isKey(), coded.length(), listener);
    count(coded);
    last = coded;
    lastTimestamp = frame.timestamp();
    return new LvcPacket(coded.packet, frame.timestamp(), frame.duration(), coded.isKey());
  }

  private void check(TimedFrame frame) {
    if (closed) {
      throw new IllegalStateException("the encoder is closed");
    }
    Picture picture = frame.picture();
    if (picture.width() != configuration.width()
        || picture.height() != configuration.height()
        || picture.channels() != 3
        || picture.bitDepth() != Byte.SIZE) {
      throw new IllegalArgumentException(
          "frames of %dx%d, 3 x 8 bit expected, found %s"
              .formatted(configuration.width(), configuration.height(), picture));
    }
    checkTimes(frame, lastTimestamp);
  }

  /** Times as files have room for, and after those of the frame before. */
  static void checkTimes(TimedFrame frame, long before) {
    if (!RecordHead.isSound(frame.timestamp(), frame.duration()) || frame.timestamp() <= before) {
      throw new IllegalArgumentException(
          "timestamps rise and durations are at least 1: found a frame at %d for %d"
              .formatted(frame.timestamp(), frame.duration()));
    }
  }

  private Coded key(TimedFrame frame, Source source, CodecListener listener) throws IOException {
    Coded coded = still(source, rate.keyQuality(), listener);
    return rate.retries(frame, true, coded.length(), keys.groupLeft(true))
        ? still(source, rate.keyQuality(), listener)
        : coded;
  }

  private Coded still(Source source, double quality, CodecListener listener) throws IOException {
    byte[] codestream = codec.encode(source.spread, stills.apply(quality), listener).bytes();
    Picture decoded =
        codec.decode(ByteSource.of(codestream), DecodeOptions.DEFAULT, listener).picture();
    byte[] packet = PacketLayout.key(source.chroma, configuration, codestream);
    return new Coded(packet, decoded, source.chroma.shown(decoded), null, quality);
  }

  private Coded predictedOrKey(TimedFrame frame, Source source, CodecListener listener)
      throws IOException {
    Coded predicted = predicted(source, rate.predictedQuality(), listener);
    if (rate.retries(frame, false, predicted.length(), keys.groupLeft(false))) {
      predicted = predicted(source, rate.predictedQuality(), listener);
    }
    if (!keys.isSuspicious(predicted.length())) {
      return predicted;
    }
    Coded asKey = still(source, rate.keyQuality(), listener);
    boolean better =
        keys.prefersKey(
            predicted.length(),
            Psnr.of(source.picture, predicted.shown),
            asKey.length(),
            Psnr.of(source.picture, asKey.shown));
    return better ? asKey : predicted;
  }

  private Coded predicted(Source source, double quality, CodecListener listener)
      throws IOException {
    FrameReferences before = last.after == null ? predictor.start(last.decoded) : last.after;
    PredictedFrame made = predictor.encode(source.spread, before, quality, listener);
    int sum = PacketLayout.storedSum(last.packet);
    byte[] packet = PacketLayout.predicted(source.chroma, made.payload(), sum);
    Picture decoded = made.after().newest();
    return new Coded(packet, decoded, source.chroma.shown(decoded), made.after(), quality);
  }

  private void count(Coded coded) {
    totals =
        new Totals(
            totals.frames + 1,
            totals.keyFrames + (coded.isKey() ? 1 : 0),
            totals.bytes + coded.length(),
            totals.keyBytes + (coded.isKey() ? coded.length() : 0));
  }

  /**
   * The last frame as decoders show it.
   *
   * @return three planes of 8 bits; shared, not to be changed
   * @throws IllegalStateException if no frame was encoded
   */
  public Picture decoded() {
    return last().shown;
  }

  /**
   * The quality that the last frame was coded with.
   *
   * @return 0 to 100
   * @throws IllegalStateException if no frame was encoded
   */
  public double quality() {
    return last().quality;
  }

  private Coded last() {
    if (last == null) {
      throw new IllegalStateException("no frame was encoded");
    }
    return last;
  }

  /**
   * What was encoded so far.
   *
   * @return frames and bytes
   */
  public Totals totals() {
    return totals;
  }

  /** Forgets the frames; the codec stays open. */
  @Override
  public void close() {
    closed = true;
    last = null;
  }
}
