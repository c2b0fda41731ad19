package io.licorice.imageio;

import javax.imageio.IIOException;

/** Turns what the codec throws into what {@code javax.imageio} throws. */
final class Border {
  private Border() {}

  /** The exception itself if it is one already; otherwise one with the same sentence. */
  static IIOException exception(Exception e) {
    return e instanceof IIOException already ? already : new IIOException(e.getMessage(), e);
  }
}
