package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Region;
import io.licorice.imageio.ReadPlan.Part;
import java.awt.Rectangle;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReadPlanTest {
  @Property(tries = 500, seed = "1")
  void parts_holdEveryPixelOnceAndLookAtNothingElse(
      @ForAll @IntRange(max = 300) int x,
      @ForAll @IntRange(max = 300) int y,
      @ForAll @IntRange(min = 1, max = 200) int columns,
      @ForAll @IntRange(min = 1, max = 200) int rows,
      @ForAll @IntRange(min = 1, max = 70) int stepX,
      @ForAll @IntRange(min = 1, max = 70) int stepY,
      @ForAll @IntRange(min = 4, max = 7) int tileBits,
      @ForAll @IntRange(min = 1, max = 200_000) int limit) {
    Rectangle from = new Rectangle(x, y, columns * stepX, rows * stepY);
    ReadPlan plan = new ReadPlan(from, stepX, stepY, new Rectangle(3, 5, columns, rows));
    int tile = 1 << tileBits;
    boolean[][] taken = new boolean[rows][columns];
    for (Part part : plan.parts(tile, limit)) {
      Region region = part.region();
      assertThat(region.x()).isEqualTo(x + part.column() * stepX);
      assertThat(region.y()).isEqualTo(y + part.row() * stepY);
      assertThat(region.width()).isEqualTo((part.columns() - 1) * stepX + 1);
      assertThat(region.height()).isEqualTo((part.rows() - 1) * stepY + 1);
      assertThat((long) region.width() * region.height())
          .isLessThanOrEqualTo(Math.max(limit, tile * tile));
      for (int r = 0; r < part.rows(); r++) {
        for (int c = 0; c < part.columns(); c++) {
          assertThat(taken[part.row() + r][part.column() + c]).isFalse();
          taken[part.row() + r][part.column() + c] = true;
        }
      }
    }
    for (boolean[] row : taken) {
      assertThat(row).doesNotContain(false);
    }
  }

  @Test
  void tilesThatNoPixelIsTakenFrom_areLeftOut() {
    ReadPlan plan =
        new ReadPlan(new Rectangle(0, 0, 1000, 1000), 500, 500, new Rectangle(0, 0, 2, 2));
    assertThat(plan.parts(100, 1))
        .extracting(Part::region)
        .containsExactly(
            new Region(0, 0, 1, 1),
            new Region(500, 0, 1, 1),
            new Region(0, 500, 1, 1),
            new Region(500, 500, 1, 1));
  }

  @Test
  void smallRegion_isOnePart() {
    ReadPlan plan = new ReadPlan(new Rectangle(90, 90, 20, 20), 1, 1, new Rectangle(0, 0, 20, 20));
    assertThat(plan.parts(64, 1 << 24))
        .isEqualTo(List.of(new Part(new Region(90, 90, 20, 20), 0, 0, 20, 20)));
  }

  @Test
  void edgeOfTheIntegers_doesNotOverflow() {
    int far = Integer.MAX_VALUE - 100;
    ReadPlan plan =
        new ReadPlan(new Rectangle(far, far, 90, 90), 1, 1, new Rectangle(0, 0, 90, 90));
    assertThat(plan.parts(4096, 1)).hasSize(1);
  }
}
