package io.licorice.video;

import io.licorice.codec.CodecListener;

/**
 * Keeps progress of a single frame from a listener, who waits for that of many.
 *
 * @param listener hears of warnings, may cancel
 */
record WithoutProgress(CodecListener listener) implements CodecListener {
  @Override
  public void warning(String message) {
    listener.warning(message);
  }

  @Override
  public boolean isCancelled() {
    return listener.isCancelled();
  }
}
