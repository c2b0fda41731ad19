package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ExecutionSettings.Rewriting;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.runtime.PackRegistry;
import io.licorice.transform.IntegerGraph.Fixed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tables that depend on integers decoded before, with the networks of the bundled pack. */
class ScaleContextTest {
  private static final int SUM_LIMIT = (1 << 24) - 1;
  private final ModelPack pack = new PackRegistry(Optional.empty()).byId("photo");
  private final int latents = pack.manifest().latents();
  private final byte[] file = pack.file("scale_context.bin");
  private final SplittableRandom random = new SplittableRandom(29);

  ScaleContextTest() throws IOException {}

  @Test
  void networks_agreeWithPlainIntegers() throws Exception {
    ScaleGroups groups = ScaleGroups.parse(file, latents);
    for (int stage = 1; stage <= ScaleContexts.graphCount(groups); stage++) {
      String name = "scale_context_" + stage;
      byte[] graph = pack.file(name + ".onnx");
      float[] sums = new float[groups.sums() * 24];
      for (int i = 0; i < sums.length; i++) {
        int limit = random.nextInt(4) == 0 ? SUM_LIMIT : 9000;
        sums[i] = random.nextInt(-limit, limit + 1);
      }
      int[] shape = {1, 4, 6, groups.sums()};
      Fixed expected = new IntegerGraph(graph).run(Fixed.of(sums, shape));
      assertThat(expected.fraction()).isZero();
      assertThat(IntStream.range(0, 20).map(i -> (int) expected.floats()[i]).distinct().count())
          .isGreaterThan(1);
      int size = expected.floats().length;
      for (Rewriting rewriting : Rewriting.values()) {
        for (int threads = 1; threads <= 3; threads++) {
          ExecutionSettings settings = new ExecutionSettings(-1, threads, rewriting);
          try (OnnxGraph network = new OnnxGraph(name, graph, settings)) {
            float[] found = network.run(size, new Tensor(sums, 1, 4, 6, groups.sums()));
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

  /** A change in one stage must leave the tables of that stage and of all before it alone. */
  @Test
  void tablesDependOnTheStagesBefore_andOnNothingElse() throws Exception {
    ScaleGroups groups = ScaleGroups.parse(file, latents);
    try (HyperpriorModel model =
        (HyperpriorModel) Families.open(pack, new ExecutionSettings(-1, 1))) {
      CellBlock block = new CellBlock(7, 6);
      List<byte[]> before = tables(model, block, -1);
      int stages = CodingPasses.COUNT * groups.count();
      assertThat(before).hasSize(stages);
      for (int changed = 0; changed < stages; changed++) {
        List<byte[]> after = tables(model, block, changed);
        for (int stage = 0; stage <= changed; stage++) {
          assertThat(after.get(stage)).isEqualTo(before.get(stage));
        }
        if (changed < stages - 1) {
          assertThat(after.get(changed + 1)).isNotEqualTo(before.get(changed + 1));
        }
      }
    }
  }

  private static List<byte[]> tables(HyperpriorModel model, CellBlock block, int changed)
      throws IOException {
    TileQuality quality = model.quality(block, CellSteps.same(1000));
    int[] hyper = new int[model.manifest().hyperLatents() * block.hyperCells()];
    TileScales scales =
        model
            .stages()
            .scales(model.expect(hyper, block, quality), new int[model.latents() * block.cells()]);
    List<byte[]> all = new ArrayList<>();
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      for (int group = 0; group < scales.groups(); group++) {
        byte[] tables = scales.open(pass, group);
        int[] symbols = new int[tables.length];
        Arrays.fill(symbols, all.size() == changed ? 9 : 0);
        scales.know(symbols);
        all.add(tables);
      }
    }
    return all;
  }

  @Test
  void latentsComeBackWhereTheyBelong() throws Exception {
    try (HyperpriorModel model =
        (HyperpriorModel) Families.open(pack, new ExecutionSettings(-1, 1))) {
      CellBlock block = new CellBlock(5, 3);
      TileQuality quality = model.quality(block, CellSteps.same(500));
      int[] hyper = new int[model.manifest().hyperLatents() * block.hyperCells()];
      int[] known = new int[model.latents() * block.cells()];
      TileScales scales = model.stages().scales(model.expect(hyper, block, quality), known);
      for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
        for (int group = 0; group < scales.groups(); group++) {
          int[] symbols = new int[scales.open(pass, group).length];
          scales.forEachRow(
              (begin, channel, row, first) -> {
                int line = (channel * block.height() + row) * block.width();
                for (int column = first; column < block.width(); column += 2) {
                  symbols[begin + (column - first) / 2] = line + column;
                }
              });
          scales.know(symbols);
        }
      }
      assertThat(known).isEqualTo(IntStream.range(0, latents * block.cells()).toArray());
    }
  }

  @Test
  void sums_areThoseOfAllThatIsKnown() throws Exception {
    ScaleGroups groups = ScaleGroups.parse(file, latents);
    int n = groups.sums();
    float[] sums = new float[3 * n];
    groups.begin(sums);
    long[] expected = new long[sums.length];
    Arrays.setAll(expected, i -> (long) sums[i]);
    int tail = file.length - n * latents;
    for (int tries = 0; tries < 500; tries++) {
      int channel = random.nextInt(latents);
      int table = random.nextInt(64);
      int symbol = random.nextInt(-40, 41);
      int magnitude = Math.min(15, Math.abs(symbol));
      int said = file[2 + 2 * groups.count() + 2 * latents + 16 * table + magnitude];
      for (int i = 0; i < n; i++) {
        expected[n + i] += said * file[tail + channel * n + i];
      }
      groups.add(channel, table, symbol, sums, n);
    }
    for (int i = 0; i < sums.length; i++) {
      assertThat((long) sums[i]).isEqualTo(expected[i]);
    }
  }

  @Test
  void malformedGroups_areRefusedWithTheirOffset() {
    refused(new byte[0], 0);
    refused(Arrays.copyOf(file, file.length - 1), 0);
    byte[] empty = file.clone();
    empty[2] = 0;
    empty[3] = 0;
    refused(empty, 2);
    byte[] tooMany = file.clone();
    tooMany[3] = 127;
    refused(tooMany, 2);
    int channels = 2 + 2 * file[0];
    byte[] twice = file.clone();
    System.arraycopy(file, channels, twice, channels + 2, 2);
    refused(twice, channels + 2);
    byte[] none = file.clone();
    none[channels + 1] = 100;
    refused(none, channels);
    byte[] large = file.clone();
    large[channels + 2 * latents + 1024 + 3] = 2;
    refused(large, -1);
  }

  private void refused(byte[] bytes, int offset) {
    assertThatThrownBy(() -> ScaleGroups.parse(bytes, latents))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining("scale_context.bin");
  }
}
