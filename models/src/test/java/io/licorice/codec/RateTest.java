package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RateTest {
  /** PSNR may dip a little between neighbouring steps; it must not fall. */
  private static final double DIP = 0.05;

  @Test
  void higherQuality_costsBytesAndGivesPsnr() throws IOException {
    for (int seed = 1; seed <= 2; seed++) {
      Picture picture = TestPictures.photoLike(256, 192, 3, seed);
      int bytes = 0;
      double psnr = 0;
      for (int quality = 0; quality <= 100; quality += 10) {
        byte[] file = Coding.encode(picture, EncodeOptions.ofQuality(quality));
        double now = Psnr.of(picture, Coding.decode(file).picture());
        String what = "picture " + seed + ", quality " + quality;
        assertThat(file.length).as(what).isGreaterThan(bytes);
        assertThat(now).as(what).isGreaterThan(psnr - DIP);
        bytes = file.length;
        psnr = Math.max(psnr, now);
      }
    }
  }

  @Test
  void extremesOfTheQuality_areFarApart() throws IOException {
    Picture picture = TestPictures.photoLike(256, 192, 3, 5);
    byte[] worst = Coding.encode(picture, EncodeOptions.ofQuality(0));
    byte[] best = Coding.encode(picture, EncodeOptions.ofQuality(100));
    assertThat(best.length).isGreaterThan(4 * worst.length);
    assertThat(Psnr.of(picture, Coding.decode(best).picture()))
        .isGreaterThan(Psnr.of(picture, Coding.decode(worst).picture()) + 3);
  }

  static Stream<Arguments> pictures() {
    return Stream.of(
        Arguments.of(768, 512, 3, 11, 1024),
        Arguments.of(400, 300, 1, 12, 1024),
        Arguments.of(400, 300, 3, 13, 128),
        Arguments.of(256, 256, 3, 14, 1024));
  }

  @ParameterizedTest(name = "{0}x{1}x{2}, tiles of {4}")
  @MethodSource("pictures")
  void target_isMetWithin1PercentAndNeverExceeded(
      int width, int height, int channels, long seed, int tileSize) throws IOException {
    Picture picture = TestPictures.photoLike(width, height, channels, seed);
    double low = Coding.encode(picture, Coding.tiled(15, tileSize)).length;
    double high = Coding.encode(picture, Coding.tiled(90, tileSize)).length;
    for (double place : new double[] {0.3, 0.8}) {
      long bytes = Math.round(low * Math.pow(high / low, place));
      assertMet(picture, tileSize, new EncodeOptions.Rate.TargetBytes(bytes), bytes);
    }
    double bpp = 8 * Math.sqrt(low * high) / ((double) width * height);
    long bytes = (long) (bpp * width * height / 8);
    assertMet(picture, tileSize, new EncodeOptions.Rate.TargetBpp(bpp), bytes);
    double ratio = (double) width * height * channels / bytes;
    assertMet(picture, tileSize, new EncodeOptions.Rate.TargetRatio(ratio), bytes);
  }

  private static void assertMet(Picture picture, int tileSize, EncodeOptions.Rate rate, long bytes)
      throws IOException {
    EncodeOptions options = EncodeOptions.builder().rate(rate).tileSize(tileSize).build();
    byte[] file = Coding.encode(picture, options);
    assertThat((double) file.length).as("%s", rate).isBetween(bytes * 0.99 - 1, (double) bytes);
    assertThat(Coding.decode(file).warnings()).isEmpty();
  }

  @Test
  void targetOfABoxedFile_countsItsBoxes() throws IOException {
    Picture picture = TestPictures.photoLike(256, 256, 3, 14);
    long target = Coding.encode(picture, EncodeOptions.ofQuality(50)).length;
    EncodeOptions options =
        EncodeOptions.builder()
            .rate(new EncodeOptions.Rate.TargetBytes(target))
            .boxed(true)
            .build();
    assertThat((double) Coding.encode(picture, options).length)
        .isBetween(target * 0.985, (double) target);
  }

  @Test
  void targetOfATinyPicture_isNeverExceeded() throws IOException {
    for (int side : new int[] {1, 7, 17, 40}) {
      Picture picture = TestPictures.photoLike(side, side, 3, side);
      int low = Coding.encode(picture, EncodeOptions.ofQuality(0)).length;
      int high = Coding.encode(picture, EncodeOptions.ofQuality(100)).length;
      for (int target = low; target <= high; target += Math.max(1, (high - low) / 4)) {
        EncodeOptions.Rate rate = new EncodeOptions.Rate.TargetBytes(target);
        byte[] file = Coding.encode(picture, EncodeOptions.builder().rate(rate).build());
        assertThat(file.length).as("side %d", side).isLessThanOrEqualTo(target);
      }
    }
  }

  @Test
  void targetAboveTheLargestFile_givesTheLargestFile() throws IOException {
    Picture picture = TestPictures.photoLike(64, 64, 3, 2);
    EncodeOptions.Rate rate = new EncodeOptions.Rate.TargetBytes(1_000_000);
    assertThat(Coding.encode(picture, EncodeOptions.builder().rate(rate).learnedOnly(true).build()))
        .isEqualTo(Coding.encode(picture, Coding.tiled(100, 1024)));
  }

  @Test
  void targetThatALosslessFileKeepsTo_givesALosslessFile() throws IOException {
    Picture picture = TestPictures.photoLike(64, 64, 3, 2);
    int lossless = Coding.encode(picture, EncodeOptions.builder().lossless().build()).length;
    EncodeOptions.Rate exact = new EncodeOptions.Rate.TargetBytes(lossless);
    byte[] file = Coding.encode(picture, EncodeOptions.builder().rate(exact).build());
    assertThat(Coding.decode(file).picture()).isEqualTo(picture);
    assertThat(file.length).isLessThanOrEqualTo(lossless);
    EncodeOptions.Rate less = new EncodeOptions.Rate.TargetBytes(lossless * 9L / 10);
    byte[] lossy = Coding.encode(picture, EncodeOptions.builder().rate(less).build());
    assertThat(lossy.length).isLessThanOrEqualTo(lossless * 9 / 10);
    assertThat(LicCodec.info(ByteSource.of(lossy)).mode()).isNotEqualTo(CodingMode.LOSSLESS);
  }

  @Test
  void targetBelowTheSmallestFile_isRefusedInOneSentence() throws IOException {
    Picture picture = TestPictures.photoLike(256, 192, 3, 1);
    int smallest = Coding.encode(picture, EncodeOptions.ofQuality(0)).length;
    for (long target : new long[] {1, 30, smallest * 9L / 10}) {
      EncodeOptions.Rate rate = new EncodeOptions.Rate.TargetBytes(target);
      EncodeOptions options = EncodeOptions.builder().rate(rate).build();
      assertThatThrownBy(() -> Coding.encode(picture, options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(
              "target of "
                  + target
                  + " bytes is below the smallest file of this picture, \\d+ bytes");
    }
  }

  @Test
  void impossibleRates_areRefused() {
    for (double quality : new double[] {-0.1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> EncodeOptions.ofQuality(quality))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new EncodeOptions.Rate.TargetBpp(value))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new EncodeOptions.Rate.TargetRatio(value))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new EncodeOptions.Rate.TargetBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
    for (int size : new int[] {0, 64, 100, 8192, -128}) {
      assertThatThrownBy(() -> EncodeOptions.builder().tileSize(size).build())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
