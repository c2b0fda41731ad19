package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.bitstream.Codestream;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are well-formed and hold what no encoder would make of a picture. */
class AbsurdLatentsTest {
  @ParameterizedTest
  @ValueSource(floats = {0, 100, 1e4f, 1e9f, Float.MAX_VALUE, Float.NaN})
  void absurdLatents_surviveCodingAndSynthesis(float range) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    try (TransformModel model =
        Families.open(
            new PackRegistry(Optional.empty()).byId("photo"), new ExecutionSettings(-1, 1))) {
      CellBlock block = new CellBlock(6, 3);
      float[] pixels = new float[3 * 128 * 64];
      HyperpriorModel.TileAnalysis real =
          (HyperpriorModel.TileAnalysis) model.analyse(pixels, 128, 64, 0, 0, block);
      float[] y = wild(real.y().length, range, random);
      float[] z = wild(real.z().length, range, random);
      HyperpriorModel.TileAnalysis absurd = new HyperpriorModel.TileAnalysis(block, y, z);
      for (int step : new int[] {0, model.qualitySteps() / 2, model.qualitySteps() - 1}) {
        CellSteps quality = CellSteps.same(step);
        Codestream.Tile tile = model.encode(absurd, quality, TileLabels.UNKNOWN);
        assertThat(model.estimate(absurd, quality))
            .isBetween(tile.payload().length * 0.9 - 40, tile.payload().length * 1.1 + 40);
        float[] decoded =
            model.decode(tile.payload(), tile.latentsCrc(), block, quality, TileLabels.UNKNOWN);
        float[] samples = model.synthesise(decoded, 8, 4, quality);
        assertThat(samples).hasSize(3 * 128 * 64);
      }
    }
  }

  private static float[] wild(int count, float range, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (random.nextInt(3) - 1) * range;
    }
    return values;
  }
}
