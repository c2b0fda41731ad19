package io.licorice.runtime;

/**
 * Where graphs run and with how many threads.
 *
 * @param cudaDevice number of the CUDA device, or -1 for the CPU
 * @param threads threads inside a graph, at least 1
 */
public record ExecutionSettings(int cudaDevice, int threads) {
  /**
   * Whether graphs that may run on a CUDA device do so.
   *
   * @return true for CUDA
   */
  public boolean cuda() {
    return cudaDevice >= 0;
  }

  /**
   * The same threads on the CPU.
   *
   * @return settings without CUDA
   */
  public ExecutionSettings onCpu() {
    return new ExecutionSettings(-1, threads);
  }
}
