package io.licorice.codec;

/**
 * Hears of progress and warnings, and may cancel.
 *
 * <p>Methods are called from the thread that called the codec.
 */
public interface CodecListener {
  /** Hears nothing and never cancels. */
  CodecListener SILENT = new CodecListener() {};

  /**
   * Work has advanced.
   *
   * @param fraction share of the work that is done, 0 to 1, never falling
   */
  default void progress(double fraction) {}

  /**
   * Something is wrong that does not stop the work: a damaged tile, an unknown optional box.
   *
   * @param message one sentence
   */
  default void warning(String message) {}

  /**
   * Asked about twenty times a second, and between pieces of work; after true the codec throws
   * {@link java.util.concurrent.CancellationException}.
   *
   * <p>It does so when no thread is at work for the call any more: within half a second on an idle
   * machine, whatever the size of tiles, unless networks are being loaded or a source takes longer
   * to give pixels or bytes. Sources stay open.
   *
   * @return true to stop
   */
  default boolean isCancelled() {
    return false;
  }

  /**
   * Keeps progress from this listener, for work that its share of the whole leaves no room for.
   *
   * @return passes warnings on, and the wish to stop
   */
  default CodecListener withoutProgress() {
    return new WithoutProgress(this);
  }
}
