package io.licorice.runtime;

import java.util.Objects;

/**
 * Where graphs run, with how many threads and how much rewritten.
 *
 * @param cudaDevice number of the CUDA device, or -1 for the CPU
 * @param threads threads inside a graph, at least 1
 * @param rewriting what ONNX Runtime may do to a graph before it runs
 */
public record ExecutionSettings(int cudaDevice, int threads, Rewriting rewriting) {
  /** How far ONNX Runtime optimises a graph. */
  public enum Rewriting {
    /** The graph runs as it is written. */
    NONE,
    /** Nodes are folded and removed where the values stay the same. */
    BASIC,
    /** Also layouts and fused kernels, which change the order of sums. */
    ALL
  }

  /**
   * Checks that there is a value.
   *
   * @param cudaDevice see the record
   * @param threads see the record
   * @param rewriting see the record
   */
  public ExecutionSettings {
    Objects.requireNonNull(rewriting);
  }

  /**
   * Settings for speed.
   *
   * @param cudaDevice number of the CUDA device, or -1 for the CPU
   * @param threads threads inside a graph, at least 1
   */
  public ExecutionSettings(int cudaDevice, int threads) {
    this(cudaDevice, threads, Rewriting.ALL);
  }

  /**
   * Whether graphs that may run on a CUDA device do so.
   *
   * @return true for CUDA
   */
  public boolean cuda() {
    return cudaDevice >= 0;
  }

  /**
   * The same on the CPU.
   *
   * @return settings without CUDA
   */
  public ExecutionSettings onCpu() {
    return new ExecutionSettings(-1, threads, rewriting);
  }

  /**
   * The same with one thread inside a graph.
   *
   * @return settings without a pool of threads
   */
  public ExecutionSettings withOneThread() {
    return new ExecutionSettings(cudaDevice, 1, rewriting);
  }
}
