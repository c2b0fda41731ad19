package io.licorice.video;

import io.licorice.codec.CodecListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Frames that one thread encodes, a GOP as far as can be told beforehand, while another one takes
 * what they become.
 *
 * <p>Safe for use by these two.
 */
final class GopRun implements Runnable {
  private final VideoEncoder encoder;
  private final List<TimedFrame> frames;
  private final int first;
  private final AheadResults<Encoded> results = new AheadResults<>();
  private int taken;

  /** A frame, and what was to be told of it. */
  private record Encoded(EncodedFrame frame, List<String> warnings) {}

  /**
   * Takes frames.
   *
   * @param encoder one that has encoded the frames before these in their GOP, if there are any
   * @param first the number of the first frame
   */
  GopRun(VideoEncoder encoder, List<TimedFrame> frames, int first) {
    this.encoder = encoder;
    this.frames = frames;
    this.first = first;
  }

  @Override
  public void run() {
    results.fill(
        () -> {
          for (TimedFrame frame : frames) {
            results.add(encode(frame));
          }
        });
  }

  private Encoded encode(TimedFrame frame) throws IOException {
    List<String> warnings = new ArrayList<>();
    CodecListener listener = results.listener(warnings);
    if (listener.isCancelled()) {
      throw new CancellationException("stopped");
    }
    LvcPacket packet = encoder.encode(frame, listener);
    EncodedFrame encoded = new EncodedFrame(frame, packet, encoder.decoded(), encoder.quality());
    return new Encoded(encoded, warnings);
  }

  /** The next frame, as soon as it is there. */
  EncodedFrame take(CodecListener listener) throws IOException {
    Encoded encoded = results.take(listener);
    taken++;
    encoded.warnings.forEach(listener::warning);
    return encoded.frame;
  }

  /** Whether all frames were taken; then the encoder is free. */
  boolean isTaken() {
    return taken == frames.size();
  }

  VideoEncoder encoder() {
    return encoder;
  }

  /** The number after that of the last frame. */
  int end() {
    return first + frames.size();
  }

  /** Has the work end soon. */
  void stop() {
    results.stop();
  }
}
