package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ExecutionSettings.Rewriting;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.runtime.PackRegistry;
import io.licorice.transform.IntegerGraph.Fixed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A decoder's networks in integers: what ONNX Runtime computes must be what plain integers give.
 */
class IntegerDecoderTest {
  private static final int HYPER_LIMIT = 2047;
  private static final int LATENT_LIMIT = 16383;
  private static final int SAMPLE_LIMIT = 127;
  private final ModelPack pack =
      new PackRegistry(Optional.of(Path.of("src/test/resources/packs"))).byId("tiny");
  private final ModelPack video =
      new PackRegistry(Optional.of(Path.of("src/test/resources/packs"))).byId("tiny-video");
  private final SplittableRandom random = new SplittableRandom(23);

  IntegerDecoderTest() throws IOException {}

  @Test
  void meanHead_agreesWithPlainIntegers() throws IOException {
    int channels = pack.manifest().hyperLatents() + 1;
    int outputs = 16 * pack.manifest().latents();
    agree("mean_head", 6 * outputs, integers(40, channels, 3, 2));
    agree("mean_head", outputs, integers(HYPER_LIMIT, channels, 1, 1));
  }

  @Test
  void contexts_agreeWithPlainIntegers() throws IOException {
    int channels = pack.manifest().latents();
    for (String name : new String[] {"context_1", "context_2"}) {
      for (int range : new int[] {100, LATENT_LIMIT}) {
        Tensor missed = integers(range, channels, 4, 8);
        agree(name, channels * 32, missed, integers(range, channels, 4, 8), plane(-56));
      }
    }
  }

  @Test
  void synthesis_agreesWithPlainIntegers() throws IOException {
    int channels = pack.manifest().latents();
    for (int range : new int[] {30, 400, LATENT_LIMIT}) {
      agree("synthesis", 3 * 256 * 6, integers(range, channels, 2, 3), plane(56));
    }
  }

  @Test
  void generator_agreesWithPlainIntegers() throws IOException {
    ModelPack generative =
        new PackRegistry(Optional.of(Path.of("src/test/resources/packs"))).byId("tiny-generative");
    int channels = generative.manifest().latents();
    for (int limit : new int[] {1, 2, 16}) {
      Tensor cells = cells(limit, channels, 2, 3);
      agree("synthesis", generative.file("synthesis.onnx"), 3 * 256 * 6, cells);
    }
  }

  @Test
  void headsOfFlow_agreeWithPlainIntegers() throws IOException {
    int channels = video.manifest().flowHyperLatents() + 1;
    int outputs = 16 * video.manifest().flowLatents();
    Tensor before = integers(LATENT_LIMIT, video.manifest().flowLatents(), 8, 4);
    byte[] model = video.file("flow_context.onnx");
    Tensor context;
    try (OnnxGraph graph = new OnnxGraph("context", model, new ExecutionSettings(-1, 1))) {
      context = graph.run(before);
    }
    agree("flow_context", model, context.values().length, before);
    for (String name : new String[] {"flow_mean_head", "flow_scale_head"}) {
      for (int range : new int[] {40, HYPER_LIMIT}) {
        Tensor z = integers(range, channels, 2, 1);
        agree(name, video.file(name + ".onnx"), 2 * outputs, z, context);
      }
    }
  }

  @Test
  void headsOfResidual_agreeWithPlainIntegers() throws IOException {
    int channels = video.manifest().hyperLatents() + 1;
    int outputs = 16 * video.manifest().latents();
    Tensor shown = integers(SAMPLE_LIMIT, 3, 128, 64);
    Tensor warped = integers(SAMPLE_LIMIT, 3, 128, 64);
    Tensor context;
    try (OnnxGraph graph =
        new OnnxGraph("context", video.file("context.onnx"), new ExecutionSettings(-1, 1))) {
      context = graph.run(shown, warped);
    }
    agree("context", video.file("context.onnx"), context.values().length, shown, warped);
    for (String name : new String[] {"mean_head", "scale_head"}) {
      for (int range : new int[] {40, HYPER_LIMIT}) {
        Tensor z = integers(range, channels, 2, 1);
        agree(name, video.file(name + ".onnx"), 2 * outputs, z, context);
      }
    }
  }

  @Test
  void flowSynthesis_agreesWithPlainIntegers() throws IOException {
    int channels = video.manifest().flowLatents();
    for (int range : new int[] {30, 400, LATENT_LIMIT}) {
      byte[] model = video.file("flow_synthesis.onnx");
      agree("flow_synthesis", model, 2 * 16 * 6, integers(range, channels, 2, 3));
    }
  }

  @Test
  void compensation_agreesWithPlainIntegers() throws IOException {
    for (int range : new int[] {30, 2047}) {
      Tensor warped = integers(SAMPLE_LIMIT, 3, 32, 48);
      Tensor reference = integers(SAMPLE_LIMIT, 3, 32, 48);
      Tensor second = integers(SAMPLE_LIMIT, 3, 32, 48);
      Tensor flow = integers(range, 2, 16, 24);
      byte[] model = video.file("compensation.onnx");
      agree("compensation", model, 3 * 32 * 48, warped, reference, second, flow, plane(-56));
    }
  }

  @Test
  void deformableCompensation_agreesWithPlainIntegers() throws IOException {
    ModelPack pack =
        new PackRegistry(Optional.of(Path.of("src/test/resources/packs"))).byId("tiny-fvc");
    Tensor warped = integers(SAMPLE_LIMIT, 3, 32, 48);
    Tensor reference = integers(SAMPLE_LIMIT, 3, 32, 48);
    Tensor second = integers(SAMPLE_LIMIT, 3, 32, 48);
    int groups = FeatureSampling.groups();
    agree("features", pack.file("features.onnx"), groups * 32 * 48, reference);
    byte[] offsets = pack.file("offsets.onnx");
    Tensor flow = integers(2047, 2, 16, 24);
    int size = 2 * groups * 16 * 24;
    agree("offsets", offsets, size, warped, reference, second, flow, plane(-56));
    Tensor deformed = integers(511, groups, 32, 48);
    Tensor shown = integers(SAMPLE_LIMIT, 3, 32, 48);
    byte[] fusion = pack.file("fusion.onnx");
    agree("fusion", fusion, 3 * 32 * 48, deformed, warped, second, shown, plane(40));
  }

  @Test
  void synthesisOfResidual_agreesWithPlainIntegers() throws IOException {
    int channels = video.manifest().latents();
    for (int range : new int[] {30, 400, LATENT_LIMIT}) {
      Tensor y = integers(range, channels, 2, 3);
      agree("synthesis", video.file("synthesis.onnx"), 3 * 256 * 6, y, plane(40));
    }
  }

  @Test
  void contextsOfResidual_agreeWithPlainIntegers() throws IOException {
    int channels = video.manifest().latents();
    for (int n = 1; n <= CodingPasses.contextCount(); n++) {
      Tensor missed = integers(LATENT_LIMIT, channels, 4, 8);
      Tensor mean = integers(LATENT_LIMIT, channels, 4, 8);
      byte[] model = video.file("context_" + n + ".onnx");
      agree("context " + n, model, 32 * channels, missed, mean, plane(-40));
    }
  }

  @Test
  void filter_agreesWithPlainIntegers() throws IOException {
    Tensor frame = integers(SAMPLE_LIMIT, 3, 32, 48);
    Tensor shown = integers(SAMPLE_LIMIT, 3, 32, 48);
    agree("filter", video.file("filter.onnx"), 3 * 32 * 48, frame, shown, plane(17));
  }

  @Test
  void largestSumsOfBytes_agreeWithPlainIntegers() throws IOException {
    byte[] model;
    try (InputStream in = OnnxGraph.class.getResourceAsStream("byte-probe.onnx")) {
      model = in.readAllBytes();
    }
    for (int lowest : new int[] {0, 128, 255}) {
      float[] values = new float[16 * 6 * 8];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(4) == 0 ? random.nextInt(256) : lowest;
      }
      agree("probe", model, 16 * 6 * 8, new Tensor(values, 1, 16, 6, 8));
    }
  }

  /** Codes, a flag and a level of coded cells, and counts of pixels up to a limit. */
  private Tensor cells(int limit, int channels, int height, int width) {
    int area = height * width;
    float[] values = new float[channels * area];
    for (int i = 0; i < values.length; i++) {
      int channel = i / area;
      if (channel < 8) {
        values[i] = random.nextInt(-Math.min(2, limit), Math.min(2, limit) + 1);
      } else {
        values[i] = channel == 8 ? 1 : random.nextInt(Math.min(channel == 9 ? 2 : 16, limit) + 1);
      }
    }
    return new Tensor(values, 1, channels, height, width);
  }

  private static Tensor plane(int sixteenths) {
    return new Tensor(new float[] {sixteenths / 16f}, 1, 1, 1, 1);
  }

  /** Mostly small ones, and now and then an extreme. */
  private Tensor integers(int range, int channels, int height, int width) {
    float[] values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      int limit = random.nextInt(4) == 0 ? range : Math.max(1, range / 16);
      values[i] = random.nextInt(-limit, limit + 1);
    }
    return new Tensor(values, 1, channels, height, width);
  }

  private void agree(String name, int size, Tensor... inputs) throws IOException {
    agree(name, pack.file(name + ".onnx"), size, inputs);
  }

  private void agree(String name, byte[] model, int size, Tensor... inputs) throws IOException {
    Fixed[] fixed =
        Arrays.stream(inputs)
            .map(
                t ->
                    Fixed.of(t.values(), Arrays.stream(t.shape()).mapToInt(d -> (int) d).toArray()))
            .toArray(Fixed[]::new);
    Fixed expected = new IntegerGraph(model).run(fixed);
    assertThat(expected.fraction()).isZero();
    for (Rewriting rewriting : Rewriting.values()) {
      for (int threads = 1; threads <= 3; threads++) {
        ExecutionSettings settings = new ExecutionSettings(-1, threads, rewriting);
        try (OnnxGraph graph = new OnnxGraph(name, model, settings)) {
          float[] found = graph.run(size, inputs);
          // Rounding makes zeros with a sign of small negative numbers.
          IntStream.range(0, size).forEach(i -> found[i] += 0f);
          assertThat(Arrays.mismatch(found, expected.floats()))
              .as("%s, %s", name, settings)
              .isEqualTo(-1);
        }
      }
    }
  }
}
