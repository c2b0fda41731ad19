package io.licorice.video;

import io.licorice.codec.CodecListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Frames of a GOP that one thread codes, in their order, while another one takes what they become,
 * the failure that ended it included.
 *
 * <p>Safe for use by these two.
 *
 * @param <T> what a frame becomes
 */
final class GopRun<T> implements Runnable {
  private static final long ASKING_MILLIS = 50;

  private final Work work;
  private final int count;
  private final BlockingQueue<Result<T>> results = new LinkedBlockingQueue<>();
  private volatile boolean stopped;
  private int taken;

  /**
   * What a frame became and was to be told of it, or why nothing follows.
   *
   * @param made null after a failure
   * @param failure null without one
   */
  private record Result<T>(T made, List<String> warnings, Throwable failure) {}

  /** Codes a frame. */
  interface Coding<I, T> {
    T code(I frame, CodecListener listener) throws IOException;
  }

  private interface Work {
    void run() throws IOException;
  }

  private <I> GopRun(List<I> frames, Coding<I, T> coding) {
    this.count = frames.size();
    this.work =
        () -> {
          for (I frame : frames) {
            List<String> warnings = new ArrayList<>();
            results.add(new Result<>(coding.code(frame, listener(warnings)), warnings, null));
          }
        };
  }

  /** Frames, all of which one thread codes. */
  static <I, T> GopRun<T> of(List<I> frames, Coding<I, T> coding) {
    return new GopRun<>(frames, coding);
  }

  @Override
  public void run() {
    try {
      work.run();
    } catch (IOException | RuntimeException | Error e) {
      results.add(new Result<>(null, List.of(), e));
    }
  }

  /** Notes warnings for whoever takes the frame; ends the work if it was stopped. */
  private CodecListener listener(List<String> warnings) {
    if (stopped) {
      throw new CancellationException("stopped");
    }
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
   * What the next frame became, as soon as it is there; not to be called when all are taken.
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
    taken++;
    result.warnings.forEach(listener::warning);
    return result.made;
  }

  /** Whether all frames were taken; then the work has ended. */
  boolean isTaken() {
    return taken == count;
  }

  /** Has the work end soon, with failure. */
  void stop() {
    stopped = true;
  }
}
