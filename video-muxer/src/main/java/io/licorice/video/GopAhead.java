package io.licorice.video;

import io.licorice.codec.CodecListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A GOP that one thread decodes while another one takes its frames.
 *
 * <p>Safe for use by these two.
 */
final class GopAhead implements Runnable {
  private final PacketDecoder decoder;
  private final List<Optional<LvcPacket>> packets;
  private final AheadResults<Decoded> frames = new AheadResults<>();
  private int left;

  /** A frame, and what was to be told of it. */
  private record Decoded(PacketDecoder.Frame frame, List<String> warnings) {}

  /**
   * Takes a GOP.
   *
   * @param decoder of its own
   * @param packets without those that cannot be found
   */
  GopAhead(PacketDecoder decoder, List<Optional<LvcPacket>> packets) {
    this.decoder = decoder;
    this.packets = packets;
    this.left = packets.size();
  }

  @Override
  public void run() {
    frames.fill(
        () -> {
          for (Optional<LvcPacket> packet : packets) {
            frames.add(decode(packet));
          }
        });
  }

  private Decoded decode(Optional<LvcPacket> packet) throws IOException {
    List<String> warnings = new ArrayList<>();
    CodecListener listener = frames.listener(warnings);
    if (listener.isCancelled()) {
      throw new CancellationException("stopped");
    }
    PacketDecoder.Frame frame =
        packet.isPresent() ? decoder.decode(packet.get().bytes(), listener) : decoder.lost();
    return new Decoded(frame, warnings);
  }

  /** The next frame, as soon as it is there. */
  PacketDecoder.Frame take(CodecListener listener) throws IOException {
    Decoded decoded = frames.take(listener);
    left--;
    decoded.warnings.forEach(listener::warning);
    return decoded.frame;
  }

  /** Whether all frames were taken. */
  boolean isTaken() {
    return left == 0;
  }

  /** Has the work end soon. */
  void stop() {
    frames.stop();
  }
}
