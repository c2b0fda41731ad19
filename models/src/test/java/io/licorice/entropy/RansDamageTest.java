package io.licorice.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.EntropySamples.Sample;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RansDamageTest {
  private static final int[][] HALVES = EntropySamples.wildTables(12, new SplittableRandom(20));
  private static final FrequencyTables TABLES = FrequencyTables.of(HALVES);
  private static final Sample SAMPLE =
      EntropySamples.wildSample(HALVES, 150, new SplittableRandom(21));

  /** Half of the slots are escapes. */
  private static final FrequencyTables ESCAPES =
      FrequencyTables.of(new int[][] {{20000, 6384, 32768}});

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void streamCutAnywhere_isRefused(int logLanes) {
    byte[] stream = stream(logLanes);
    for (int length = 0; length < stream.length; length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      assertThatThrownBy(() -> decode(cut))
          .as("first %d bytes of %d", length, stream.length)
          .isInstanceOf(LicFormatException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void flippedBit_isRefusedOrChangesSymbols(int logLanes) {
    byte[] stream = stream(logLanes);
    for (int bit = 0; bit < 8 * stream.length; bit++) {
      byte[] damaged = stream.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(decode(damaged)).as("bit %d", bit).isNotEqualTo(SAMPLE.symbols());
      } catch (LicFormatException e) {
        assertThat(e.offset()).isBetween(0L, (long) stream.length);
      }
    }
  }

  @Property(tries = 1000, seed = "3")
  void garbage_isRefusedOrDecodesToSomething(
      @ForAll byte[] body, @ForAll @IntRange(min = 0, max = 3) int logLanes) {
    // A header that passes, so that the garbage reaches the coder itself.
    byte[] data = Arrays.copyOf(new byte[] {(byte) logLanes}, 1 + (32 | body.length & ~1));
    System.arraycopy(body, 0, data, 1, body.length & ~1);
    for (int lane = 0; lane < 8; lane++) {
      data[4 + 4 * lane] |= 1;
    }
    assertThatCode(
            () -> {
              try {
                decode(data);
              } catch (LicFormatException e) {
                assertThat(e.offset()).isBetween(0L, (long) data.length);
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void escapeWithTooManyZeros_isRefused() throws LicFormatException {
    // A state whose slot is the escape's first, and of which the escape leaves 2^30: all zeros.
    byte[] stream = {0, 0x00, (byte) 0x80, 0x00, (byte) 0x80, 0, 0, 0, 0};
    RansDecoder decoder = new RansDecoder(ESCAPES, stream, 0, stream.length);
    assertThatThrownBy(() -> decoder.decode(new byte[1], new int[1], 0, 1))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("byte 7: coded symbol exceeds 2^20");
  }

  @Test
  void escapeAboveTheLargestMagnitude_isRefused() throws LicFormatException {
    // Its escape has the same slots, but begins at 1, not at 2.
    FrequencyTables lower = FrequencyTables.of(new int[][] {{32768, 32768}});
    for (int symbol : new int[] {1 << 20, -(1 << 20)}) {
      RansEncoder encoder = new RansEncoder(lower);
      encoder.add(new byte[1], new int[] {symbol}, 0, 1);
      byte[] stream = encoder.finish();
      RansDecoder decoder = new RansDecoder(ESCAPES, stream, 0, stream.length);
      assertThatThrownBy(() -> decoder.decode(new byte[1], new int[1], 0, 1))
          .isInstanceOf(LicFormatException.class)
          .hasMessageEndingWith("coded symbol exceeds 2^20");
    }
  }

  @Test
  void header_isChecked() {
    assertRefused(new byte[0], 0, "empty");
    for (int header = 4; header < 256; header++) {
      byte[] stream = stream(0);
      stream[0] = (byte) header;
      assertRefused(stream, 0, "reserved bits");
    }
    assertRefused(new byte[] {0, 0, 0, 1}, 4, "impossible length");
    assertRefused(new byte[] {0, 0, 0, 1, 0, 0}, 6, "impossible length");
    assertRefused(new byte[] {1, 0, 0, 1, 0, (byte) 255, (byte) 255, 0, 0}, 5, "impossible state");
  }

  @Test
  void unusedBytesAndUnfinishedLanes_areRefused() throws LicFormatException {
    byte[] stream = stream(2);
    byte[] longer = Arrays.copyOf(stream, stream.length + 2);
    assertRefused(longer, stream.length, "bytes left");

    RansDecoder early = new RansDecoder(TABLES, stream, 0, stream.length);
    assertThatThrownBy(early::finish).isInstanceOf(LicFormatException.class);

    RansDecoder nothing = new RansDecoder(TABLES, new byte[] {0, 1, 0, 1, 0}, 0, 5);
    assertThatThrownBy(nothing::finish).hasMessage("byte 5: stream of coded symbols is damaged");
  }

  @Test
  void offset_countsFromTheBeginningOfTheArray() throws LicFormatException {
    byte[] stream = stream(0);
    byte[] data = new byte[1000];
    System.arraycopy(stream, 0, data, 700, stream.length);
    RansDecoder sound = new RansDecoder(TABLES, data, 700, stream.length);
    int[] symbols = new int[SAMPLE.size()];
    sound.decode(SAMPLE.tables(), symbols, 0, symbols.length);
    sound.finish();
    assertThat(symbols).isEqualTo(SAMPLE.symbols());

    int cut = stream.length - 2;
    RansDecoder tooShort = new RansDecoder(TABLES, data, 700, cut);
    assertThatThrownBy(() -> tooShort.decode(SAMPLE.tables(), symbols, 0, symbols.length))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("byte " + (700 + cut) + ": stream of coded symbols ends too early");
  }

  @Test
  void callersMistakes_areNotBlamedOnTheStream() throws LicFormatException {
    byte[] stream = stream(0);
    RansDecoder decoder = new RansDecoder(TABLES, stream, 0, stream.length);
    assertThatThrownBy(() -> decoder.decode(new byte[] {12}, new int[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not below 12");
    assertThatThrownBy(() -> decoder.decode(new byte[2], new int[1], 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new RansDecoder(TABLES, stream, 1, stream.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static byte[] stream(int logLanes) {
    RansEncoder encoder = new RansEncoder(TABLES);
    encoder.add(SAMPLE.tables(), SAMPLE.symbols(), 0, SAMPLE.size());
    return encoder.encode(logLanes);
  }

  private static int[] decode(byte[] stream) throws LicFormatException {
    RansDecoder decoder = new RansDecoder(TABLES, stream, 0, stream.length);
    int[] symbols = new int[SAMPLE.size()];
    decoder.decode(SAMPLE.tables(), symbols, 0, symbols.length);
    decoder.finish();
    return symbols;
  }

  private static void assertRefused(byte[] stream, long offset, String reason) {
    assertThatThrownBy(() -> decode(stream))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(reason);
  }
}
