package io.licorice.transform;

import io.licorice.cancel.Cancellation;
import io.licorice.runtime.ExecutionSettings;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs coding passes beside the threads that decode their integers, if a model may use several
 * threads; else leaves them to these. Shares work on rows out likewise, and has one of two things
 * made beside the other.
 *
 * <p>Safe for use by several threads until closed.
 */
final class PassThreads implements Executor, AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool(PassThreads::daemon);
  private final boolean several;

  PassThreads(ExecutionSettings settings) {
    this.several = settings.threads() > 1;
  }

  private static Thread daemon(Runnable job) {
    Thread thread = new Thread(job, "licorice-passes");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable passes) {
    if (several) {
      threads.execute(passes);
    }
  }

  /** Works on rows, or on whatever else has numbers, each for itself. */
  interface Rows {
    void run(int from, int to);
  }

  /**
   * Has the first half of the rows done beside, if there are several threads, and waits for all.
   */
  void share(int rows, Rows job) {
    FutureTask<Void> beside = new FutureTask<>(() -> job.run(0, rows / 2), null);
    execute(beside);
    job.run(rows / 2, rows);
    finish(beside);
  }

  /** Runs a task that no other thread has begun, and waits for it. */
  private static void finish(FutureTask<Void> task) {
    task.run(); // nothing if it has begun already
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException cancelled) {
        throw cancelled;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /** Makes something, or fails to. */
  interface Maker<T> {
    T make() throws IOException;
  }

  /** Two things, the second of which was made beside if there are several threads. */
  record Both<T>(T first, T second) {}

  /** Makes two things that have nothing to do with each other, and waits for both. */
  <T> Both<T> both(Maker<T> here, Maker<T> beside) throws IOException {
    AtomicReference<T> made = new AtomicReference<>();
    AtomicReference<IOException> failure = new AtomicReference<>();
    Runnable job =
        () -> {
          try {
            made.set(beside.make());
          } catch (IOException e) {
            failure.set(e);
          }
        };
    FutureTask<Void> task = new FutureTask<>(Cancellation.current().bind(job), null);
    execute(task);
    T first;
    try {
      first = here.make();
    } finally {
      finish(task);
    }
    if (failure.get() != null) {
      throw new IOException(failure.get().getMessage(), failure.get());
    }
    return new Both<>(first, made.get());
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
