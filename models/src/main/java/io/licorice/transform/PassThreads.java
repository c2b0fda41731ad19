package io.licorice.transform;

import io.licorice.runtime.ExecutionSettings;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs coding passes beside the threads that decode their integers, if a model may use several
 * threads; else leaves them to these.
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

  @Override
  public void close() {
    threads.shutdown();
  }
}
