package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ExecutionSettings.Rewriting;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.PackRegistry;
import io.licorice.transform.OnnxFile.Constant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The scale head in plain integers, written after the exporter's rules and not after the graph:
 * what ONNX Runtime computes must be the same to the last unit, or files would not be portable.
 */
class ScaleHeadReferenceTest {
  private static final int HYPER_LIMIT = 2047;
  private static final int ACTIVATION_LIMIT = 255;
  private static final int WEIGHT_SHIFT = 6;
  private static final int PLANE_LIMIT = 56;
  private static final long EXACT = 1 << 24;

  private final ModelPack pack;
  private final List<Layer> layers = new ArrayList<>();

  /** An integer convolution: weights as output, input, row, column. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Layer(int[] dims, int[] weight, int[] bias) {
    int outputs() {
      return dims[0];
    }

    int inputs() {
      return dims[1];
    }

    int kernel() {
      return dims[2];
    }
  }

  /** Weights are the graph's only 8-bit constants; each one's biases follow it. */
  ScaleHeadReferenceTest() throws IOException {
    pack = new PackRegistry(Optional.empty()).byId("photo");
    List<Constant> constants = new OnnxFile(pack.file("scale_head.onnx")).constants();
    for (int i = 0; i < constants.size(); i++) {
      Constant weight = constants.get(i);
      if (weight.type() == OnnxFile.INT8) {
        int[] bias = whole(constants.get(i + 1).values());
        layers.add(new Layer(weight.dims(), whole(weight.values()), bias));
      }
    }
  }

  private static int[] whole(float[] values) {
    int[] whole = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      whole[i] = (int) values[i];
      assertThat((float) whole[i]).isEqualTo(values[i]);
    }
    return whole;
  }

  @Test
  void graph_hasTheLayersOfTheRecipe() {
    assertThat(layers).hasSize(4);
    assertThat(layers.get(0).inputs()).isEqualTo(pack.manifest().hyperLatents() + 1);
    assertThat(layers.get(3).outputs()).isEqualTo(pack.manifest().latents());
    assertThat(layers).allMatch(layer -> layer.bias().length == layer.outputs());
    assertThat(layers).extracting(Layer::kernel).containsExactly(1, 3, 3, 1);
  }

  @Test
  void noSum_leavesTheRangeWhereFloatsAreExact() {
    int limit = HYPER_LIMIT;
    for (Layer layer : layers) {
      int each = layer.weight().length / layer.outputs();
      for (int o = 0; o < layer.outputs(); o++) {
        long sum = Math.abs((long) layer.bias()[o]);
        for (int i = o * each; i < (o + 1) * each; i++) {
          sum += (long) limit * Math.abs(layer.weight()[i]);
        }
        assertThat(sum).isLessThan(EXACT);
      }
      limit = ACTIVATION_LIMIT;
    }
  }

  /**
   * Hyper-latents as the decoder gives them to the graph, and what must come out.
   *
   * @param input channels x height x width
   * @param expected channels x 4 height x 4 width
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sample(int width, int height, float[] input, int[] expected) {}

  @Test
  void onnxRuntime_agreesWithPlainIntegers() throws IOException {
    SplittableRandom random = new SplittableRandom(17);
    List<Sample> samples =
        List.of(
            sample(random, 1, 1, HYPER_LIMIT),
            sample(random, 5, 3, 40),
            sample(random, 8, 9, HYPER_LIMIT));
    for (Rewriting rewriting : Rewriting.values()) {
      for (int threads = 1; threads <= 3; threads++) {
        ExecutionSettings settings = new ExecutionSettings(-1, threads, rewriting);
        try (OnnxGraph graph =
            new OnnxGraph("scale_head", pack.file("scale_head.onnx"), settings)) {
          for (Sample sample : samples) {
            assertThat(wrong(graph, sample))
                .as("%dx%d, %s", sample.width, sample.height, settings)
                .isZero();
          }
        }
      }
    }
  }

  private Sample sample(SplittableRandom random, int width, int height, int range) {
    int cells = width * height;
    int hyper = pack.manifest().hyperLatents();
    int[] z = new int[(hyper + 1) * cells];
    for (int i = 0; i < z.length; i++) {
      boolean extreme = random.nextInt(8) == 0;
      int value = random.nextInt(-range, range + 1);
      z[i] = extreme ? (value < 0 ? -range : range) : value;
    }
    Arrays.fill(z, hyper * cells, z.length, random.nextInt(-PLANE_LIMIT, PLANE_LIMIT + 1));
    float[] input = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      input[i] = z[i];
    }
    return new Sample(width, height, input, reference(z, width, height));
  }

  private int wrong(OnnxGraph graph, Sample sample) throws IOException {
    int channels = pack.manifest().hyperLatents() + 1;
    float[] found =
        graph.run(
            16 * sample.width * sample.height * pack.manifest().latents(),
            new OnnxGraph.Tensor(sample.input, 1, channels, sample.height, sample.width));
    assertThat(found).hasSize(sample.expected.length);
    int wrong = 0;
    for (int i = 0; i < found.length; i++) {
      wrong += found[i] == sample.expected[i] ? 0 : 1;
    }
    return wrong;
  }

  private int[] reference(int[] z, int width, int height) {
    int[] x = clip(convolve(z, layers.get(0), width, height));
    x = shuffle(clip(convolve(x, layers.get(1), width, height)), width, height);
    x = shuffle(clip(convolve(x, layers.get(2), 2 * width, 2 * height)), 2 * width, 2 * height);
    return convolve(x, layers.get(3), 4 * width, 4 * height);
  }

  /** Sums, divided by 2^6 and rounded half to even. */
  private static int[] convolve(int[] x, Layer layer, int width, int height) {
    int pad = layer.kernel() / 2;
    int[] out = new int[layer.outputs() * width * height];
    for (int o = 0; o < layer.outputs(); o++) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          int sum = layer.bias()[o];
          for (int i = 0; i < layer.inputs(); i++) {
            for (int ky = 0; ky < layer.kernel(); ky++) {
              for (int kx = 0; kx < layer.kernel(); kx++) {
                int sy = row + ky - pad;
                int sx = column + kx - pad;
                if (sy >= 0 && sy < height && sx >= 0 && sx < width) {
                  int w = ((o * layer.inputs() + i) * layer.kernel() + ky) * layer.kernel() + kx;
                  sum += layer.weight()[w] * x[(i * height + sy) * width + sx];
                }
              }
            }
          }
          out[(o * height + row) * width + column] = scaled(sum);
        }
      }
    }
    return out;
  }

  private static int scaled(int sum) {
    int floor = sum >> WEIGHT_SHIFT;
    int twice = 2 * (sum - (floor << WEIGHT_SHIFT));
    int unit = 1 << WEIGHT_SHIFT;
    return twice > unit || (twice == unit && (floor & 1) == 1) ? floor + 1 : floor;
  }

  private static int[] clip(int[] x) {
    int[] out = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = Math.max(0, Math.min(x[i], ACTIVATION_LIMIT));
    }
    return out;
  }

  /**
   * Channels 4c + 2a + b become the samples at row a, column b of each 2 x 2 block of channel c.
   */
  private static int[] shuffle(int[] x, int width, int height) {
    int[] out = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      int channel = i / (width * height);
      int row = 2 * (i / width % height) + channel % 4 / 2;
      int column = 2 * (i % width) + channel % 2;
      out[(channel / 4 * 2 * height + row) * 2 * width + column] = x[i];
    }
    return out;
  }
}
