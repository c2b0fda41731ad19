package io.licorice.transform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** An ONNX file's nodes and constants: the few fields of protocol buffers that takes. */
final class OnnxFile {
  static final int INT8 = 3;
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT16 = 5;
  private static final int INT32 = 6;
  private static final int INT64 = 7;

  private final List<Node> nodes = new ArrayList<>();
  private final List<Constant> constants = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();

  /**
   * A constant of a graph.
   *
   * @param name its name
   * @param type the number of its type
   * @param dims its shape
   * @param values its values
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Constant(String name, int type, int[] dims, float[] values) {}

  /**
   * An operation of a graph.
   *
   * @param operator its type
   * @param inputs names of what it takes
   * @param outputs names of what it makes
   * @param attributes its attributes that are numbers
   */
  record Node(
      String operator, List<String> inputs, List<String> outputs, Map<String, Double> attributes) {
    int attribute(String name) {
      return attributes.get(name).intValue();
    }
  }

  private interface FieldReader {
    void field(int number, long value, ByteBuffer bytes);
  }

  OnnxFile(byte[] model) {
    each(
        ByteBuffer.wrap(model),
        (number, value, graph) -> {
          if (number == 7) {
            each(graph, this::graphField);
          }
        });
  }

  /** The operations, in an order in which they can run. */
  List<Node> nodes() {
    return nodes;
  }

  /** The constants, in the graph's order. */
  List<Constant> constants() {
    return constants;
  }

  /** Names of the inputs. */
  List<String> inputs() {
    return inputs;
  }

  private void graphField(int number, long value, ByteBuffer bytes) {
    switch (number) {
      case 1 -> nodes.add(node(bytes));
      case 5 -> constants.add(constant(bytes));
      case 11 -> inputs.add(name(bytes));
      default -> {
        // Shapes and the like.
      }
    }
  }

  private static String name(ByteBuffer message) {
    String[] name = new String[1];
    each(
        message,
        (number, value, bytes) -> {
          if (number == 1) {
            name[0] = text(bytes);
          }
        });
    return name[0];
  }

  private static Node node(ByteBuffer message) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    String[] operator = new String[1];
    Map<String, Double> attributes = new HashMap<>();
    each(
        message,
        (number, value, bytes) -> {
          switch (number) {
            case 1 -> inputs.add(text(bytes));
            case 2 -> outputs.add(text(bytes));
            case 4 -> operator[0] = text(bytes);
            case 5 -> attribute(bytes, attributes);
            default -> {
              // The node's own name.
            }
          }
        });
    return new Node(operator[0], inputs, outputs, attributes);
  }

  /** The i-th number of a list, if not the first, has the number behind its name. */
  private static void attribute(ByteBuffer message, Map<String, Double> attributes) {
    String name = name(message.duplicate());
    each(
        message,
        (number, value, bytes) -> {
          switch (number) {
            case 2 -> attributes.put(name, (double) Float.intBitsToFloat((int) value));
            case 3 -> attributes.put(name, (double) value);
            case 8 -> {
              long[] values = bytes == null ? new long[] {value} : varints(bytes);
              for (long each : values) {
                int place = 0;
                while (attributes.containsKey(place == 0 ? name : name + place)) {
                  place++;
                }
                attributes.put(place == 0 ? name : name + place, (double) each);
              }
            }
            default -> {
              // Names, types and texts.
            }
          }
        });
  }

  private static long[] varints(ByteBuffer bytes) {
    LongStream.Builder values = LongStream.builder();
    while (bytes.hasRemaining()) {
      values.add(varint(bytes));
    }
    return values.build().toArray();
  }

  private static Constant constant(ByteBuffer tensor) {
    List<Integer> dims = new ArrayList<>();
    int[] type = new int[1];
    String[] name = {""};
    ByteBuffer[] raw = {ByteBuffer.allocate(0)};
    each(
        tensor,
        (number, value, bytes) -> {
          switch (number) {
            case 1 -> {
              if (bytes == null) {
                dims.add((int) value);
              } else {
                while (bytes.hasRemaining()) {
                  dims.add((int) varint(bytes));
                }
              }
            }
            case 2 -> type[0] = (int) value;
            case 8 -> name[0] = text(bytes);
            case 9 -> raw[0] = bytes.order(ByteOrder.LITTLE_ENDIAN);
            default -> {
              // Nothing that the exporter writes.
            }
          }
        });
    int[] shape = dims.stream().mapToInt(Integer::intValue).toArray();
    return new Constant(name[0], type[0], shape, values(type[0], raw[0]));
  }

  private static float[] values(int type, ByteBuffer raw) {
    int size =
        switch (type) {
          case INT8, UINT8 -> Byte.BYTES;
          case INT16 -> Short.BYTES;
          case INT32 -> Integer.BYTES;
          case FLOAT -> Float.BYTES;
          case INT64 -> Long.BYTES;
          default -> throw new IllegalArgumentException("constant of type " + type);
        };
    float[] values = new float[raw.remaining() / size];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case INT8 -> raw.get();
            case UINT8 -> raw.get() & 0xFF;
            case INT32 -> raw.getInt();
            case INT16 -> raw.getShort();
            case INT64 -> raw.getLong();
            default -> raw.getFloat();
          };
    }
    return values;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
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
        case 5 -> reader.field(number, message.order(ByteOrder.LITTLE_ENDIAN).getInt(), null);
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
