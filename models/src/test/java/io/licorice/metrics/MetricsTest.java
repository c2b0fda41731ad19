package io.licorice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.licorice.codec.Picture;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricsTest {

  private static final Offset<Double> CLOSE = within(2e-9);

  /** The values are those of a NumPy script that filters with the two-dimensional window. */
  @ParameterizedTest
  @CsvSource({
    "192, 176, 3,  8,   20, 26.642008497, 0.942548738, 0.995067929",
    "181, 167, 3,  8,   60, 17.730861191, 0.702006468, 0.964659385",
    " 96,  61, 1,  8,   30, 23.359484763, 0.701587710, 0.958352764",
    "200, 170, 3, 16, 9000, 23.971349673, 0.176832903, 0.741090087",
    "  7,  30, 3,  8,   30, 23.322547234, 0.329268232, 0.329268232"
  })
  void equalsAnIndependentImplementation(
      int width,
      int height,
      int channels,
      int bitDepth,
      int noise,
      double psnr,
      double ssim,
      double msSsim) {
    Picture a = MetricPictures.waves(width, height, channels, bitDepth, 0);
    Picture b = MetricPictures.waves(width, height, channels, bitDepth, noise);
    assertThat(Psnr.of(a, b)).isCloseTo(psnr, CLOSE);
    assertThat(Ssim.of(a, b)).isCloseTo(ssim, CLOSE);
    assertThat(MsSsim.of(a, b)).isCloseTo(msSsim, CLOSE);
  }

  @Test
  void psnrAveragesTheErrorOverAllChannelsJointly() {
    Picture a = MetricPictures.flat(5, 4, 8, 100, 100, 100);
    Picture b = MetricPictures.flat(5, 4, 8, 103, 100, 94);
    double mean = (9 + 0 + 36) / 3.0;
    assertThat(Psnr.of(a, b)).isCloseTo(10 * Math.log10(255 * 255 / mean), CLOSE);
  }

  @Test
  void psnrTakesThePeakFromTheBitDepth() {
    Picture black = MetricPictures.flat(3, 3, 16, 0);
    Picture white = MetricPictures.flat(3, 3, 16, 65535);
    assertThat(Psnr.of(black, white)).isCloseTo(0, CLOSE);
    Picture nearlyWhite = MetricPictures.flat(3, 3, 16, 65534);
    assertThat(Psnr.of(white, nearlyWhite)).isCloseTo(20 * Math.log10(65535), CLOSE);
  }

  @Test
  void flatPicturesDifferInLuminanceOnly() {
    Picture a = MetricPictures.flat(40, 30, 8, 100);
    Picture b = MetricPictures.flat(40, 30, 8, 120);
    double c1 = 2.55 * 2.55;
    double luminance = (2 * 100 * 120 + c1) / (100 * 100 + 120 * 120 + c1);
    assertThat(Ssim.of(a, b)).isCloseTo(luminance, CLOSE);
    // 30 exceeds 20 and not 40, so there are two scales, and the last alone sees luminance.
    double exponent = 0.2856 / (0.0448 + 0.2856);
    assertThat(MsSsim.of(a, b)).isCloseTo(Math.pow(luminance, exponent), CLOSE);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "10, 200", "11, 11", "161, 161", "33, 47"})
  void identicalPicturesArePerfect(int width, int height) {
    Picture a = MetricPictures.waves(width, height, 3, 8, 10);
    Picture b = MetricPictures.waves(width, height, 3, 8, 10);
    assertThat(Psnr.of(a, b)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Ssim.of(a, b)).isEqualTo(1);
    assertThat(MsSsim.of(a, b)).isEqualTo(1);
    assertThat(MsSsim.toDecibels(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void theOrderOfThePicturesDoesNotMatter() {
    Picture a = MetricPictures.waves(70, 50, 3, 8, 0);
    Picture b = MetricPictures.waves(70, 50, 3, 8, 25);
    assertThat(Psnr.of(b, a)).isEqualTo(Psnr.of(a, b));
    assertThat(Ssim.of(b, a)).isCloseTo(Ssim.of(a, b), within(1e-12));
    assertThat(MsSsim.of(b, a)).isCloseTo(MsSsim.of(a, b), within(1e-12));
  }

  @Test
  void colourIsTheMeanOfItsChannelsForBothSimilarities() {
    Picture a = MetricPictures.waves(170, 165, 3, 8, 0);
    Picture b = MetricPictures.waves(170, 165, 3, 8, 40);
    double ssim = 0;
    double msSsim = 0;
    for (int c = 0; c < 3; c++) {
      Picture channelA = new Picture(170, 165, 8, a.plane(c));
      Picture channelB = new Picture(170, 165, 8, b.plane(c));
      ssim += Ssim.of(channelA, channelB) / 3;
      msSsim += MsSsim.of(channelA, channelB) / 3;
    }
    assertThat(Ssim.of(a, b)).isCloseTo(ssim, CLOSE);
    assertThat(MsSsim.of(a, b)).isCloseTo(msSsim, CLOSE);
  }

  @Test
  void oppositePicturesHaveNegativeSsimAndZeroMsSsim() {
    Picture a = MetricPictures.flat(60, 60, 8, 0);
    Picture b = MetricPictures.flat(60, 60, 8, 0);
    for (int i = 0; i < 3600; i++) {
      boolean light = (i % 60 / 8 + i / 60 / 8) % 2 == 0;
      a.plane(0)[i] = (short) (light ? 255 : 0);
      b.plane(0)[i] = (short) (light ? 0 : 255);
    }
    assertThat(Ssim.of(a, b)).isNegative();
    assertThat(MsSsim.of(a, b)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1", "20, 1", "21, 2", "40, 2", "41, 3", "80, 3", "81, 4", "160, 4", "161, 5", "9000, 5"
  })
  void scalesFollowTheSmallerSide(int side, int scales) {
    assertThat(MsSsim.scales(side, side + 5)).isEqualTo(scales);
    assertThat(MsSsim.scales(side + 5, side)).isEqualTo(scales);
  }

  @Test
  void decibelsOfMsSsimAreThoseOfTheLiterature() {
    assertThat(MsSsim.toDecibels(0.80307)).isCloseTo(7.057, within(5e-4));
  }

  @Test
  void picturesOfDifferentKindsAreRefusedInOneSentence() {
    Picture a = Picture.blank(8, 8, 3, 8);
    for (Picture b :
        List.of(
            Picture.blank(9, 8, 3, 8),
            Picture.blank(8, 9, 3, 8),
            Picture.blank(8, 8, 1, 8),
            Picture.blank(8, 8, 3, 16))) {
      assertThatThrownBy(() -> Psnr.of(a, b))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pictures of one kind expected, found " + a + " and " + b);
      assertThatThrownBy(() -> Ssim.of(a, b)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> MsSsim.of(a, b)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
