package io.licorice.codec;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Runs one job a tile on a few threads and hands the results over in order, holding no more of them
 * than there are threads.
 */
final class TilePool {
  private final int threads;

  TilePool(int threads) {
    this.threads = threads;
  }

  /** A job that may fail. */
  interface Job<T> {
    T run() throws IOException;
  }

  /** Takes a result on the calling thread. */
  interface Taker<T> {
    void take(int number, T result) throws IOException;
  }

  /**
   * Runs jobs 0 to count - 1.
   *
   * @throws IOException the first failure; later jobs are not started
   */
  <T> void run(int count, IntFunction<Job<T>> jobs, Taker<T> taker) throws IOException {
    if (count <= 1 || threads == 1) {
      for (int i = 0; i < count; i++) {
        taker.take(i, jobs.apply(i).run());
      }
      return;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(threads, count),
            job -> {
              Thread thread = new Thread(job, "licorice-tile");
              thread.setDaemon(true);
              return thread;
            });
    try {
      ArrayDeque<Future<T>> running = new ArrayDeque<>();
      int next = 0;
      for (int i = 0; i < count; i++) {
        while (next < count && running.size() < threads) {
          Job<T> job = jobs.apply(next++);
          running.add(pool.submit(job::run));
        }
        taker.take(i, await(running.remove()));
      }
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
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

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      throw cancelled;
    }
  }
}
