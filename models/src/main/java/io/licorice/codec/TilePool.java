package io.licorice.codec;

import io.licorice.cancel.Cancellation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Runs the jobs of one call of the codec, such as one a tile, on a few threads and hands the
 * results over in order, holding no more of them than there are threads.
 *
 * <p>The calling thread does none of the work, not even of a single job, so that it can ask its
 * listener all the while; when that cancels, the jobs are {@linkplain Cancellation told}.
 */
final class TilePool {
  /** How often the listener is asked. */
  private static final int ASK_MILLIS = 50;

  private final int threads;
  private final CodecListener listener;

  /**
   * A pool for one call.
   *
   * @param listener the caller's, asked by the thread that runs jobs
   */
  TilePool(int threads, CodecListener listener) {
    this.threads = threads;
    this.listener = listener;
  }

  /** A job that may fail. */
  interface Job<T> {
    T run() throws IOException;
  }

  /** Takes a result on the calling thread. */
  interface Taker<T> {
    void take(int number, T result) throws IOException;
  }

  /** Runs a single job. */
  <T> T call(Job<T> job) throws IOException {
    List<T> result = new ArrayList<>();
    run(1, i -> job, (i, found) -> result.add(found));
    return result.get(0);
  }

  /**
   * Runs jobs 0 to count - 1. None of them is at work any more when this returns or throws.
   *
   * @throws IOException the first failure; later jobs are not started
   * @throws CancellationException if the listener cancels or the calling thread is interrupted
   */
  <T> void run(int count, IntFunction<Job<T>> jobs, Taker<T> taker) throws IOException {
    if (count == 0) {
      return;
    }
    Cancellation cancellation = new Cancellation();
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, count), TilePool::worker);
    try {
      ArrayDeque<Future<T>> running = new ArrayDeque<>();
      int next = 0;
      for (int i = 0; i < count; i++) {
        while (next < count && running.size() < threads) {
          FutureTask<T> task = new FutureTask<>(jobs.apply(next++)::run);
          pool.execute(cancellation.bind(task));
          running.add(task);
        }
        taker.take(i, await(running.remove()));
      }
    } finally {
      cancellation.request();
      pool.shutdown();
      awaitEnd(pool);
    }
  }

  private static Thread worker(Runnable job) {
    Thread thread = new Thread(job, "licorice-tile");
    thread.setDaemon(true);
    return thread;
  }

  /** Whoever gets the exception may close the networks, so no job may be at work in them then. */
  private static void awaitEnd(ExecutorService pool) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T await(Future<T> future) throws IOException {
    while (true) {
      try {
        return future.get(ASK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Progress.checkCancelled(listener);
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        CancellationException cancelled = new CancellationException("interrupted");
        cancelled.initCause(e);
        throw cancelled;
      }
    }
  }

  /** What is to be thrown for what a job threw; throws it itself unless it is checked. */
  private static IOException failure(Throwable cause) {
    if (cause instanceof IOException failure) {
      return failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    throw new IllegalStateException(cause);
  }
}
