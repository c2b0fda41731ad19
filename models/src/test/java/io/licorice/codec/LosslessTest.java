package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.lossless.LosslessSamples;
import io.licorice.support.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LosslessTest {
  private static final EncodeOptions LOSSLESS = EncodeOptions.builder().lossless().build();

  private static Picture picture(
      LosslessSamples.Kind kind, int channels, int width, int height, int bitDepth, long seed) {
    return new Picture(
        width,
        height,
        bitDepth,
        LosslessSamples.planes(kind, channels, width, height, bitDepth, seed));
  }

  @Property(tries = 60)
  void picture_comesBackAsItWas(
      @ForAll LosslessSamples.Kind kind,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 200) int height,
      @ForAll @IntRange(min = 1, max = 16) int bitDepth,
      @ForAll boolean boxed,
      @ForAll long seed)
      throws IOException {
    Picture picture = picture(kind, channels, width, height, bitDepth, seed);
    EncodeOptions options = EncodeOptions.builder().lossless().tileSize(128).boxed(boxed).build();
    DecodedPicture decoded = Coding.decode(Coding.encode(picture, options));
    assertThat(decoded.warnings()).isEmpty();
    assertThat(decoded.picture()).isEqualTo(picture);
  }

  @Property(tries = 60)
  void region_isTheCropOfTheWhole(
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 0, max = 3) int maxError,
      @ForAll @IntRange(min = 0, max = 399) int x,
      @ForAll @IntRange(min = 0, max = 299) int y,
      @ForAll @IntRange(min = 1, max = 400) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll boolean smallTiles)
      throws IOException {
    Picture picture = picture(LosslessSamples.Kind.PHOTO, channels, 400, 300, 8, maxError);
    EncodeOptions options =
        EncodeOptions.builder().nearLossless(maxError).tileSize(smallTiles ? 128 : 256).build();
    byte[] file = Coding.encode(picture, options);
    Region region = new Region(x, y, width, height).intersection(Region.whole(400, 300));
    Picture part = Coding.decode(file, DecodeOptions.DEFAULT.withRegion(region)).picture();
    assertThat(part).isEqualTo(Coding.decode(file).picture().read(region));
  }

  @Property(tries = 40)
  void nearLosslessPicture_keepsItsBound(
      @ForAll LosslessSamples.Kind kind,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 12) int maxError,
      @ForAll @IntRange(min = 8, max = 16) int bitDepth,
      @ForAll long seed)
      throws IOException {
    Picture picture = picture(kind, channels, 150, 140, bitDepth, seed);
    EncodeOptions options = EncodeOptions.builder().nearLossless(maxError).tileSize(128).build();
    Picture decoded = Coding.decode(Coding.encode(picture, options)).picture();
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < decoded.plane(c).length; i++) {
        int error = (decoded.plane(c)[i] & 0xFFFF) - (picture.plane(c)[i] & 0xFFFF);
        assertThat(Math.abs(error)).isLessThanOrEqualTo(maxError);
      }
    }
  }

  @Test
  void nearLosslessFile_isSmaller() throws IOException {
    Picture picture = TestPictures.photoLike(300, 200, 3, 4);
    int exact = Coding.encode(picture, LOSSLESS).length;
    EncodeOptions near = EncodeOptions.builder().nearLossless(3).build();
    assertThat(Coding.encode(picture, near).length).isLessThan(exact * 7 / 10);
  }

  @Test
  void sameFile_whateverTheNumberOfThreads() throws IOException {
    Picture picture = TestPictures.photoLike(600, 300, 3, 4);
    byte[] expected = Coding.encode(picture, LOSSLESS);
    for (int threads : new int[] {1, 3}) {
      try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(threads))) {
        assertThat(codec.encode(picture, LOSSLESS, CodecListener.SILENT).bytes())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void info_tellsModeChannelsAndDepth() throws IOException {
    Picture picture = picture(LosslessSamples.Kind.PHOTO, 4, 40, 30, 12, 1);
    PictureInfo info = LicCodec.info(ByteSource.of(Coding.encode(picture, LOSSLESS)));
    assertThat(info.mode()).isEqualTo(CodingMode.LOSSLESS);
    assertThat(info.channels()).isEqualTo(4);
    assertThat(info.hasAlpha()).isTrue();
    assertThat(info.bitDepth()).isEqualTo(12);
    assertThat(info.model()).isEmpty();
    assertThat(info.quality()).isNaN();
    assertThat(info.tileSize()).isEqualTo(256);
    assertThat(info.headerBytes()).isEqualTo(11);
    EncodeOptions near = EncodeOptions.builder().nearLossless(2).build();
    PictureInfo other = LicCodec.info(ByteSource.of(Coding.encode(picture, near)));
    assertThat(other.mode()).isEqualTo(CodingMode.NEAR_LOSSLESS);
    assertThat(other.maxError()).isEqualTo(2);
  }

  @Test
  void targetSize_isRefusedInOneSentence() {
    EncodeOptions.Builder builder =
        EncodeOptions.builder().lossless().rate(new EncodeOptions.Rate.TargetBytes(1000));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a target size needs lossy mode");
    assertThatThrownBy(() -> EncodeOptions.builder().nearLossless(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found -1");
  }

  @Test
  void damagedTile_isFilledAndToldOf() throws IOException {
    Picture picture = picture(LosslessSamples.Kind.PHOTO, 4, 300, 200, 8, 1);
    EncodeOptions options = EncodeOptions.builder().lossless().tileSize(128).build();
    byte[] file = Coding.encode(picture, options);
    FileSurgery.TileSpan tile = FileSurgery.tiles(file).get(1);
    for (boolean sums : new boolean[] {false, true}) {
      byte[] damaged = file.clone();
      damaged[(tile.payload() + tile.end()) / 2] ^= 4;
      DecodedPicture decoded = Coding.decode(sums ? FileSurgery.withSums(damaged) : damaged);
      assertThat(decoded.warnings()).singleElement().asString().startsWith("tile 1 is damaged: ");
      assertThat(decoded.picture().plane(0)[200]).isEqualTo((short) 128);
      assertThat(decoded.picture().plane(3)[200]).isEqualTo((short) 255);
      Region rest = new Region(0, 0, 128, 200);
      assertThat(decoded.picture().read(rest)).isEqualTo(picture.read(rest));
    }
  }

  @Test
  void losslessFiles_needNoOnnxRuntimeOnTheClassPath() throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.runWithout(
            "onnxruntime", LosslessAlone.class, List.of("-Xmx128m"), Duration.ofSeconds(60));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("lossless without ONNX Runtime");
  }
}
