package io.licorice.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrequencyTablesTest {
  private static final int[][] HALVES = {{}, {50000, 7000, 700, 136}, {65535, 1}};

  @Test
  void accessors_tellWhatWasGiven() {
    FrequencyTables tables = FrequencyTables.of(HALVES);
    assertThat(tables.size()).isEqualTo(3);
    assertThat(tables.isSureZero(0)).isTrue();
    assertThat(tables.isSureZero(1)).isFalse();
    assertThat(tables.largestMagnitude(0)).isZero();
    assertThat(tables.largestMagnitude(1)).isEqualTo(2);
    assertThat(tables.largestMagnitude(2)).isZero();
  }

  @Test
  void tables_doNotChangeWithTheCallersArrays() {
    int[][] halves = {{50000, 7000, 700, 136}};
    FrequencyTables tables = FrequencyTables.of(halves);
    byte[] before = tables.toBytes();
    halves[0][0] = 1;
    tables.bitTable(0)[0] = 99;
    assertThat(tables.toBytes()).isEqualTo(before);
    assertThat(tables.bitTable(0)[0]).isLessThan(1);
  }

  @Test
  void bits_areTheLogarithmOfTheFrequencyPlusTheRemainder() {
    FrequencyTables tables = FrequencyTables.of(HALVES);
    assertThat(tables.bits(1, 0)).isCloseTo(0.3904f, within(0.0001f));
    assertThat(tables.bits(1, 2)).isCloseTo(6.5488f, within(0.0001f));
    assertThat(tables.bits(1, -2)).isEqualTo(tables.bits(1, 2));
    float escape = tables.bitTable(1)[3];
    assertThat(escape).isCloseTo(8.9125f, within(0.0001f));
    assertThat(tables.bits(1, 3)).isEqualTo(escape + 2);
    assertThat(tables.bits(1, -4)).isEqualTo(escape + 4);
    assertThat(tables.bits(1, 5)).isEqualTo(escape + 4);
    assertThat(tables.bits(1, 6)).isEqualTo(escape + 6);
    assertThat(tables.bits(2, 1 << 20)).isEqualTo(16 + 42);
    assertThat(tables.bitTable(1)).hasSize(4).startsWith(tables.bits(1, 0), tables.bits(1, 1));
  }

  @Test
  void whatCannotBeCoded_costsInfinity() {
    FrequencyTables tables = FrequencyTables.of(HALVES);
    assertThat(tables.bits(0, 0)).isZero();
    assertThat(tables.bits(0, 1)).isInfinite();
    assertThat(tables.bitTable(0)).containsExactly(0, Float.POSITIVE_INFINITY);
    assertThat(tables.bits(1, (1 << 20) + 1)).isInfinite();
    assertThat(tables.bits(1, Integer.MIN_VALUE)).isInfinite();
  }

  @Test
  void frequencies_areValidated() {
    assertInvalid("0 tables");
    assertInvalid("257 tables", new int[257][]);
    assertInvalid("table 0: a zero and an escape", new int[] {65536});
    assertInvalid("table 1: frequencies sum to 65535", new int[0], new int[] {65534, 1});
    assertInvalid("table 0: frequencies sum to 65537", new int[] {65534, 1, 1});
    assertInvalid("table 0: frequency 0 at 1", new int[] {65535, 0, 1});
    assertInvalid("table 0: frequency 0 at 0", new int[] {0, 32767, 2});
    assertInvalid("table 0: frequency 0 at 2", new int[] {65534, 1, 0});
    assertInvalid("table 0: frequency -1 at 1", new int[] {65537, -1, 1});
    assertInvalid(
        "table 0: frequencies sum to", new int[] {65535, 1 << 30, 1 << 30, 1 << 30, 1 << 30, 1});
  }

  @Property(tries = 200, seed = "4")
  void bytes_parseToTheSameTables(@ForAll long seed, @ForAll @IntRange(min = 1, max = 256) int size)
      throws LicFormatException {
    int[][] halves = EntropySamples.wildTables(size, new SplittableRandom(seed));
    FrequencyTables tables = FrequencyTables.of(halves);
    byte[] bytes = tables.toBytes();
    FrequencyTables parsed = FrequencyTables.parse(bytes);
    assertThat(parsed.toBytes()).isEqualTo(bytes);
    assertThat(parsed.size()).isEqualTo(size);
    for (int t = 0; t < size; t++) {
      assertThat(parsed.isSureZero(t)).isEqualTo(tables.isSureZero(t));
      assertThat(parsed.bitTable(t)).isEqualTo(tables.bitTable(t));
    }
  }

  @Test
  void scaleTables_takeFewBytes() {
    int[][] halves = EntropySamples.scaleTables();
    assertThat(halves[0]).isEmpty();
    int frequencies = Arrays.stream(halves).mapToInt(half -> half.length).sum();
    // One byte a frequency, and little more for the steep parts.
    assertThat(FrequencyTables.of(halves).toBytes().length).isLessThan(frequencies * 11 / 10);
  }

  @Test
  void bytesCutAnywhere_areRefused() {
    byte[] bytes = FrequencyTables.of(HALVES).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> FrequencyTables.parse(cut)).isInstanceOf(LicFormatException.class);
    }
  }

  @Test
  void malformedBytes_areRefusedWithTheirPlace() {
    assertMalformed("byte 0: frequency tables end too early");
    assertMalformed("byte 2: bytes after the last frequency table", 0, 0, 0);
    assertMalformed("byte 1: frequency table longer than the data", 0, 3, 1, 1);
    assertMalformed("byte 1: malformed number in a frequency table", 0, 0x80, 0);
    assertMalformed("byte 2: malformed number in a frequency table", 0, 1, 0x80, 0x80, 0x80, 1);
    assertMalformed("byte 1: frequency table 0: frequency 0 at 1 is not positive", 0, 1, 0);
    assertMalformed("byte 1: frequency table 0: frequency 0 at 0", 0, 1, 0x80, 0x80, 4);
    assertMalformed("byte 1: frequency table 0: frequency -1 at 0", 0, 1, 0x81, 0x80, 4);
    assertMalformed("byte 2: frequency table 1: frequency -1 at 1", 1, 0, 2, 1, 3);
  }

  @Property(tries = 1000, seed = "5")
  void garbageBytes_areRefusedOrParsed(@ForAll byte[] bytes) {
    assertThatCode(
            () -> {
              try {
                assertThat(FrequencyTables.parse(bytes).toBytes()).isEqualTo(bytes);
              } catch (LicFormatException e) {
                assertThat(e.offset()).isBetween(0L, (long) bytes.length);
              }
            })
        .doesNotThrowAnyException();
  }

  private static void assertInvalid(String message, int[]... halves) {
    assertThatThrownBy(() -> FrequencyTables.of(halves))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static void assertMalformed(String message, int... bytes) {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) bytes[i];
    }
    assertThatThrownBy(() -> FrequencyTables.parse(data))
        .isInstanceOf(LicFormatException.class)
        .hasMessageStartingWith(message);
  }
}
