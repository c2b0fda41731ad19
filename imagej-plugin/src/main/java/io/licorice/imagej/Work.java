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
  private final double begin;
  private final double end;
  private final Set<String> warnings;
  private double from;
  private double to;

  private Work(String what, double begin, double end, Set<String> warnings) {
    this.what = what;
    this.begin = begin;
    this.end = end;
    this.warnings = warnings;
    this.from = begin;
    this.to = end;
  }

  /** Begins; whoever closes it takes the progress bar away. */
  static Work begin(String what) {
    IJ.resetEscape();
    IJ.showStatus(what);
    IJ.showProgress(0);
    return new Work(what, 0, 1, new LinkedHashSet<>());
  }

  /** What follows is one of several parts. */
  void part(int number, int count) {
    check();
    from = begin + (end - begin) * number / count;
    to = begin + (end - begin) * (number + 1) / count;
    if (count > 1) {
      IJ.showStatus(what + " (" + (number + 1) + "/" + count + ")");
    }
    progress(0);
  }

  /** One of several parts that has parts of its own; it need not be closed. */
  Work inPart(int number, int count, String name) {
    part(number, count);
    return new Work(name, from, to, warnings);
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
