package io.licorice.transform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads the initialisers of an ONNX file: the few fields of protocol buffers that takes. */
final class OnnxWeights {
  private static final int GRAPH = 7;
  private static final int INITIALIZER = 5;
  private static final int DIMS = 1;
  private static final int DATA_TYPE = 2;
  private static final int RAW_DATA = 9;
  private static final int FLOAT = 1;
  static final int INT8 = 3;

  private OnnxWeights() {}

  /**
   * A constant of a graph.
   *
   * @param type the number of its type
   * @param dims its shape
   * @param values its values
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Constant(int type, int[] dims, float[] values) {}

  private interface FieldReader {
    void field(int number, long value, ByteBuffer bytes);
  }

  /** The constants, in the graph's order. */
  static List<Constant> read(byte[] model) {
    List<Constant> constants = new ArrayList<>();
    each(
        ByteBuffer.wrap(model),
        (number, value, graph) -> {
          if (number == GRAPH) {
            each(
                graph,
                (inner, unused, tensor) -> {
                  if (inner == INITIALIZER) {
                    constants.add(constant(tensor));
                  }
                });
          }
        });
    return constants;
  }

  private static Constant constant(ByteBuffer tensor) {
    List<Integer> dims = new ArrayList<>();
    int[] type = new int[1];
    ByteBuffer[] raw = {ByteBuffer.allocate(0)};
    each(
        tensor,
        (number, value, bytes) -> {
          if (number == DIMS && bytes != null) {
            while (bytes.hasRemaining()) {
              dims.add((int) varint(bytes));
            }
          } else if (number == DIMS) {
            dims.add((int) value);
          } else if (number == DATA_TYPE) {
            type[0] = (int) value;
          } else if (number == RAW_DATA) {
            raw[0] = bytes.order(ByteOrder.LITTLE_ENDIAN);
          }
        });
    int[] shape = dims.stream().mapToInt(Integer::intValue).toArray();
    return new Constant(type[0], shape, values(type[0], raw[0]));
  }

  private static float[] values(int type, ByteBuffer raw) {
    if (type != INT8 && type != FLOAT) {
      throw new IllegalArgumentException("constant of type " + type);
    }
    float[] values = new float[type == INT8 ? raw.remaining() : raw.remaining() / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == INT8 ? raw.get() : raw.getFloat();
    }
    return values;
  }

  private static void each(ByteBuffer message, FieldReader reader) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      int number = (int) (tag >> 3);
      switch ((int) tag & 7) {
        case 0 -> reader.field(number, varint(message), null);
        case 1 -> reader.field(number, message.getLong(), null);
        case 2 -> {
          int length = (int) varint(message);
          reader.field(number, length, message.slice(message.position(), length));
          message.position(message.position() + length);
        }
        case 5 -> reader.field(number, message.getInt(), null);
        default -> throw new IllegalArgumentException("wire type of tag " + tag);
      }
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
