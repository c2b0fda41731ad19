package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the encoder prefers prediction with small errors to networks. */
class NearLosslessChoiceTest {
  private static final int SIDE = 256;

  private static EncodeOptions.Builder learned() {
    return EncodeOptions.builder().learnedOnly(true);
  }

  /** A camera's picture of few levels, as fluorescence microscopes make them: dim spots, noise. */
  private static Picture dimSpots() {
    Random random = new Random(4);
    short[] plane = new short[SIDE * SIDE];
    for (int i = 0; i < plane.length; i++) {
      double x = i % SIDE % 64 - 32;
      double y = i / SIDE % 64 - 32;
      double light = 8 + 160 * Math.exp(-(x * x + y * y) / 150);
      plane[i] = (short) Math.max(0, Math.round(light + 2 * random.nextGaussian()));
    }
    return new Picture(SIDE, SIDE, 12, new short[][] {plane});
  }

  private static double squaredError(Picture picture, byte[] file) throws IOException {
    short[] original = picture.plane(0);
    short[] decoded = Coding.decode(file).picture().plane(0);
    double sum = 0;
    for (int i = 0; i < original.length; i++) {
      sum += Math.pow(original[i] - decoded[i], 2);
    }
    return sum;
  }

  private static CodingMode mode(byte[] file) throws IOException {
    return LicCodec.info(ByteSource.of(file)).mode();
  }

  @Test
  void pictureOfFewLevels_isPredictedAtHighQualitiesForLessThanNetworksTake() throws IOException {
    Picture picture = dimSpots();
    byte[] file = Coding.encode(picture, EncodeOptions.ofQuality(90));
    byte[] networks = Coding.encode(picture, learned().quality(90).build());
    assertThat(mode(file)).isEqualTo(CodingMode.NEAR_LOSSLESS);
    assertThat(mode(networks)).isEqualTo(CodingMode.LOSSY);
    double bits = Math.log((double) file.length / networks.length) / Math.log(2);
    double decibels =
        10 * Math.log10(squaredError(picture, networks) / squaredError(picture, file));
    // At high rates a bit a sample is worth 6 dB: fewer bytes, smaller errors, or both.
    assertThat(decibels - 6.02 * 8 * (file.length - networks.length) / picture.plane(0).length)
        .as("%.2f octaves of bytes, %.2f dB", bits, decibels)
        .isGreaterThan(0.2);
  }

  @Test
  void pictureOfFewLevels_isLeftToNetworksAtLowQualities() throws IOException {
    Picture picture = dimSpots();
    assertThat(Coding.encode(picture, EncodeOptions.ofQuality(30)))
        .isEqualTo(Coding.encode(picture, learned().quality(30).build()));
  }

  @Test
  void target_isKeptToWithTheSmallerError() throws IOException {
    Picture picture = dimSpots();
    EncodeOptions one = EncodeOptions.builder().nearLossless(1).build();
    int target = Coding.encode(picture, one).length + 16;
    byte[] file =
        Coding.encode(
            picture,
            EncodeOptions.builder().rate(new EncodeOptions.Rate.TargetBytes(target)).build());
    byte[] networks =
        Coding.encode(picture, learned().rate(new EncodeOptions.Rate.TargetBytes(target)).build());
    assertThat(mode(file)).isEqualTo(CodingMode.NEAR_LOSSLESS);
    assertThat(file.length).isLessThanOrEqualTo(target);
    assertThat(squaredError(picture, file)).isLessThan(squaredError(picture, networks));
  }

  @Test
  void alphaAndMaps_areNeverPredictedWithErrors() throws IOException {
    Picture gray = dimSpots();
    short[] alpha = new short[SIDE * SIDE];
    Arrays.fill(alpha, (short) 4000);
    Picture withAlpha = new Picture(SIDE, SIDE, 12, new short[][] {gray.plane(0), alpha});
    assertThat(mode(Coding.encode(withAlpha, EncodeOptions.ofQuality(90))))
        .isEqualTo(CodingMode.LOSSY);
    QualityMap map = QualityMap.over(SIDE, SIDE, 90).build();
    assertThat(mode(Coding.encode(gray, EncodeOptions.builder().qualityMap(map).build())))
        .isEqualTo(CodingMode.LOSSY);
  }

  @Test
  void guess_triesTheErrorWhoseBitsAndErrorsAreTheLeast() {
    // 4 bits a sample lossless: an error of 2 saves 2.3 of them and costs 2 squared levels.
    NearLosslessChoice choice = new NearLosslessChoice(1000, 1, 255, 8, 4000);
    assertThat(choice.insteadOf(1000)).isEqualTo(OptionalInt.of(2));
    assertThat(choice.within(1000, 1)).isEqualTo(OptionalInt.of(1));
    assertThat(choice.within(1, 1)).isEmpty();
    assertThat(choice.isBetter(100, 0, 90, 1000)).isTrue();
    assertThat(choice.isBetter(100, 0, 90, 600)).isFalse();
    assertThat(choice.isBetter(113, 0, 90, 1e6)).isFalse();
    NearLosslessChoice whereErrorsWeighMore = new NearLosslessChoice(1000, 1, 255, 0.5, 4000);
    assertThat(whereErrorsWeighMore.insteadOf(100)).isEmpty();
  }
}
