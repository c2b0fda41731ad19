package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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
  void latentsAreMeansAndSteps_andPaddingHoldsItsMean(int width, int height) throws IOException {
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
              meanAt[padded] = mean;
              return 2;
            });
    assertThat(asked).containsOnly(1);
    int[] step = quality(block).steps()[0].integerStep();
    for (int latent = 0; latent < asked.length; latent++) {
      int padded = paddedPosition(latent, block);
      assertThat(decoded[padded])
          .isEqualTo(meanAt[padded] + twoSteps(step[latent / block.cells()]));
    }
    assertThat(decoded[0]).isEqualTo(hyperMean[0] + twoSteps(step[0]));
    if (block.paddedWidth() > width + 1) {
      int evenPadding = (width + 1) / 2 * 2;
      assertThat(decoded[evenPadding]).isEqualTo(hyperMean[evenPadding]);
    }
  }

  /** In latent units; a step is in 1024ths of them. */
  private static float twoSteps(int step) {
    return (float) Math.floor(2 * step / 1024.0 + 0.5);
  }

  @Property(tries = 200)
  void everyCellIsInOnePass(
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height) {
    int[] visits = new int[width * height];
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      int cells = 0;
      for (int row = 0; row < height; row++) {
        int first = CodingPasses.firstColumn(pass, row);
        for (int column = first; column >= 0 && column < width; column += 2) {
          visits[row * width + column]++;
          cells++;
        }
      }
      assertThat(CodingPasses.cells(pass, width, height)).isEqualTo(cells);
    }
    assertThat(visits).containsOnly(1);
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

  /** Gives the integer of a latent. */
  private interface Symbols {
    int at(int latent, int channel, int cell, float mean);
  }

  /** Has the integers of each pass, and only these, made when the pass begins. */
  private static float[] run(float[] hyperMean, CellBlock block, Symbols symbols)
      throws IOException {
    int[] latents = new int[model.latents() * block.cells()];
    return model
        .stages()
        .passes()
        .run(
            hyperMean,
            block,
            quality(block),
            latents,
            (pass, mean) -> {
              for (int latent = 0; latent < latents.length; latent++) {
                int padded = paddedPosition(latent, block);
                if (pass(padded, block) == pass) {
                  int channel = latent / block.cells();
                  int cell = padded % block.paddedCells();
                  latents[latent] = symbols.at(latent, channel, cell, mean[padded]);
                }
              }
            });
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
      means[i] = random.nextInt(-1280, 1281);
    }
    return means;
  }
}
