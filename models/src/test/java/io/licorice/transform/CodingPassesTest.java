package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order in which latents are put together, with the networks of the bundled pack. */
class CodingPassesTest {
  private static final int QUALITY = 700;
  private static HyperpriorModel model;

  @BeforeAll
  static void open() throws IOException {
    model =
        (HyperpriorModel)
            Families.open(
                new PackRegistry(Optional.empty()).byId("photo"), new ExecutionSettings(-1, 1));
  }

  @AfterAll
  static void close() throws IOException {
    model.close();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "1,2", "3,5", "4,4", "5,3", "9,8"})
  void everyCellWithPixelsIsAskedForOnce_andPaddingHoldsItsMean(int width, int height)
      throws IOException {
    CellBlock block = new CellBlock(width, height);
    float[] hyperMean = means(block);
    int[] asked = new int[model.latents() * block.cells()];
    float[] meanAt = new float[hyperMean.length];
    float[] decoded =
        run(
            hyperMean,
            block,
            (latent, channel, cell, mean) -> {
              asked[latent]++;
              int padded = channel * block.paddedCells() + cell;
              assertThat(channel).isEqualTo(latent / block.cells());
              assertThat(padded).isEqualTo(paddedPosition(latent, block));
              meanAt[padded] = mean;
              return 2;
            });
    assertThat(asked).containsOnly(1);
    float[] step = quality(block).steps()[0].step();
    for (int latent = 0; latent < asked.length; latent++) {
      int padded = paddedPosition(latent, block);
      assertThat(decoded[padded]).isEqualTo(meanAt[padded] + 2 * step[latent / block.cells()]);
    }
    assertThat(decoded[0]).isEqualTo(hyperMean[0] + 2 * step[0]);
    if (block.paddedWidth() > width + 1) {
      int evenPadding = (width + 1) / 2 * 2;
      assertThat(decoded[evenPadding]).isEqualTo(hyperMean[evenPadding]);
    }
  }

  @Test
  void meansSeeThePassesBefore_andNothingElse() throws IOException {
    CellBlock block = new CellBlock(8, 8);
    float[] hyperMean = means(block);
    float[] before = meansWith(hyperMean, block, -1);
    for (int changed = 0; changed < 3; changed++) {
      float[] after = meansWith(hyperMean, block, changed);
      boolean[] differs = new boolean[3];
      for (int i = 0; i < before.length; i++) {
        differs[pass(i, block)] |= before[i] != after[i];
      }
      assertThat(differs).containsExactly(false, changed < 1, changed < 2);
    }
  }

  /** The means that are offered if the integers of one pass are others. */
  private static float[] meansWith(float[] hyperMean, CellBlock block, int changedPass)
      throws IOException {
    float[] found = new float[hyperMean.length];
    run(
        hyperMean,
        block,
        (latent, channel, cell, mean) -> {
          int padded = channel * block.paddedCells() + cell;
          found[padded] = mean;
          return pass(padded, block) == changedPass ? 9 : latent % 3;
        });
    return found;
  }

  private static float[] run(float[] hyperMean, CellBlock block, CodingPasses.Symbols symbols)
      throws IOException {
    return model.passes().run(hyperMean, block, quality(block), symbols);
  }

  private static TileQuality quality(CellBlock block) {
    return model.quality(block, CellSteps.same(QUALITY));
  }

  private static int pass(int padded, CellBlock block) {
    int row = padded / block.paddedWidth() % block.paddedHeight();
    int column = padded % block.paddedWidth();
    return (row + column) % 2 == 1 ? 2 : row % 2;
  }

  private static int paddedPosition(int latent, CellBlock block) {
    int channel = latent / block.cells();
    int row = latent % block.cells() / block.width();
    return (channel * block.paddedHeight() + row) * block.paddedWidth() + latent % block.width();
  }

  private static float[] means(CellBlock block) {
    SplittableRandom random = new SplittableRandom(11);
    float[] means = new float[model.latents() * block.paddedCells()];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (random.nextDouble() * 20 - 10);
    }
    return means;
  }
}
