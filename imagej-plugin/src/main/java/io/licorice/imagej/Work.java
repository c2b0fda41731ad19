package io.licorice.imagej;

import ij.IJ;
import io.licorice.codec.CodecListener;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Work that ImageJ's progress bar shows and Escape stops. Its warnings go to the log, each once.
 */
final class Work implements CodecListener, AutoCloseable {
  private final String what;
  private final Set<String> warnings = new LinkedHashSet<>();
  private double from;
  private double to = 1;

  private Work(String what) {
    this.what = what;
  }

  /** Begins; whoever closes it takes the progress bar away. */
  static Work begin(String what) {
    IJ.resetEscape();
    IJ.showStatus(what);
    IJ.showProgress(0);
    return new Work(what);
  }

  /** What follows is one of several parts. */
  void part(int number, int count) {
    check();
    from = (double) number / count;
    to = (number + 1.0) / count;
    if (count > 1) {
      IJ.showStatus(what + " (" + (number + 1) + "/" + count + ")");
    }
    progress(0);
  }

  /** Stops if the user wants to. */
  void check() {
    if (isCancelled()) {
      throw new CancellationException("Escape was pressed");
    }
  }

  @Override
  public void progress(double fraction) {
    IJ.showProgress(Math.min(0.999, from + (to - from) * fraction));
  }

  @Override
  public void warning(String message) {
    if (warnings.add(message)) {
      IJ.log(Commands.TITLE + ": " + message);
    }
  }

  @Override
  public boolean isCancelled() {
    return IJ.escapePressed() || Thread.currentThread().isInterrupted();
  }

  @Override
  public void close() {
    IJ.showProgress(1);
    IJ.showStatus("");
  }
}
