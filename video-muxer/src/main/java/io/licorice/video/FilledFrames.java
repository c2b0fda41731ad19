package io.licorice.video;

import io.licorice.codec.CodecListener;

/** Tells of frames that the last good one stands for. For use by one thread at a time. */
final class FilledFrames {
  private long number;
  private long firstFilled = -1;

  /** Goes elsewhere. */
  void reset(long frame) {
    number = frame;
    firstFilled = -1;
  }

  /** Takes note of the next frame. */
  void taken(PacketDecoder.Frame frame, CodecListener listener) {
    if (frame.outcome() == PacketDecoder.Outcome.DECODED) {
      finish(listener);
    } else if (firstFilled < 0) {
      firstFilled = number;
      String why =
          frame.fault() == null ? "there is no key frame before it" : frame.fault().getMessage();
      listener.warning("frame " + number + " is damaged: " + why);
    }
    number++;
  }

  /** Takes note that a good frame follows, or none. */
  void finish(CodecListener listener) {
    if (firstFilled >= 0) {
      listener.warning(Damage.sentence(firstFilled, number - 1));
    }
    firstFilled = -1;
  }
}
