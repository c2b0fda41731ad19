package io.licorice.video;

import io.licorice.codec.CodecListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What one thread makes and another one takes, in order, the failure that ended it included.
 *
 * <p>Safe for use by these two.
 *
 * @param <T> what is made
 */
final class AheadResults<T> {
  private static final long ASKING_MILLIS = 50;

  private final BlockingQueue<Result<T>> results = new LinkedBlockingQueue<>();
  private volatile boolean stopped;

  /** Something that was made, or why nothing follows. */
  private record Result<T>(T made, Throwable failure) {}

  /** Makes results. */
  interface Work {
    void run() throws IOException;
  }

  /** Does the work on this thread; if it fails, so do takers that come to its end. */
  void fill(Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException | Error e) {
      results.add(new Result<>(null, e));
    }
  }

  void add(T result) {
    results.add(new Result<>(result, null));
  }

  /** Has the work end soon, with failure. */
  void stop() {
    stopped = true;
  }

  /** A listener for the work: asks it to end if it was stopped, and notes warnings. */
  CodecListener listener(List<String> warnings) {
    return new CodecListener() {
      @Override
      public void warning(String message) {
        warnings.add(message);
      }

      @Override
      public boolean isCancelled() {
        return stopped;
      }
    };
  }

  /**
   * The next result, as soon as it is there; there must be one more, or a failure.
   *
   * @throws IOException if the work failed so
   * @throws CancellationException if the listener asks for it
   */
  T take(CodecListener listener) throws IOException {
    Result<T> result = null;
    while (result == null) {
      if (listener.isCancelled()) {
        throw new CancellationException("cancelled by the caller");
      }
      try {
        result = results.poll(ASKING_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    }
    if (result.failure instanceof IOException failure) {
      throw failure;
    }
    if (result.failure instanceof RuntimeException failure) {
      throw failure;
    }
    if (result.failure instanceof Error failure) {
      throw failure;
    }
    return result.made;
  }
}
