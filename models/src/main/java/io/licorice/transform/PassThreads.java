package io.licorice.transform;

import io.licorice.runtime.ExecutionSettings;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Runs coding passes beside the threads that decode their integers, if a model may use several
 * threads; else leaves them to these. Shares work on rows out likewise.
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
    beside.run(); // nothing if it has begun already
    try {
      beside.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
