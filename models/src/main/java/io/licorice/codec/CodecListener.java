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
   * Asked between pieces of work; after true the codec throws {@link
   * java.util.concurrent.CancellationException}.
   *
   * @return true to stop
   */
  default boolean isCancelled() {
    return false;
  }
}
