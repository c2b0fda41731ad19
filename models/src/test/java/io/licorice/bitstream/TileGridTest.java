package io.licorice.bitstream;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TileGridTest {
  @Property(tries = 300)
  void tiles_coverThePictureOnce(
      @ForAll @IntRange(min = 1, max = 900) int width,
      @ForAll @IntRange(min = 1, max = 900) int height,
      @ForAll @IntRange(min = 0, max = 3) int tileCode) {
    TileGrid grid = new TileGrid(width, height, 128 << tileCode);
    long pixels = 0;
    int right = 0;
    int bottom = 0;
    for (int t = 0; t < grid.count(); t++) {
      assertThat(grid.x(t)).isEqualTo(t % grid.columns() * grid.tileSize());
      assertThat(grid.y(t)).isEqualTo(t / grid.columns() * grid.tileSize());
      assertThat(grid.tileWidth(t)).isBetween(1, grid.tileSize());
      assertThat(grid.tileHeight(t)).isBetween(1, grid.tileSize());
      pixels += (long) grid.tileWidth(t) * grid.tileHeight(t);
      right = Math.max(right, grid.x(t) + grid.tileWidth(t));
      bottom = Math.max(bottom, grid.y(t) + grid.tileHeight(t));
    }
    assertThat(pixels).isEqualTo((long) width * height);
    assertThat(right).isEqualTo(width);
    assertThat(bottom).isEqualTo(height);
  }

  @Test
  void largestPicture_hasMoreTilesThanAnInt() {
    assertThat(new TileGrid(1 << 30, 1 << 30, 128).count()).isEqualTo(1L << 46);
    assertThat(new TileGrid(1 << 30, 1, 4096).count()).isEqualTo(1L << 18);
  }
}
