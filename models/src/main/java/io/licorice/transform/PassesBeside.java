package io.licorice.transform;

import io.licorice.cancel.Cancellation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The passes of a tile, run by another thread while its integers are decoded: the means of a pass
 * wait for the integers of the pass before, and no integer waits for a mean.
 *
 * <p>One thread decodes integers and then takes the latents or gives up; either ends the work of
 * the other thread, so that the networks may be closed afterwards. Both threads work for the same
 * job, and are cancelled with it.
 */
final class PassesBeside implements CodingPasses.Integers {
  private final List<CompletableFuture<Void>> known =
      Stream.generate(CompletableFuture<Void>::new).limit(CodingPasses.COUNT).toList();
  private final CompletableFuture<float[]> latents = new CompletableFuture<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Passes passes;

  /** Runs the passes of the tile. */
  interface Passes {
    /**
     * Computes means and latents.
     *
     * @param integers asked for the integers of a pass before they are read
     * @return the latents
     * @throws IOException if a network fails
     */
    float[] run(CodingPasses.Integers integers) throws IOException;
  }

  /**
   * Begins the passes.
   *
   * @param executor where they run; one that never runs them leaves them to {@link #latents}
   * @param passes the passes
   */
  PassesBeside(Executor executor, Passes passes) {
    this.passes = passes;
    executor.execute(Cancellation.current().bind(this::runOnce));
  }

  private void runOnce() {
    if (begun.compareAndSet(false, true)) {
      try {
        latents.complete(passes.run(this));
      } catch (IOException | RuntimeException | Error e) {
        latents.completeExceptionally(e);
      }
    }
  }

  /** Makes the integers of a pass known. */
  void know(int pass) {
    known.get(pass).complete(null);
  }

  @Override
  public void prepare(int pass, float[] mean) {
    known.get(pass).join();
  }

  /**
   * Waits for the latents.
   *
   * @throws IOException if a network failed
   */
  float[] latents() throws IOException {
    runOnce();
    try {
      return latents.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Ends the passes without a result: the integers are damaged. */
  void giveUp() {
    known.forEach(pass -> pass.cancel(false));
    if (!begun.compareAndSet(false, true)) {
      latents.handle((values, failure) -> null).join();
    }
  }
}
