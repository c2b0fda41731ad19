package io.licorice.cancel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The wish that some work end early.
 *
 * <p>Who shares work out binds its jobs to one; whatever a job calls then asks {@link #check} where
 * it may stop, without being handed anything. Threads are not interrupted: that would close the
 * files which they read.
 *
 * <p>Safe for use by several threads.
 */
public final class Cancellation {
  private static final Cancellation NEVER = new Cancellation();
  private static final ThreadLocal<Cancellation> CURRENT = ThreadLocal.withInitial(() -> NEVER);

  private final List<Runnable> stops = new ArrayList<>();
  private volatile boolean requested;

  /** Work that nobody wants to end yet. */
  public Cancellation() {}

  /**
   * That of the job on the current thread.
   *
   * @return the one that the job is bound to, or one that never ends work
   */
  public static Cancellation current() {
    return CURRENT.get();
  }

  /**
   * Asked by jobs between pieces of work of some hundredths of a second at most.
   *
   * @throws CancellationException if the job on the current thread is to end
   */
  public static void check() {
    if (current().requested) {
      throw new CancellationException("the work is to end");
    }
  }

  /**
   * Binds a job to this.
   *
   * @param job the job
   * @return the same job, in which {@link #current} is this
   */
  public Runnable bind(Runnable job) {
    return () -> {
      Cancellation before = CURRENT.get();
      CURRENT.set(this);
      try {
        job.run();
      } finally {
        CURRENT.set(before);
      }
    };
  }

  /** Ends the work; returns before it has ended. */
  public synchronized void request() {
    requested = true;
    stops.forEach(Runnable::run);
  }

  /**
   * Has something run by whoever ends the work, for what cannot ask itself; at once if that has
   * happened.
   *
   * @param stop stops something; quick, throws nothing
   */
  public synchronized void onRequest(Runnable stop) {
    stops.add(stop);
    if (requested) {
      stop.run();
    }
  }

  /**
   * Takes back {@link #onRequest}: when this returns, {@code stop} does not run and will not.
   *
   * @param stop the same object
   */
  public synchronized void forget(Runnable stop) {
    stops.remove(stop);
  }
}
