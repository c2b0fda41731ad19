package io.licorice.codec;

import java.util.Optional;

/** Makes references for predictors of tests, which only the codec can otherwise. */
public final class References {
  private References() {}

  /** References with a frame alone. */
  public static FrameReferences of(Picture frame) {
    return new FrameReferences(frame, Optional.empty());
  }
}
