package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.bitstream.LicHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Check sums of what a file decodes to, behind its tiles. */
class SampleSumsTest {
  private static final LicCodec CODEC =
      LicCodec.open(
          new CodecSettings(Device.CPU, 2, Optional.of(Path.of("src/test/resources/packs"))));

  @AfterAll
  static void close() throws IOException {
    CODEC.close();
  }

  @ParameterizedTest
  @CsvSource({"1,8,1024", "3,8,128", "4,8,128", "3,16,256", "2,11,1024"})
  void sumsAreThoseOfTheDecodedSamples(int channels, int depth, int tileSize) throws IOException {
    Picture bytes = TestPictures.photoLike(300, 200, channels, 3);
    short[][] deep = new short[channels][];
    for (int c = 0; c < channels; c++) {
      deep[c] = bytes.plane(c).clone();
      for (int i = 0; i < deep[c].length; i++) {
        deep[c][i] = (short) (deep[c][i] << depth - 8);
      }
    }
    Picture picture = new Picture(300, 200, depth, deep);
    byte[] file = encode(picture, tileSize, true);
    DecodedPicture decoded = decode(file);
    assertThat(decoded.warnings()).isEmpty();
    CodedFile coded = CodedFile.open(ByteSource.of(file));
    int[] sums = new int[(int) coded.grid().count()];
    coded.sampleSums(coded.index()).orElseThrow().get(sums);
    for (int t = 0; t < sums.length; t++) {
      Picture tile =
          decoded
              .picture()
              .read(
                  new Region(
                      coded.grid().x(t),
                      coded.grid().y(t),
                      coded.grid().tileWidth(t),
                      coded.grid().tileHeight(t)));
      short[][] planes = new short[channels][];
      Arrays.setAll(planes, tile::plane);
      assertThat(sums[t]).isEqualTo(SampleCheck.of(planes, tile.width()));
    }
  }

  @Test
  void otherSamples_areAWarningThatNamesTheTile() throws IOException {
    byte[] file = encode(TestPictures.photoLike(300, 200, 3, 3), 128, true);
    file[file.length - 1] ^= 1; // of the last of six tiles
    DecodedPicture decoded = decode(file);
    assertThat(decoded.warnings()).singleElement().asString().startsWith("tile 5: its samples");
  }

  @Test
  void regionThatHoldsAWholeTile_isChecked_andOneThatDoesNotIsNot() throws IOException {
    byte[] file = encode(TestPictures.photoLike(300, 200, 3, 3), 128, true);
    file[file.length - 4 * 6] ^= 1; // of the first tile
    assertThat(warnings(file, new Region(0, 0, 129, 128))).isEqualTo(1);
    assertThat(warnings(file, new Region(0, 0, 127, 128))).isZero();
    assertThat(warnings(file, new Region(128, 0, 128, 128))).isZero();
  }

  private static int warnings(byte[] file, Region region) throws IOException {
    DecodeOptions options = DecodeOptions.DEFAULT.withRegion(region);
    return CODEC.decode(ByteSource.of(file), options, CodecListener.SILENT).warnings().size();
  }

  @Test
  void sumsCostFourBytesATile_andNothingElse() throws IOException {
    Picture picture = TestPictures.photoLike(300, 200, 3, 3);
    byte[] with = encode(picture, 128, true);
    byte[] without = encode(picture, 128, false);
    assertThat(with).hasSize(without.length + 4 * 6);
    assertThat(decode(without).picture()).isEqualTo(decode(with).picture());
    LicHeader header = CodedFile.open(ByteSource.of(without)).header();
    assertThat(header.summed()).isFalse();
  }

  @Test
  void truncatedFile_isNotComparedWithSumsThatItHasLost() throws IOException {
    byte[] file = encode(TestPictures.photoLike(300, 200, 3, 3), 128, true);
    DecodedPicture decoded = decode(Arrays.copyOf(file, file.length - 25));
    assertThat(decoded.warnings()).singleElement().asString().startsWith("tile 5 is damaged");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void threadsDecodeToTheSameSamples(int threads) throws IOException {
    Picture picture = TestPictures.photoLike(400, 300, 3, 5);
    byte[] file = encode(picture, 128, true);
    CodecSettings settings =
        new CodecSettings(Device.CPU, threads, Optional.of(Path.of("src/test/resources/packs")));
    try (LicCodec codec = LicCodec.open(settings)) {
      DecodedPicture found =
          codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT);
      assertThat(found.warnings()).isEmpty();
      assertThat(found.picture()).isEqualTo(decode(file).picture());
    }
  }

  @Test
  void targetSize_isMetWithSums() throws IOException {
    EncodeOptions options =
        EncodeOptions.builder()
            .model("tiny")
            .rate(new EncodeOptions.Rate.TargetBytes(6000))
            .build();
    byte[] file =
        CODEC.encode(TestPictures.photoLike(300, 200, 3, 3), options, CodecListener.SILENT).bytes();
    assertThat(file.length).isLessThanOrEqualTo(6000);
    assertThat(decode(file).warnings()).isEmpty();
  }

  @Test
  void packThatComputesInFloats_givesNone() throws IOException {
    byte[] file = Coding.encode(Picture.blank(64, 64, 3, 8), EncodeOptions.builder().build());
    assertThat(CodedFile.open(ByteSource.of(file)).header().summed()).isFalse();
  }

  private static DecodedPicture decode(byte[] file) throws IOException {
    return CODEC.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT);
  }

  private static byte[] encode(Picture picture, int tileSize, boolean sums) throws IOException {
    EncodeOptions options =
        EncodeOptions.builder().model("tiny").tileSize(tileSize).sampleSums(sums).build();
    return CODEC.encode(picture, options, CodecListener.SILENT).bytes();
  }
}
