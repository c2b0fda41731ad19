package io.licorice.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import io.licorice.runtime.OnnxGraph.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Takes a graph's output out of ONNX Runtime's memory. */
final class OnnxOutput {
  private OnnxOutput() {}

  /**
   * Copies an output; integers become floats.
   *
   * @param name the network's name for messages
   * @param value the output, the caller's to close
   * @throws IOException if its values are neither floats nor integers of 32 or 64 bits
   */
  static Tensor tensor(String name, OnnxValue value) throws IOException {
    if (value instanceof OnnxTensor tensor) {
      long[] shape = tensor.getInfo().getShape();
      switch (tensor.getInfo().type) {
        case FLOAT, FLOAT16 -> {
          return new Tensor(floats(tensor.getFloatBuffer()), shape);
        }
        case INT32 -> {
          return new Tensor(floats(tensor.getIntBuffer()), shape);
        }
        case INT64 -> {
          return new Tensor(floats(tensor.getLongBuffer()), shape);
        }
        default -> {}
      }
    }
    throw new IOException(
        "network " + name + ": floats or integers of 32 or 64 bits expected of its first output");
  }

  private static float[] floats(FloatBuffer buffer) {
    // ONNX Runtime hands out a copy of its own; there is no need for another.
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.array().length == buffer.remaining()) {
      return buffer.array();
    }
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static float[] floats(IntBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }

  private static float[] floats(LongBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }
}
