package io.licorice.codec;

import java.util.concurrent.CancellationException;

/** Counts pieces of work towards a listener; used by one thread. */
final class Progress {
  private final CodecListener listener;
  private final double total;
  private double done;

  Progress(CodecListener listener, double total) {
    this.listener = listener;
    this.total = total;
  }

  void checkCancelled() {
    checkCancelled(listener);
  }

  static void checkCancelled(CodecListener listener) {
    if (listener.isCancelled()) {
      throw new CancellationException("cancelled by the caller");
    }
  }

  void advance(double work) {
    done += work;
    listener.progress(Math.min(1, done / total));
    checkCancelled();
  }
}
