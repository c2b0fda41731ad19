package io.licorice.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictiveCoderTest {
  private static short[][] decode(byte[] stream, PlaneFormat format) throws LicFormatException {
    return decode(stream, 0, stream.length, format);
  }

  private static short[][] decode(byte[] data, int offset, int length, PlaneFormat format)
      throws LicFormatException {
    short[][] planes = new short[format.planes()][format.width() * format.height()];
    PredictiveCoder.decode(
        data,
        offset,
        length,
        format,
        (y, row) -> {
          for (int c = 0; c < row.length; c++) {
            System.arraycopy(row[c], 0, planes[c], y * format.width(), format.width());
          }
        });
    return planes;
  }

  @Property(tries = 300)
  void planes_comeBackAsTheyWere(
      @ForAll LosslessSamples.Kind kind,
      @ForAll @IntRange(min = 1, max = 4) int count,
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 16) int bitDepth,
      @ForAll long seed)
      throws LicFormatException {
    short[][] planes = LosslessSamples.planes(kind, count, width, height, bitDepth, seed);
    PredictiveCoder.Encoded coded = PredictiveCoder.encode(planes, width, height, bitDepth, 0);
    assertThat(coded.decoded()).isDeepEqualTo(planes);
    PlaneFormat format = new PlaneFormat(count, width, height, bitDepth, 0);
    assertThat(decode(coded.stream(), format)).isDeepEqualTo(planes);
  }

  @Property(tries = 300)
  void nearLosslessPlanes_keepTheirBound(
      @ForAll LosslessSamples.Kind kind,
      @ForAll @IntRange(min = 1, max = 4) int count,
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 50) int height,
      @ForAll @IntRange(min = 1, max = 16) int bitDepth,
      @ForAll @IntRange(min = 1, max = 65535) int limit,
      @ForAll boolean small,
      @ForAll long seed)
      throws LicFormatException {
    int maxError = small ? 1 + limit % 9 : limit;
    short[][] planes = LosslessSamples.planes(kind, count, width, height, bitDepth, seed);
    PredictiveCoder.Encoded coded =
        PredictiveCoder.encode(planes, width, height, bitDepth, maxError);
    PlaneFormat format = new PlaneFormat(count, width, height, bitDepth, maxError);
    short[][] decoded = decode(coded.stream(), format);
    assertThat(decoded).isDeepEqualTo(coded.decoded());
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        int error = Math.abs((planes[c][i] & 0xFFFF) - (decoded[c][i] & 0xFFFF));
        assertThat(error).isLessThanOrEqualTo(maxError);
      }
    }
  }

  @Property(tries = 500)
  void residuals_areRestoredWithinTheBoundWhateverThePrediction(
      @ForAll @IntRange(min = 1, max = 65535) int largest,
      @ForAll @IntRange(min = 0, max = 70) int maxError,
      @ForAll long seed) {
    Quantiser quantiser = new Quantiser(largest, maxError);
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < 200; n++) {
      int predicted = random.nextInt(8) == 0 ? largest : random.nextInt(largest + 1);
      int sample = random.nextInt(8) == 0 ? 0 : random.nextInt(largest + 1);
      int residual = quantiser.residual(predicted, sample);
      assertThat(Math.abs(quantiser.restore(predicted, residual) - sample))
          .isLessThanOrEqualTo(maxError);
      assertThat(Math.abs(residual)).isLessThanOrEqualTo(32768);
    }
  }

  @Test
  void residualsOfEveryMagnitude_haveASymbolAndRawBits() {
    for (int residual = -65535; residual <= 65535; residual++) {
      int symbol = Buckets.symbol(residual);
      int bucket = Buckets.bucket(symbol);
      assertThat(symbol).isBetween(0, Buckets.SYMBOLS - 1);
      int rest = Math.abs(residual) - Buckets.first(bucket);
      assertThat(rest).isBetween(0, (1 << Buckets.rawBits(bucket)) - 1);
      assertThat(Integer.signum(Buckets.firstResidual(symbol))).isEqualTo(Integer.signum(residual));
    }
  }

  @Property(tries = 200)
  void smoothTables_giveEverySymbolAShare(
      @ForAll @IntRange(min = 1, max = 32) int nodes, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] levels = new int[nodes];
    for (int j = 1; j < nodes; j++) {
      levels[j] = random.nextInt(-SmoothTable.MAX_LEVEL, SmoothTable.MAX_LEVEL + 1);
    }
    int[] frequencies = SmoothTable.frequencies(levels);
    assertThat(Arrays.stream(frequencies).sum()).isEqualTo(StepEncoder.TOTAL);
    assertThat(Arrays.stream(frequencies).min().orElseThrow()).isPositive();
  }

  @Test
  void constantPlanes_takeAFewBytes() {
    short[][] planes = LosslessSamples.planes(LosslessSamples.Kind.CONSTANT, 4, 256, 256, 16, 1);
    assertThat(PredictiveCoder.encode(planes, 256, 256, 16, 0).stream().length).isLessThan(24);
  }

  @Test
  void planesThatAreAlike_costLittleMoreThanOne() {
    short[][] one = LosslessSamples.planes(LosslessSamples.Kind.NOISE, 1, 128, 128, 8, 1);
    short[][] three = {one[0], one[0].clone(), one[0].clone()};
    int alone = PredictiveCoder.encode(one, 128, 128, 8, 0).stream().length;
    int together = PredictiveCoder.encode(three, 128, 128, 8, 0).stream().length;
    assertThat(together).isLessThan(alone + alone / 50);
  }

  @ParameterizedTest
  @EnumSource(
      value = LosslessSamples.Kind.class,
      names = {"NOISE", "PHOTO", "DRAWING", "EXTREMES"})
  void bitsOfAllPixels_areThoseOfTheStream(LosslessSamples.Kind kind) throws LicFormatException {
    for (int maxError : new int[] {0, 3}) {
      for (int depth : new int[] {8, 16}) {
        short[][] planes = LosslessSamples.planes(kind, 3, 200, 150, depth, 2);
        byte[] stream = PredictiveCoder.encode(planes, 200, 150, depth, maxError).stream();
        double[] sum = {0};
        PredictiveCoder.bits(
            stream,
            0,
            stream.length,
            new PlaneFormat(3, 200, 150, depth, maxError),
            (y, bits) -> {
              for (float pixel : bits) {
                sum[0] += pixel;
              }
            });
        // What stands before the residuals has no pixels.
        assertThat(sum[0] / 8).isBetween(stream.length * 0.99 - 700, stream.length * 1.01);
      }
    }
  }

  @Test
  void samplesThatNeverOccur_costNothing() {
    short[][] dense = LosslessSamples.planes(LosslessSamples.Kind.NOISE, 1, 128, 128, 8, 1);
    short[][] sparse = {dense[0].clone()};
    for (int i = 0; i < sparse[0].length; i++) {
      sparse[0][i] = (short) (sparse[0][i] * 257);
    }
    int small = PredictiveCoder.encode(dense, 128, 128, 8, 0).stream().length;
    int large = PredictiveCoder.encode(sparse, 128, 128, 16, 0).stream().length;
    assertThat(large).isLessThan(small + 700);
  }

  @Test
  void streamInsideAnArray_isReadFromItsOffset() throws LicFormatException {
    short[][] planes = LosslessSamples.planes(LosslessSamples.Kind.PHOTO, 3, 40, 30, 8, 5);
    byte[] stream = PredictiveCoder.encode(planes, 40, 30, 8, 0).stream();
    byte[] data = new byte[stream.length + 20];
    Arrays.fill(data, (byte) -1);
    System.arraycopy(stream, 0, data, 7, stream.length);
    PlaneFormat format = new PlaneFormat(3, 40, 30, 8, 0);
    assertThat(decode(data, 7, stream.length, format)).isDeepEqualTo(planes);
  }

  @ParameterizedTest
  @EnumSource(LosslessSamples.Kind.class)
  void streamCutAnywhere_isRefused(LosslessSamples.Kind kind) {
    short[][] planes = LosslessSamples.planes(kind, 2, 20, 20, 8, 3);
    byte[] stream = PredictiveCoder.encode(planes, 20, 20, 8, 0).stream();
    PlaneFormat format = new PlaneFormat(2, 20, 20, 8, 0);
    for (int length = 0; length < stream.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> decode(stream, 0, cut, format))
          .isInstanceOf(LicFormatException.class);
    }
  }

  @Property(tries = 2000)
  void damagedStream_givesSamplesOrTheFormatsException(
      @ForAll LosslessSamples.Kind kind,
      @ForAll @IntRange(min = 1, max = 4) int count,
      @ForAll @IntRange(min = 0, max = 2) int maxError,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int depth = random.nextInt(1, 17);
    short[][] planes = LosslessSamples.planes(kind, count, 33, 21, depth, seed);
    byte[] stream = PredictiveCoder.encode(planes, 33, 21, depth, maxError).stream();
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      int near = random.nextBoolean() ? Math.min(stream.length, 40) : stream.length;
      stream[random.nextInt(near)] = (byte) random.nextInt();
    }
    try {
      short[][] decoded = decode(stream, new PlaneFormat(count, 33, 21, depth, maxError));
      for (short[] plane : decoded) {
        for (short sample : plane) {
          assertThat((sample & 0xFFFF) >> depth).isZero();
        }
      }
    } catch (LicFormatException e) {
      assertThat(e.offset()).isBetween(0L, (long) stream.length);
    }
  }

  @Test
  void argumentsThatDoNotFitTogether_areRefused() {
    short[][] plane = {new short[6]};
    assertIllegal(plane, 2, 2, 8, 0);
    assertIllegal(plane, 6, 1, 17, 0);
    assertIllegal(plane, 6, 1, 0, 0);
    assertIllegal(plane, 6, 1, 8, -1);
    assertIllegal(new short[0][], 6, 1, 8, 0);
    assertIllegal(new short[5][6], 6, 1, 8, 0);
    assertIllegal(new short[][] {{256}}, 1, 1, 8, 0);
  }

  private static void assertIllegal(
      short[][] planes, int width, int height, int bitDepth, int maxError) {
    assertThatThrownBy(() -> PredictiveCoder.encode(planes, width, height, bitDepth, maxError))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
