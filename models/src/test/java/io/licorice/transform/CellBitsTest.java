package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.licorice.bitstream.Codestream;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the integers of cells cost, as a decoder finds it in a payload. */
class CellBitsTest {
  private static final CellBlock BLOCK = new CellBlock(14, 11);

  private static TransformModel open(String pack) throws IOException {
    return Families.open(
        new PackRegistry(Optional.empty()).byId(pack), new ExecutionSettings(-1, 1));
  }

  private static TransformModel.Analysis analyse(TransformModel model) throws IOException {
    int width = BLOCK.paddedWidth() * CellBlock.CELL;
    int height = BLOCK.paddedHeight() * CellBlock.CELL;
    Random random = new Random(3);
    float[] samples = new float[3 * width * height];
    for (int i = 0; i < samples.length; i++) {
      double shade = Math.sin(i % width / 31.0) * Math.cos(i / width % height / 17.0);
      samples[i] = (float) (0.3 * shade + 0.05 * random.nextGaussian());
    }
    return model.analyse(samples, width, height, 0, 0, BLOCK);
  }

  private static double sum(float[] bits) {
    double sum = 0;
    for (float cell : bits) {
      sum += cell;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"photo", "generative"})
  void bitsOfAllCells_areThoseOfThePayload(String pack) throws IOException {
    try (TransformModel model = open(pack)) {
      TransformModel.Analysis tile = analyse(model);
      for (int step = 1; step < model.qualitySteps(); step += 1 + model.qualitySteps() / 4) {
        CellSteps quality = CellSteps.same(step);
        Codestream.Tile coded = model.encode(tile, quality, TileLabels.UNKNOWN);
        int bytes = coded.payload().length;
        float[] bits = model.cellBits(coded.payload(), BLOCK, quality);
        assertThat(bits).hasSize(14 * 11);
        assertThat(sum(bits) / 8).isBetween(bytes * 0.99 - 20, bytes * 1.01);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 30})
  void bits_areTheEncodersWithAShareOfTheHyperLatents(int step) throws IOException {
    try (TransformModel model = open("photo")) {
      TransformModel.Analysis tile = analyse(model);
      CellSteps quality = CellSteps.same(step);
      float[] latents = model.trial(tile, quality).cellBits();
      byte[] payload = model.encode(tile, quality, TileLabels.UNKNOWN).payload();
      float[] all = model.cellBits(payload, BLOCK, quality);
      for (int i = 0; i < all.length; i++) {
        int first = i / 14 / 4 * 4 * 14 + i % 14 / 4 * 4;
        assertThat(all[i] - latents[i])
            .isNotNegative()
            .isCloseTo(all[first] - latents[first], within(0.01f));
      }
    }
  }
}
