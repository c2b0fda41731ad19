package io.licorice.runtime;

import java.util.Objects;

/**
 * Where graphs run, with how many threads and how much rewritten.
 *
 * @param cudaDevice number of the CUDA device, or -1 for the CPU
 * @param threads threads inside a graph, at least 1
 * @param rewriting what ONNX Runtime may do to a graph before it runs
 * @param returnsMemory whether a graph gives its memory back after each run that took much of it,
 *     rather than to keep it for the next one: for large graphs that run one after the other
 */
public record ExecutionSettings(
    int cudaDevice, int threads, Rewriting rewriting, boolean returnsMemory) {
  /** How far ONNX Runtime optimises a graph. */
  public enum Rewriting {
    /** The graph runs as it is written. */
    NONE,
    /** Nodes are folded and removed where the values stay the same. */
    BASIC,
    /** Also layouts and fused kernels, which change the order of sums. */
    FLOATS,
    /** Also what has been written for bytes is computed with bytes, where that is exact. */
    ALL
  }

  /**
   * Checks that there is a value.
   *
   * @param cudaDevice see the record
   * @param threads see the record
   * @param rewriting see the record
   * @param returnsMemory see the record
   */
  public ExecutionSettings {
    Objects.requireNonNull(rewriting);
  }

  /**
   * Settings of graphs that keep their memory.
   *
   * @param cudaDevice number of the CUDA device, or -1 for the CPU
   * @param threads threads inside a graph, at least 1
   * @param rewriting what ONNX Runtime may do to a graph before it runs
   */
  public ExecutionSettings(int cudaDevice, int threads, Rewriting rewriting) {
    this(cudaDevice, threads, rewriting, false);
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
    return new ExecutionSettings(-1, threads, rewriting, returnsMemory);
  }

  /**
   * The same with one thread inside a graph.
   *
   * @return settings without a pool of threads
   */
  public ExecutionSettings withOneThread() {
    return new ExecutionSettings(cudaDevice, 1, rewriting, returnsMemory);
  }

  /**
   * The same for graphs that give their memory back.
   *
   * @return settings of graphs that run one after the other
   */
  public ExecutionSettings returningMemory() {
    return new ExecutionSettings(cudaDevice, threads, rewriting, true);
  }
}
