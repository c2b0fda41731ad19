package io.licorice.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import io.licorice.cancel.Cancellation;

/** The options of one run, which ends between two nodes of its graph when the job is cancelled. */
final class TerminableRun implements AutoCloseable {
  private final Cancellation cancellation = Cancellation.current();
  private final RunOptions options;
  private final Runnable stop = this::terminate;

  /**
   * Options of a run.
   *
   * @param returnsMemory whether the run's memory is given back behind it
   */
  TerminableRun(boolean returnsMemory) throws OrtException {
    this.options = new RunOptions();
    if (returnsMemory) {
      options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
    }
    cancellation.onRequest(stop);
  }

  RunOptions options() {
    return options;
  }

  private void terminate() {
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException(e); // it only sets a flag
    }
  }

  @Override
  public void close() {
    cancellation.forget(stop);
    options.close();
  }
}
