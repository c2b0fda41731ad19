package io.licorice.examples;

import java.util.OptionalLong;

/** A bar on standard error that tells frames and frames a second; see {@link Progress}. */
final class FrameProgress implements AutoCloseable {
  private final Progress bar;
  private final OptionalLong total;
  private final long start = System.nanoTime();

  /**
   * Starts the clock.
   *
   * @param task what is being done, a word or two
   * @param total frames, where it is known
   * @param wanted false for no bar at all
   */
  FrameProgress(String task, OptionalLong total, boolean wanted) {
    this.bar = new Progress(task, wanted);
    this.total = total;
  }

  /** Tells how many frames are done. */
  void at(long frames) {
    double fraction =
        total.isPresent() && total.getAsLong() > 0
            ? Math.min(1, (double) frames / total.getAsLong())
            : 0;
    double rate = frames / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    bar.at(
        fraction, Text.of("%d frames, %s frames/s", frames, VideoBenchText.framesPerSecond(rate)));
  }

  @Override
  public void close() {
    bar.close();
  }
}
