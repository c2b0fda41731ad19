package io.licorice.codec;

import java.util.List;

/**
 * What a decoder keeps of the frames so far, newest first: what the next frame is predicted from.
 *
 * <p>Immutable, so that an encoder can try something and go back.
 */
public final class FrameReferences {
  private final List<Picture> frames;

  FrameReferences(List<Picture> frames) {
    this.frames = List.copyOf(frames);
  }

  /**
   * The newest frame, as a viewer sees it.
   *
   * @return three planes of 8 bits, shared
   */
  public Picture newest() {
    return frames.get(0);
  }

  List<Picture> frames() {
    return frames;
  }
}
