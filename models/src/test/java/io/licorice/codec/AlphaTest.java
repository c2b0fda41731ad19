package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.lossless.LosslessSamples;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlphaTest {
  private static Picture withAlpha(Picture colours, short[] alpha) {
    short[][] planes = new short[colours.channels() + 1][];
    for (int c = 0; c < colours.channels(); c++) {
      planes[c] = colours.plane(c);
    }
    planes[colours.channels()] = alpha;
    return new Picture(colours.width(), colours.height(), colours.bitDepth(), planes);
  }

  private static short[] alpha(int width, int height, int bitDepth) {
    return LosslessSamples.planes(LosslessSamples.Kind.PHOTO, 1, width, height, bitDepth, 9)[0];
  }

  @ParameterizedTest
  @CsvSource({"1,300,200,128", "3,300,200,128", "3,70,50,1024", "1,1,1,128", "3,129,1,128"})
  void alpha_isExactBesideLossyColours(int colours, int width, int height, int tileSize)
      throws IOException {
    Picture opaque = TestPictures.photoLike(width, height, colours, 3);
    Picture picture = withAlpha(opaque, alpha(width, height, 8));
    byte[] file = Coding.encode(picture, Coding.tiled(60, tileSize));
    DecodedPicture decoded = Coding.decode(file);
    assertThat(decoded.warnings()).isEmpty();
    assertThat(decoded.picture().plane(colours)).isEqualTo(picture.plane(colours));
    Picture without = Coding.decode(Coding.encode(opaque, Coding.tiled(60, tileSize))).picture();
    for (int c = 0; c < colours; c++) {
      assertThat(decoded.picture().plane(c)).isEqualTo(without.plane(c));
    }
    assertThat(LicCodec.info(ByteSource.of(file)).hasAlpha()).isTrue();
    assertThat(LicCodec.info(ByteSource.of(file)).mode()).isEqualTo(CodingMode.LOSSY);
  }

  @Test
  void region_hasTheAlphaOfTheWhole() throws IOException {
    Picture picture = withAlpha(TestPictures.photoLike(300, 290, 3, 3), alpha(300, 290, 8));
    byte[] file = Coding.encode(picture, Coding.tiled(40, 128));
    Picture whole = Coding.decode(file).picture();
    for (Region region : new Region[] {new Region(100, 120, 90, 40), new Region(0, 250, 300, 40)}) {
      Picture part = Coding.decode(file, DecodeOptions.DEFAULT.withRegion(region)).picture();
      assertThat(part.plane(3)).isEqualTo(whole.read(region).plane(3));
      assertThat(Coding.largestDifference(part, whole.read(region))).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void alphaError_isKept() throws IOException {
    Picture picture = withAlpha(TestPictures.photoLike(100, 90, 3, 3), alpha(100, 90, 8));
    EncodeOptions options = EncodeOptions.builder().alphaError(3).quality(30).build();
    byte[] file = Coding.encode(picture, options);
    assertThat(file.length).isLessThan(Coding.encode(picture, EncodeOptions.ofQuality(30)).length);
    short[] decoded = Coding.decode(file).picture().plane(3);
    for (int i = 0; i < decoded.length; i++) {
      assertThat(Math.abs(decoded[i] - picture.plane(3)[i])).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void coloursThatNobodySees_costLittle() throws IOException {
    Picture noise =
        new Picture(
            256, 256, 8, LosslessSamples.planes(LosslessSamples.Kind.NOISE, 3, 256, 256, 8, 1));
    short[] alpha = new short[256 * 256];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = (short) (i % 256 < 24 ? 255 : 0);
    }
    int visible = Coding.encode(noise, EncodeOptions.ofQuality(50)).length;
    int hidden = Coding.encode(withAlpha(noise, alpha), EncodeOptions.ofQuality(50)).length;
    assertThat(hidden).isLessThan(visible / 3);
    int none =
        Coding.encode(withAlpha(noise, new short[256 * 256]), EncodeOptions.ofQuality(50)).length;
    assertThat(none).isLessThan(600);
  }

  @Test
  void targetSize_countsAlpha() throws IOException {
    Picture picture = withAlpha(TestPictures.photoLike(300, 290, 3, 3), alpha(300, 290, 8));
    int alphaBytes =
        Coding.encode(picture, Coding.tiled(10, 256)).length
            - Coding.encode(TestPictures.photoLike(300, 290, 3, 3), Coding.tiled(10, 256)).length;
    long target = alphaBytes + 9000L;
    EncodeOptions options =
        EncodeOptions.builder().rate(new EncodeOptions.Rate.TargetBytes(target)).build();
    assertThat((long) Coding.encode(picture, options).length)
        .isBetween((long) (target * 0.99), target);
  }

  @Test
  void damagedAlpha_isADamagedTile() throws IOException {
    Picture picture = withAlpha(TestPictures.photoLike(300, 100, 3, 3), alpha(300, 100, 8));
    byte[] file = Coding.encode(picture, Coding.tiled(60, 128));
    byte[] damaged = file.clone();
    damaged[FileSurgery.tiles(file).get(2).payload() + 60] ^= 1;
    DecodedPicture decoded = Coding.decode(FileSurgery.withSums(damaged));
    assertThat(decoded.warnings())
        .singleElement()
        .asString()
        .startsWith("tile 2 is damaged: alpha, ");
    assertThat(decoded.picture().plane(3)[299]).isEqualTo((short) 255);
  }

  @ParameterizedTest
  @CsvSource({"1,12", "3,16", "3,4", "2,16", "4,10"})
  void lossyPicturesOfAnyDepth_useTheirOwnRange(int channels, int bitDepth) throws IOException {
    int largest = (1 << bitDepth) - 1;
    int low = largest / 3;
    int high = largest / 2;
    short[][] planes = LosslessSamples.planes(LosslessSamples.Kind.PHOTO, channels, 200, 150, 8, 2);
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = (short) (low + (high - low) * planes[c][i] / 255);
      }
    }
    Picture picture = new Picture(200, 150, bitDepth, planes);
    Picture decoded = Coding.decode(Coding.encode(picture, Coding.tiled(90, 128))).picture();
    assertThat(decoded.bitDepth()).isEqualTo(bitDepth);
    int colours = channels - (picture.hasAlpha() ? 1 : 0);
    double sum = 0;
    for (int c = 0; c < colours; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        int sample = decoded.plane(c)[i] & 0xFFFF;
        assertThat(sample).isBetween(low, high);
        double error = sample - (planes[c][i] & 0xFFFF);
        sum += error * error;
      }
    }
    double rms = Math.sqrt(sum / colours / planes[0].length);
    assertThat(rms).isLessThan(Math.max(1, 0.02 * (high - low)));
  }

  @Test
  void constantPicture_ofSixteenBitsIsExact() throws IOException {
    short[] plane = new short[90 * 40];
    Arrays.fill(plane, (short) 54321);
    Picture picture = new Picture(90, 40, 16, plane);
    assertThat(Coding.decode(Coding.encode(picture, EncodeOptions.ofQuality(20))).picture())
        .isEqualTo(picture);
  }
}
