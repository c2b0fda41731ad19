package io.licorice.codec;

import io.licorice.transform.FrameHistory;
import java.util.Optional;

/**
 * What a decoder keeps of the frames so far: what the next frame is predicted from.
 *
 * <p>Immutable, so that an encoder can try something and go back.
 */
public final class FrameReferences {
  private final Picture newest;
  private final Optional<FrameHistory> history;

  FrameReferences(Picture newest, Optional<FrameHistory> history) {
    this.newest = newest;
    this.history = history;
  }

  /**
   * The newest frame as it was decoded; a video's packets tell how it is shown.
   *
   * @return three planes of 8 bits, shared
   */
  public Picture newest() {
    return newest;
  }

  /** What else the next frame's decoder knows, if its family knows anything else. */
  Optional<FrameHistory> history() {
    return history;
  }
}
