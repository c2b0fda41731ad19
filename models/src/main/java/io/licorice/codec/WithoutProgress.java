package io.licorice.codec;

/**
 * Keeps progress from a listener, for work that its share of the whole leaves no room for.
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
