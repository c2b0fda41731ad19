package io.licorice.video;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads for GOPs. For use by one thread at a time. */
final class GopWorkers implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool(GopWorkers::daemon);

  private static Thread daemon(Runnable job) {
    Thread thread = new Thread(job, "licorice-gop");
    thread.setDaemon(true);
    return thread;
  }

  void execute(Runnable job) {
    threads.execute(job);
  }

  /** Waits until all jobs have ended: networks are not to be closed before. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
