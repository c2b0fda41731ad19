package io.licorice.runtime;

import io.licorice.runtime.ExecutionSettings.Rewriting;
import io.licorice.runtime.OnnxGraph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Whether ONNX Runtime's kernels that multiply bytes are exact on this machine.
 *
 * <p>Processors without instructions for it (VNNI, AMX, or those of ARM) add up products of bytes
 * in 16 bits, where they are cut off. So a graph with the largest sums that there can be is run
 * once with such kernels and once in floats, which hold these sums.
 */
final class ByteKernels {
  private static final String PROBE = "byte-probe.onnx";
  private static final int CHANNELS = 16;
  private static final int SIDE = 12;

  private ByteKernels() {}

  /** Found out with the first call, for as long as the process lasts. */
  private static final class Found {
    static final boolean EXACT = probe();
  }

  /** Whether graphs of bytes give the same with these kernels as in floats, and so everywhere. */
  static boolean areExact() {
    return Found.EXACT;
  }

  private static boolean probe() {
    // On a thread of its own, where no job can be cancelled.
    FutureTask<Boolean> comparison = new FutureTask<>(() -> Arrays.equals(run(true), run(false)));
    new Thread(null, comparison, "licorice-byte-probe").start();
    try {
      return OnnxEnvironment.join(comparison);
    } catch (ExecutionException e) {
      // A runtime without such kernels, as there may be for other devices, computes in floats; if
      // it
      // cannot do that either, the first network says so.
      return false;
    }
  }

  private static float[] run(boolean computesBytes) throws IOException {
    ExecutionSettings settings = new ExecutionSettings(-1, 1, Rewriting.ALL);
    try (InputStream in = ByteKernels.class.getResourceAsStream(PROBE);
        OnnxGraph graph =
            new OnnxGraph(PROBE, in.readAllBytes(), settings, new FeedBuffers(), computesBytes)) {
      return graph.run(input()).values();
    }
  }

  /** The largest and the smallest bytes in blocks, and some others between them. */
  private static Tensor input() {
    float[] values = new float[CHANNELS * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      int kind = i / (SIDE * 3) % 3;
      values[i] = kind == 0 ? 255 : kind == 1 ? 0 : i * 37 % 256;
    }
    return new Tensor(values, 1, CHANNELS, SIDE, SIDE);
  }
}
