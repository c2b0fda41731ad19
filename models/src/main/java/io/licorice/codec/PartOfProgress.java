package io.licorice.codec;

/**
 * Tells a listener of a part of some work as of a part of the whole.
 *
 * @param whole hears of the whole
 * @param from share of the work that is done when the part begins
 * @param to share of the work that is done when it ends
 */
record PartOfProgress(CodecListener whole, double from, double to) implements CodecListener {
  @Override
  public void progress(double fraction) {
    whole.progress(from + fraction * (to - from));
  }

  @Override
  public void warning(String message) {
    whole.warning(message);
  }

  @Override
  public boolean isCancelled() {
    return whole.isCancelled();
  }
}
