package io.licorice.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.EntropySamples.Sample;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RansShortStreamTest {
  private static final FrequencyTables SMALL =
      FrequencyTables.of(new int[][] {{50000, 7000, 700, 136}, {}});

  @Property(tries = 300, seed = "7")
  void symbolsAndCheck_comeBack(
      @ForAll long seed,
      @ForAll @IntRange(max = 0xFFFF) int check,
      @ForAll @IntRange(max = 5000) int size)
      throws LicFormatException {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] halves = EntropySamples.wildTables(1 + random.nextInt(40), random);
    FrequencyTables tables = FrequencyTables.of(halves);
    Sample sample = EntropySamples.wildSample(halves, size, random);
    RansEncoder encoder = new RansEncoder(tables);
    encoder.add(sample.tables(), sample.symbols(), 0, size);
    byte[] told = encoder.encode(0);
    byte[] stream = encoder.finishShort(check);
    assertThat(stream.length).isBetween(4, told.length + 1);

    RansDecoder decoder = RansDecoder.ofShort(tables, stream, 0, stream.length);
    int[] decoded = new int[size];
    decoder.decode(sample.tables(), decoded, 0, size);
    assertThat(decoded).isEqualTo(sample.symbols());
    assertThat(decoder.finishShort()).isEqualTo(check);
  }

  @Test
  void nothingCoded_takesFourBytes() throws LicFormatException {
    byte[] stream = new RansEncoder(SMALL).finishShort(0xBEEF);
    assertThat(stream).isEqualTo(new byte[] {(byte) 0xEF, (byte) 0xBE, 1, 0});
    assertThat(RansDecoder.ofShort(SMALL, stream, 0, 4).finishShort()).isEqualTo(0xBEEF);
  }

  @Test
  void encoder_isEmptyAfterwards() {
    RansEncoder encoder = new RansEncoder(SMALL);
    encoder.add(new byte[100], new int[100], 0, 100);
    encoder.finishShort(1);
    assertThat(encoder.finish()).isEqualTo(new RansEncoder(SMALL).finish());
  }

  @Test
  void damage_isRefusedOrChangesSymbolsOrCheck() {
    int[] symbols = new SplittableRandom(5).ints(200, -3, 4).toArray();
    RansEncoder encoder = new RansEncoder(SMALL);
    encoder.add(new byte[200], symbols, 0, 200);
    byte[] stream = encoder.finishShort(0x1234);
    int unseen = 0;
    for (int bit = 0; bit < 8 * stream.length; bit++) {
      byte[] damaged = stream.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        RansDecoder decoder = RansDecoder.ofShort(SMALL, damaged, 0, damaged.length);
        int[] found = new int[200];
        decoder.decode(new byte[200], found, 0, 200);
        boolean sound = decoder.finishShort() == 0x1234;
        unseen += sound && Arrays.equals(found, symbols) ? 1 : 0;
      } catch (LicFormatException e) {
        assertThat(e.offset()).isBetween(0L, (long) damaged.length);
      }
    }
    assertThat(unseen).isZero();
  }

  @Test
  void impossibleLengthsAndStates_areRefused() {
    for (int length : new int[] {0, 1, 2, 3, 5, 7}) {
      byte[] stream = new byte[length];
      Arrays.fill(stream, (byte) 1);
      assertThatThrownBy(() -> RansDecoder.ofShort(SMALL, stream, 0, length))
          .isInstanceOf(LicFormatException.class)
          .hasMessageContaining("impossible length");
    }
    assertThatThrownBy(() -> RansDecoder.ofShort(SMALL, new byte[] {5, 5, 0, 0}, 0, 4))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("impossible state");
  }
}
