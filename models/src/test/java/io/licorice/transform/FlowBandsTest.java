package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowBandsTest {
  @ParameterizedTest
  @ValueSource(ints = {64, 128, 192, 256, 320, 384, 576, 1088, 1152, 4352})
  void everyRow_isToldByTheBandThatSeesItAndWhatIsBesideIt(int rows) {
    FlowBands bands = FlowBands.of(rows);
    int told = 0;
    for (int row = 0; row < rows / FlowField.CELL; row++) {
      int first = bands.isUpper(row) ? 0 : bands.lowerBegin();
      int end = bands.isUpper(row) ? bands.upperEnd() : rows;
      int seen = (end - first) / FlowField.CELL;
      assertThat(bands.place(0, row)).isEqualTo(row - first / FlowField.CELL);
      assertThat(bands.place(1, row)).isEqualTo(bands.place(0, row) + seen);
      int around = 32 / FlowField.CELL;
      assertThat(bands.place(0, row)).isGreaterThanOrEqualTo(Math.min(row, around));
      int below = Math.min(rows / FlowField.CELL - 1 - row, around - 1);
      assertThat(seen - 1 - bands.place(0, row)).isGreaterThanOrEqualTo(below);
      told++;
    }
    assertThat(told).isEqualTo(rows / FlowField.CELL);
    assertThat(bands.upperEnd() % 64 + bands.lowerBegin() % 64).isZero();
  }

  @Test
  void bandsOfHighFrames_areLittleMoreThanHalfOfThem() {
    FlowBands bands = FlowBands.of(1088);
    assertThat(bands.upperEnd()).isEqualTo(576);
    assertThat(bands.lowerBegin()).isEqualTo(512);
  }

  @Test
  void lowFrames_haveOneBand() {
    FlowBands bands = FlowBands.of(128);
    assertThat(bands.upperEnd()).isEqualTo(128);
    assertThat(bands.isUpper(31)).isTrue();
  }
}
