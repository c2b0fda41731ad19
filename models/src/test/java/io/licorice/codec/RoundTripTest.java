package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.support.Exhaustive;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
  /** Far above what the codec does at this quality, far below what a mix-up would do. */
  private static final double MEAN_ERROR = 20;

  private static final double QUALITY = 70;

  @Test
  void everyWidthAndHeightModulo64_survivesRoundTrip() throws IOException {
    for (int width = 1; width <= 70; width++) {
      roundTrip(width, width * 27 % 67 + 1, width % 3 == 0 ? 1 : 3);
      roundTrip(width * 41 % 67 + 1, width, width % 3 == 1 ? 1 : 3);
    }
  }

  @Test
  @Exhaustive
  void everySizeUpTo70x70_survivesRoundTrip() throws IOException {
    for (int width = 1; width <= 70; width++) {
      for (int height = 1; height <= 70; height++) {
        roundTrip(width, height, (width + height) % 2 == 0 ? 1 : 3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "1,1,3",
    "1,4096,3",
    "4096,1,3",
    "1,4096,1",
    "4096,1,1",
    "1025,3,3",
    "3,1025,1",
    "1024,16,3",
    "129,257,3"
  })
  void extremeSizes_surviveRoundTrip(int width, int height, int channels) throws IOException {
    roundTrip(width, height, channels);
  }

  private static void roundTrip(int width, int height, int channels) throws IOException {
    String what = width + "x" + height + "x" + channels;
    Picture picture = TestPictures.photoLike(width, height, channels, width * 71L + height);
    byte[] learned = Coding.encode(picture, Coding.tiled(QUALITY, 1024));
    assertRoundTrip(what, picture, learned);
    byte[] file = Coding.encode(picture, EncodeOptions.ofQuality(QUALITY));
    if (!Arrays.equals(file, learned)) {
      assertRoundTrip(what, picture, file);
    }
  }

  private static void assertRoundTrip(String what, Picture picture, byte[] file)
      throws IOException {
    DecodedPicture decoded = Coding.decode(file);
    assertThat(decoded.warnings()).as(what).isEmpty();
    assertThat(decoded.picture().width()).as(what).isEqualTo(picture.width());
    assertThat(decoded.picture().height()).as(what).isEqualTo(picture.height());
    assertThat(decoded.picture().channels()).as(what).isEqualTo(picture.channels());
    assertThat(decoded.picture().bitDepth()).as(what).isEqualTo(8);
    assertThat(meanError(picture, decoded.picture())).as(what).isLessThan(MEAN_ERROR);
  }

  private static double meanError(Picture a, Picture b) {
    long sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      for (int i = 0; i < a.plane(c).length; i++) {
        sum += Math.abs(a.plane(c)[i] - b.plane(c)[i]);
      }
    }
    return (double) sum / a.channels() / a.plane(0).length;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 254, 255})
  void flatPictures_stayNearlyFlat(int level) throws IOException {
    for (int channels : new int[] {1, 3}) {
      short[][] planes = new short[channels][50 * 40];
      for (short[] plane : planes) {
        Arrays.fill(plane, (short) level);
      }
      Picture picture = new Picture(50, 40, 8, planes);
      Picture decoded =
          Coding.decode(Coding.encode(picture, Coding.tiled(QUALITY, 1024))).picture();
      assertThat(meanError(picture, decoded)).isLessThan(MEAN_ERROR);
    }
  }

  @Test
  void blackAndWhiteNoise_survivesEveryQuality() throws IOException {
    short[] plane = new short[90 * 70];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (short) (random.nextBoolean() ? 255 : 0);
    }
    for (double quality : new double[] {0, 33, 66, 100}) {
      byte[] file = Coding.encode(new Picture(90, 70, 8, plane), Coding.tiled(quality, 1024));
      assertThat(Coding.decode(file).warnings()).isEmpty();
    }
  }

  @Test
  void grayPicture_staysGray() throws IOException {
    Picture gray = TestPictures.photoLike(100, 80, 1, 3);
    byte[] file = Coding.encode(gray, Coding.tiled(QUALITY, 1024));
    assertThat(LicCodec.info(ByteSource.of(file)).channels()).isEqualTo(1);
    assertThat(Coding.decode(file).picture().channels()).isEqualTo(1);
  }

  @Test
  void boxedAndBareFile_decodeAlike() throws IOException {
    Picture picture = TestPictures.photoLike(150, 90, 3, 3);
    EncodeOptions.Builder options = EncodeOptions.builder().quality(40).tileSize(128);
    byte[] bare = Coding.encode(picture, options.build());
    byte[] boxed = Coding.encode(picture, options.boxed(true).build());
    assertThat(boxed).endsWith(bare);
    assertThat(Coding.decode(boxed).picture()).isEqualTo(Coding.decode(bare).picture());
    assertThat(LicCodec.info(ByteSource.of(boxed)).boxed()).isTrue();
    assertThat(LicCodec.info(ByteSource.of(bare)).boxed()).isFalse();
  }

  @Test
  void info_saysWhatWasEncoded() throws IOException {
    Picture picture = TestPictures.photoLike(300, 130, 3, 3);
    EncodedPicture coded =
        LicCodec.shared().encode(picture, Coding.tiled(25, 128), CodecListener.SILENT);
    PictureInfo info = LicCodec.info(ByteSource.of(coded.bytes()));
    assertThat(info.width()).isEqualTo(300);
    assertThat(info.height()).isEqualTo(130);
    assertThat(info.channels()).isEqualTo(3);
    assertThat(info.tileSize()).isEqualTo(128);
    assertThat(info.tileCount()).isEqualTo(6);
    assertThat(info.model()).isEqualTo(coded.model());
    assertThat(info.quality()).isEqualTo(coded.quality());
    assertThat(info.headerBytes()).isLessThanOrEqualTo(24);
  }
}
