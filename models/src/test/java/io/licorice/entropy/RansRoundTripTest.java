package io.licorice.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.EntropySamples.Kind;
import io.licorice.entropy.EntropySamples.Sample;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RansRoundTripTest {
  private static final int[][] SCALES = EntropySamples.scaleTables();
  private static final FrequencyTables TABLES = FrequencyTables.of(SCALES);

  /** One table, and one that is sure zero. */
  private static final int[][] SMALL = {{50000, 7000, 700, 136}, {}};

  @Property(tries = 300, seed = "1")
  void wildTablesAndSegments_decodeToTheSameSymbols(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 256) int size,
      @ForAll @IntRange(min = 0, max = 3) int logLanes)
      throws LicFormatException {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] halves = EntropySamples.wildTables(1 + (size - 1) % (random.nextInt(size) + 1), random);
    FrequencyTables tables = FrequencyTables.of(halves);
    Sample sample = EntropySamples.wildSample(halves, random.nextInt(6000), random);
    int[] cuts = random.ints(random.nextInt(5), 0, sample.size() + 1).sorted().toArray();
    RansEncoder encoder = new RansEncoder(tables);
    int from = 0;
    for (int cut : cuts) {
      encoder.add(sample.tables(), sample.symbols(), from, cut - from);
      from = cut;
    }
    encoder.add(sample.tables(), sample.symbols(), from, sample.size() - from);
    byte[] stream = encoder.encode(logLanes);

    RansDecoder decoder = new RansDecoder(tables, stream, 0, stream.length);
    int[] decoded = new int[sample.size()];
    Arrays.fill(decoded, 77);
    from = 0;
    for (int cut : cuts) {
      decoder.decode(sample.tables(), decoded, from, cut - from);
      from = cut;
    }
    decoder.decode(sample.tables(), decoded, from, sample.size() - from);
    decoder.finish();
    assertThat(decoded).isEqualTo(sample.symbols());
  }

  @Property(tries = 100, seed = "2")
  void plainReferenceDecoder_agrees(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int logLanes) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] halves = EntropySamples.wildTables(1 + random.nextInt(20), random);
    Sample sample = EntropySamples.wildSample(halves, random.nextInt(500), random);
    RansEncoder encoder = new RansEncoder(FrequencyTables.of(halves));
    encoder.add(sample.tables(), sample.symbols(), 0, sample.size());

    ReferenceDecoder decoder = new ReferenceDecoder(halves, encoder.encode(logLanes));

    assertThat(decoder.decode(sample.tables())).isEqualTo(sample.symbols());
    assertThat(decoder.isFinished()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void latents_decodeToTheSameSymbols(Kind kind) throws LicFormatException {
    Sample sample = EntropySamples.sample(SCALES, kind, 100_000, 3);
    byte[] stream = encode(TABLES, sample);
    assertThat(stream[0]).isEqualTo((byte) 2);
    assertThat(decode(TABLES, stream, sample.tables())).isEqualTo(sample.symbols());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 2047, 2048, 2049, 4095, 4096, 4097, 4101})
  void everyLength_decodesToTheSameSymbols(int length) throws LicFormatException {
    Sample sample = EntropySamples.sample(SCALES, Kind.UNIFORM, length, 4);
    byte[] stream = encode(TABLES, sample);
    assertThat(decode(TABLES, stream, sample.tables())).isEqualTo(sample.symbols());
  }

  @Test
  void extremeSymbols_surviveTheEscape() throws LicFormatException {
    int[] symbols = {1 << 20, -(1 << 20), 3, -3, 4, -4, (1 << 20) - 1, 1 << 19, -(1 << 19), 2, 0};
    Sample sample = new Sample(new byte[symbols.length], symbols);
    FrequencyTables tables = FrequencyTables.of(SMALL);
    assertThat(decode(tables, encode(tables, sample), sample.tables())).isEqualTo(symbols);
  }

  @Test
  void fewSymbolsOrFewBytes_areCodedInOneLane() {
    byte[] tables = new byte[100_000];
    RansEncoder encoder = new RansEncoder(FrequencyTables.of(new int[][] {{65000, 200, 136}}));
    encoder.add(tables, new int[tables.length], 0, 4096);
    assertThat(encoder.finish()[0]).isZero();
    encoder.add(tables, new int[tables.length], 0, tables.length);
    assertThat(encoder.finish()).hasSizeLessThan(1200).startsWith((byte) 0);
  }

  @Test
  void segmentOfSureZeros_costsNothing() throws LicFormatException {
    FrequencyTables tables = FrequencyTables.of(SMALL);
    byte[] index = new byte[10_000];
    Arrays.fill(index, (byte) 1);
    byte[] stream = encode(tables, new Sample(index, new int[index.length]));
    assertThat(stream).isEqualTo(new RansEncoder(tables).finish()).hasSize(5);
    assertThat(decode(tables, stream, index)).containsOnly(0);
  }

  @Test
  void sureZerosBetweenSymbols_leaveTheStreamAsItIs() {
    FrequencyTables tables = FrequencyTables.of(SMALL);
    Sample with = new Sample(new byte[] {1, 0, 1, 1, 0, 0, 1}, new int[] {0, 5, 0, 0, -1, 2, 0});
    Sample without = new Sample(new byte[3], new int[] {5, -1, 2});
    assertThat(encode(tables, with)).isEqualTo(encode(tables, without));
  }

  @Test
  void finishedEncoder_isEmptyAndUsableAgain() {
    Sample sample = EntropySamples.sample(SCALES, Kind.UNIFORM, 5000, 6);
    RansEncoder encoder = new RansEncoder(TABLES);
    encoder.add(sample.tables(), sample.symbols(), 0, sample.size());
    byte[] first = encoder.finish();
    assertThat(encoder.finish()).hasSize(5);
    encoder.add(sample.tables(), sample.symbols(), 0, sample.size());
    assertThat(encoder.finish()).isEqualTo(first);
  }

  @Test
  void refusedSegment_leavesTheEncoderAsItWas() {
    RansEncoder encoder = new RansEncoder(FrequencyTables.of(SMALL));
    byte[] index = {0, 1, 2};
    assertThatThrownBy(() -> encoder.add(index, new int[] {1, 1, 0}, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sure zeros");
    assertThatThrownBy(() -> encoder.add(index, new int[3], 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table 2 of 2");
    for (int symbol : new int[] {(1 << 20) + 1, -(1 << 20) - 1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> encoder.add(index, new int[] {symbol}, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("exceeds 2^20");
    }
    assertThatThrownBy(() -> encoder.add(index, new int[1], 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(encoder.finish()).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void codedSize_isWithinABoundOfTheInformation(Kind kind) {
    Sample sample = EntropySamples.sample(SCALES, kind, 200_000, 5);
    RansEncoder encoder = new RansEncoder(TABLES);
    encoder.add(sample.tables(), sample.symbols(), 0, sample.size());
    double information = sample.bits(TABLES);
    int coded = sample.coded(TABLES);
    for (int logLanes = 0; logLanes <= 3; logLanes++) {
      // 32-bit states that start at 2^16: 0.006 bits a symbol; 32 bits a lane.
      double bound = information + 0.006 * coded + 8 + 32 * (1 << logLanes);
      assertThat(8.0 * encoder.encode(logLanes).length).isBetween(information, bound);
    }
  }

  private static byte[] encode(FrequencyTables tables, Sample sample) {
    RansEncoder encoder = new RansEncoder(tables);
    encoder.add(sample.tables(), sample.symbols(), 0, sample.size());
    return encoder.finish();
  }

  private static int[] decode(FrequencyTables tables, byte[] stream, byte[] tableIndex)
      throws LicFormatException {
    RansDecoder decoder = new RansDecoder(tables, stream, 0, stream.length);
    int[] symbols = new int[tableIndex.length];
    decoder.decode(tableIndex, symbols, 0, symbols.length);
    decoder.finish();
    return symbols;
  }
}
