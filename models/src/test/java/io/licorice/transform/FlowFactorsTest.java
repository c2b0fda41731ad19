package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowFactorsTest {
  private static byte[] bytes(int... factors) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * factors.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int factor : factors) {
      bytes.putShort((short) factor);
    }
    return bytes.array();
  }

  /** A file with these factors of the frame before, and none of neighbours. */
  private static byte[] alone(int... factors) {
    return bytes(Arrays.copyOf(factors, 5 * factors.length));
  }

  @Property(tries = 500, seed = "14")
  void products_areRoundedToTheNearest_andTiesToEven(
      @ForAll @IntRange(min = -256, max = 256) int factor,
      @ForAll @IntRange(min = -16383, max = 16383) int before)
      throws LicFormatException {
    int expected =
        BigDecimal.valueOf((long) factor * before)
            .divide(BigDecimal.valueOf(256))
            .setScale(0, RoundingMode.HALF_EVEN)
            .intValue();
    float found = FlowFactors.parse(alone(factor), 1).times(new float[] {before})[0];
    assertThat((int) found).isEqualTo(expected);
    assertThat(found % 1).isZero();
  }

  @Test
  void everyChannel_hasItsFactor() throws LicFormatException {
    FlowFactors factors = FlowFactors.parse(alone(256, -128, 0), 3);
    float[] before = {1, 2, 5, 3, 100, -100};
    assertThat(factors.times(before)).containsExactly(1, 2, -2, -2, 0, -0.0f);
  }

  @Test
  void fileOfAnotherLength_isRefused() {
    assertThatThrownBy(() -> FlowFactors.parse(bytes(1, 2, 3), 4))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("byte 0: factors of flow: 40 bytes expected, found 6");
    assertThatThrownBy(() -> FlowFactors.parse(new byte[41], 4))
        .isInstanceOf(LicFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {257, -257, Short.MAX_VALUE, Short.MIN_VALUE})
  void factorBeyondOne_isRefused(int factor) {
    assertThatThrownBy(() -> FlowFactors.parse(alone(0, factor), 2))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("byte 2: factors of flow: -256 to 256 expected, found " + factor);
  }

  @Test
  void factorOfANeighbourBeyondTwo_isRefused() throws LicFormatException {
    int[] factors = new int[10];
    factors[5] = -512;
    FlowFactors.parse(bytes(factors), 2);
    factors[5] = 513;
    assertThatThrownBy(() -> FlowFactors.parse(bytes(factors), 2))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("byte 10: factors of flow: -512 to 512 expected, found 513");
  }
}
