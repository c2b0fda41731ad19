package io.licorice.transform;

import io.licorice.transform.OnnxFile.Constant;
import io.licorice.transform.OnnxFile.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs a graph of the exporter in 64-bit integers, straight from its file, with loops that know
 * nothing of vectors: what ONNX Runtime must agree with on every machine.
 *
 * <p>A value is an integer times a power of two. Whatever a 32-bit float could not hold is an
 * error, as ONNX Runtime would round it.
 */
final class IntegerGraph {
  private static final long EXACT = 1L << 24;

  private final OnnxFile file;

  IntegerGraph(byte[] model) {
    this.file = new OnnxFile(model);
  }

  /**
   * A tensor.
   *
   * @param dims its shape; activations: 1, channels, height, width
   * @param units its values, in units of 2^-fraction
   * @param fraction binary digits behind the point
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fixed(int[] dims, long[] units, int fraction) {
    static Fixed of(float[] values, int... dims) {
      int fraction = 0;
      for (float value : values) {
        while (Math.scalb((double) value, fraction)
            != Math.rint(Math.scalb((double) value, fraction))) {
          fraction++;
        }
      }
      long[] units = new long[values.length];
      for (int i = 0; i < units.length; i++) {
        units[i] = (long) Math.scalb((double) values[i], fraction);
      }
      return new Fixed(dims, units, fraction);
    }

    Fixed with(int digits) {
      long[] moved = new long[units.length];
      for (int i = 0; i < moved.length; i++) {
        moved[i] = Math.multiplyExact(units[i], 1L << digits - fraction);
      }
      return new Fixed(dims, moved, digits);
    }

    float[] floats() {
      float[] values = new float[units.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.scalb((float) units[i], -fraction);
      }
      return values;
    }

    private Fixed checked(String where) {
      for (long unit : units) {
        if (Math.abs(unit) >> Math.min(63, Long.numberOfTrailingZeros(unit)) >= EXACT) {
          throw new IllegalStateException(where + ": " + unit + " has more than 24 bits");
        }
      }
      return this;
    }
  }

  private interface Binary {
    long apply(long a, long b);
  }

  /** The graph's only output for its inputs, in their order. */
  Fixed run(Fixed... inputs) {
    Map<String, Fixed> values = new HashMap<>();
    for (Constant constant : file.constants()) {
      values.put(constant.name(), Fixed.of(constant.values(), constant.dims()));
    }
    for (int i = 0; i < inputs.length; i++) {
      values.put(file.inputs().get(i), inputs[i]);
    }
    Fixed last = null;
    for (Node node : file.nodes()) {
      List<Fixed> arguments = node.inputs().stream().map(values::get).toList();
      List<Fixed> made =
          node.operator().equals("Split")
              ? split(arguments.get(0), sizes(node, arguments))
              : List.of(apply(node, arguments));
      for (int i = 0; i < made.size(); i++) {
        String name = node.outputs().get(i);
        last = made.get(i).checked(node.operator() + " " + name);
        values.put(name, last);
      }
    }
    return last;
  }

  private static Fixed apply(Node node, List<Fixed> in) {
    Fixed x = in.get(0);
    return switch (node.operator()) {
      case "Cast", "Identity" -> x;
      case "Conv" -> convolve(node, x, in.get(1), in.size() > 2 ? in.get(2) : null);
      case "Mul" -> multiply(x, in.get(1));
      case "Div" -> divide(x, in.get(1));
      case "Add" -> sum(x, in.get(1), Math::addExact);
      case "Sub" -> sum(x, in.get(1), Math::subtractExact);
      case "Round" -> round(x);
      case "Clip" -> clip(x, in.get(1), in.get(2));
      case "LeakyRelu" -> leaky(x, node.attributes().get("alpha"));
      case "DepthToSpace" -> shuffle(x, node.attribute("blocksize"));
      case "SpaceToDepth" -> gather(x, node.attribute("blocksize"));
      case "Transpose" -> channelsFirst(x);
      case "Concat" -> x.dims.length == 1 ? joinedLists(in) : concatenate(in);
      case "QuantizeLinear" -> toBytes(x, in.get(1), in.get(2));
      case "DequantizeLinear" -> fromBytes(x, in.get(1), in.size() > 2 ? in.get(2) : null);
      case "Shape" -> shape(x, node.attribute("start"));
      case "Expand" -> expand(x, in.get(1));
      default -> throw new IllegalArgumentException("no rule for " + node.operator());
    };
  }

  /** The position in a tensor whose sides of length 1 are spread over the other's. */
  private static int spread(int[] dims, int[] over, int position) {
    if (dims.length < over.length) {
      return 0; // a single number
    }
    int result = 0;
    int stride = 1;
    for (int d = over.length - 1; d >= 0; d--) {
      int at = position % over[d];
      position /= over[d];
      result += dims[d] == 1 ? 0 : at * stride;
      stride *= dims[d];
    }
    return result;
  }

  private static Fixed binary(Fixed a, Fixed b, int fraction, Binary operation) {
    Fixed large = a.units.length >= b.units.length ? a : b;
    long[] units = new long[large.units.length];
    for (int i = 0; i < units.length; i++) {
      units[i] =
          operation.apply(
              a.units[spread(a.dims, large.dims, i)], b.units[spread(b.dims, large.dims, i)]);
    }
    return new Fixed(large.dims, units, fraction);
  }

  private static Fixed multiply(Fixed a, Fixed b) {
    return binary(a, b, a.fraction + b.fraction, Math::multiplyExact);
  }

  private static Fixed sum(Fixed a, Fixed b, Binary operation) {
    int digits = Math.max(a.fraction, b.fraction);
    return binary(a.with(digits), b.with(digits), digits, operation);
  }

  private static Fixed divide(Fixed a, Fixed b) {
    if (b.units.length != 1 || Long.bitCount(b.units[0]) != 1 || b.fraction != 0) {
      throw new IllegalArgumentException("a divisor is not a power of two");
    }
    return new Fixed(a.dims, a.units, a.fraction + Long.numberOfTrailingZeros(b.units[0]));
  }

  /** Half to even. */
  private static Fixed round(Fixed x) {
    long[] units = new long[x.units.length];
    long unit = 1L << x.fraction;
    for (int i = 0; i < units.length; i++) {
      long floor = Math.floorDiv(x.units[i], unit);
      long twice = 2 * Math.floorMod(x.units[i], unit);
      units[i] = twice > unit || twice == unit && (floor & 1) == 1 ? floor + 1 : floor;
    }
    return new Fixed(x.dims, units, 0);
  }

  private static Fixed clip(Fixed x, Fixed low, Fixed high) {
    if (x.fraction + low.fraction + high.fraction != 0) {
      throw new IllegalArgumentException("fractions are clipped");
    }
    long[] units = new long[x.units.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = Math.max(low.units[0], Math.min(x.units[i], high.units[0]));
    }
    return new Fixed(x.dims, units, 0);
  }

  private static Fixed toBytes(Fixed x, Fixed step, Fixed zero) {
    if (step.units.length != 1 || step.units[0] != 1) {
      throw new IllegalArgumentException("bytes' step is not a power of two up to 1");
    }
    // Divided by 2^-fraction of the step, fractions are moved to the left.
    Fixed steps = x.with(Math.max(x.fraction, step.fraction));
    long[] units = round(new Fixed(x.dims, steps.units, steps.fraction - step.fraction)).units;
    for (int i = 0; i < units.length; i++) {
      units[i] = Math.max(0, Math.min(units[i] + zero.units[0], 255));
    }
    return new Fixed(x.dims, units, 0);
  }

  /** Of steps that are alike, or one for each of the first dimension's. */
  private static Fixed fromBytes(Fixed x, Fixed step, Fixed zero) {
    long[] units = new long[x.units.length];
    int inside = units.length / step.units.length;
    for (int i = 0; i < units.length; i++) {
      long value = x.units[i] - (zero == null ? 0 : zero.units[0]);
      units[i] = Math.multiplyExact(value, step.units[i / inside]);
    }
    return new Fixed(x.dims, units, step.fraction);
  }

  private static Fixed shape(Fixed x, int start) {
    long[] sizes = Arrays.stream(x.dims).skip(start).asLongStream().toArray();
    return new Fixed(new int[] {sizes.length}, sizes, 0);
  }

  private static Fixed joinedLists(List<Fixed> lists) {
    long[] all = lists.stream().flatMapToLong(l -> Arrays.stream(l.units)).toArray();
    return new Fixed(new int[] {all.length}, all, 0);
  }

  private static Fixed expand(Fixed x, Fixed size) {
    int[] dims = Arrays.stream(size.units).mapToInt(Math::toIntExact).toArray();
    long[] units = new long[Arrays.stream(dims).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < units.length; i++) {
      units[i] = x.units[spread(x.dims, dims, i)];
    }
    return new Fixed(dims, units, x.fraction);
  }

  private static Fixed leaky(Fixed x, double slope) {
    if (slope == 0) {
      return new Fixed(
          x.dims, Arrays.stream(x.units).map(u -> Math.max(u, 0)).toArray(), x.fraction);
    }
    int digits = -Math.getExponent(slope);
    if (Math.scalb(1.0, -digits) != slope) {
      throw new IllegalArgumentException("slope " + slope + " is not a power of two");
    }
    long[] units = new long[x.units.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = x.units[i] < 0 ? x.units[i] : Math.multiplyExact(x.units[i], 1L << digits);
    }
    return new Fixed(x.dims, units, x.fraction + digits);
  }

  /** Height x width x channels to channels x height x width: the only transposition there is. */
  private static Fixed channelsFirst(Fixed x) {
    int channels = x.dims[3];
    int cells = x.dims[1] * x.dims[2];
    long[] units = new long[x.units.length];
    for (int i = 0; i < units.length; i++) {
      units[i % channels * cells + i / channels] = x.units[i];
    }
    return new Fixed(new int[] {1, channels, x.dims[1], x.dims[2]}, units, x.fraction);
  }

  private static Fixed convolve(Node node, Fixed x, Fixed weight, Fixed bias) {
    int inputs = weight.dims[1];
    int kernel = weight.dims[2];
    int height = x.dims[2];
    int width = x.dims[3];
    int fraction = x.fraction + weight.fraction;
    Fixed added = bias == null ? null : bias.with(Math.max(fraction, bias.fraction));
    int moved = added == null ? 0 : added.fraction - fraction;
    int stride = node.attribute("strides");
    int top = node.attribute("pads");
    int left = node.attribute("pads1");
    int outHeight = (height + top + node.attribute("pads2") - kernel) / stride + 1;
    int outWidth = (width + left + node.attribute("pads3") - kernel) / stride + 1;
    long[] out = new long[weight.dims[0] * outHeight * outWidth];
    for (int o = 0; o < weight.dims[0]; o++) {
      for (int row = 0; row < outHeight; row++) {
        for (int column = 0; column < outWidth; column++) {
          long sum = 0;
          for (int i = 0; i < inputs; i++) {
            for (int ky = 0; ky < kernel; ky++) {
              int sy = row * stride + ky - top;
              if (sy < 0 || sy >= height) {
                continue;
              }
              for (int kx = 0; kx < kernel; kx++) {
                int sx = column * stride + kx - left;
                if (sx >= 0 && sx < width) {
                  int w = ((o * inputs + i) * kernel + ky) * kernel + kx;
                  sum += weight.units[w] * x.units[(i * height + sy) * width + sx];
                }
              }
            }
          }
          sum = (sum << moved) + (added == null ? 0 : added.units[o]);
          out[(o * outHeight + row) * outWidth + column] = sum;
        }
      }
    }
    return new Fixed(new int[] {1, weight.dims[0], outHeight, outWidth}, out, fraction + moved);
  }

  /** Channel (c * block + a) * block + b goes to row a, column b of each block of channel c. */
  private static Fixed shuffle(Fixed x, int block) {
    int height = x.dims[2];
    int width = x.dims[3];
    long[] out = new long[x.units.length];
    for (int i = 0; i < out.length; i++) {
      int channel = i / (width * height);
      int row = block * (i / width % height) + channel / block % block;
      int column = block * (i % width) + channel % block;
      out[(channel / (block * block) * block * height + row) * block * width + column] = x.units[i];
    }
    int[] dims = {1, x.dims[1] / (block * block), height * block, width * block};
    return new Fixed(dims, out, x.fraction);
  }

  /** Row a, column b of each block of channel c goes to channel (a * block + b) * channels + c. */
  private static Fixed gather(Fixed x, int block) {
    int channels = x.dims[1];
    int height = x.dims[2] / block;
    int width = x.dims[3] / block;
    long[] out = new long[x.units.length];
    for (int i = 0; i < out.length; i++) {
      int channel = i / (width * height);
      int place = channel / channels;
      int row = block * (i / width % height) + place / block;
      int column = block * (i % width) + place % block;
      out[i] = x.units[(channel % channels * x.dims[2] + row) * x.dims[3] + column];
    }
    int[] dims = {1, channels * block * block, height, width};
    return new Fixed(dims, out, x.fraction);
  }

  /** Numbers of channels of the parts: equal ones unless they are given. */
  private static int[] sizes(Node node, List<Fixed> in) {
    int parts = node.outputs().size();
    return in.size() > 1
        ? Arrays.stream(in.get(1).units).mapToInt(Math::toIntExact).toArray()
        : IntStream.range(0, parts).map(i -> in.get(0).dims[1] / parts).toArray();
  }

  private static List<Fixed> split(Fixed x, int[] sizes) {
    int area = x.dims[2] * x.dims[3];
    List<Fixed> parts = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      long[] units = Arrays.copyOfRange(x.units, from * area, (from + size) * area);
      parts.add(new Fixed(new int[] {1, size, x.dims[2], x.dims[3]}, units, x.fraction));
      from += size;
    }
    return parts;
  }

  private static Fixed concatenate(List<Fixed> parts) {
    int digits = parts.stream().mapToInt(Fixed::fraction).max().orElseThrow();
    int channels = parts.stream().mapToInt(p -> p.dims[1]).sum();
    int[] first = parts.get(0).dims;
    long[] out = new long[channels * first[2] * first[3]];
    int to = 0;
    for (Fixed part : parts) {
      long[] units = part.with(digits).units;
      System.arraycopy(units, 0, out, to, units.length);
      to += units.length;
    }
    return new Fixed(new int[] {1, channels, first[2], first[3]}, out, digits);
  }
}
