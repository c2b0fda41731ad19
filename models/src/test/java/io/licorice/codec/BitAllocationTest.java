package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.TileIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitAllocationTest {
  private static final LicCodec CODEC =
      LicCodec.open(
          new CodecSettings(Device.CPU, 2, Optional.of(Path.of("src/test/resources/packs"))));

  @AfterAll
  static void close() throws IOException {
    CODEC.close();
  }

  private static BitAllocation allocation(byte[] file) throws IOException {
    List<String> warnings = new ArrayList<>();
    BitAllocation allocation = CODEC.bitAllocation(ByteSource.of(file), recorder(warnings));
    assertThat(warnings).isEmpty();
    return allocation;
  }

  private static CodecListener recorder(List<String> warnings) {
    return new CodecListener() {
      @Override
      public void warning(String message) {
        warnings.add(message);
      }
    };
  }

  private static byte[] encode(Picture picture, EncodeOptions options) throws IOException {
    return CODEC.encode(picture, options, CodecListener.SILENT).bytes();
  }

  private static double bits(BitAllocation allocation, Region cells) {
    double sum = 0;
    for (int row = cells.y(); row < cells.bottom(); row++) {
      for (int column = cells.x(); column < cells.right(); column++) {
        sum += allocation.bits()[row * allocation.columns() + column];
      }
    }
    return sum;
  }

  private static double sum(BitAllocation allocation) {
    return bits(allocation, new Region(0, 0, allocation.columns(), allocation.rows()));
  }

  /** Bits of the tiles' payloads, as the index says. */
  private static double payloads(byte[] file) throws IOException {
    CodedFile coded = CodedFile.open(ByteSource.of(file));
    TileIndex index = coded.index();
    return 8.0 * IntStream.range(0, (int) coded.grid().count()).map(index::payloadLength).sum();
  }

  private static EncodeOptions.Builder tiled() {
    return EncodeOptions.builder().tileSize(256).learnedOnly(true);
  }

  private static Picture withAlpha(Picture colours) {
    short[] alpha = new short[colours.width() * colours.height()];
    IntStream.range(0, alpha.length).forEach(i -> alpha[i] = (short) (i * 7919L >> 6 & 0xFF));
    return new Picture(
        colours.width(),
        colours.height(),
        8,
        colours.plane(0),
        colours.plane(1),
        colours.plane(2),
        alpha);
  }

  private static List<EncodeOptions> ways(int width, int height) {
    QualityMap map =
        QualityMap.over(width, height, 30)
            .region(new Region(50, 20, 180, 100), 80)
            .region(new Region(200, 90, 150, 130), QualityMap.LOSSLESS)
            .build();
    return List.of(
        tiled().quality(70).build(),
        tiled().qualityMap(map).build(),
        tiled().lossless().build(),
        tiled().nearLossless(2).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void bits_addUpToThoseOfTheTiles(int channels) throws IOException {
    Picture picture = TestPictures.photoLike(403, 300, Math.min(channels, 3), 5);
    Picture source = channels == 4 ? withAlpha(picture) : picture;
    for (EncodeOptions way : ways(403, 300)) {
      byte[] file = encode(source, way);
      BitAllocation allocation = allocation(file);
      assertThat(allocation.width()).isEqualTo(403);
      assertThat(allocation.height()).isEqualTo(300);
      assertThat(allocation.cellSize()).isEqualTo(16);
      assertThat(allocation.columns()).isEqualTo(26);
      assertThat(allocation.rows()).isEqualTo(19);
      assertThat(allocation.bits()).hasSize(26 * 19);
      assertThat(sum(allocation)).isCloseTo(payloads(file), withinPercentage(0.01));
      for (float bits : allocation.bits()) {
        assertThat(bits).isNotNegative();
      }
    }
  }

  /** Flat to the left, noise to the right. */
  private static Picture halfNoise(int channels) {
    Random random = new Random(1);
    Picture picture = Picture.blank(512, 256, channels, 8);
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < 512 * 256; i++) {
        picture.plane(c)[i] = (short) (i % 512 < 256 ? 90 : random.nextInt(256));
      }
    }
    return picture;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void bits_areWhereTheNoiseIs(int channels) throws IOException {
    Picture picture = halfNoise(channels);
    for (EncodeOptions.Builder way : List.of(tiled().quality(50), tiled().lossless())) {
      BitAllocation allocation = allocation(encode(picture, way.tileSize(512).build()));
      double noise = bits(allocation, new Region(16, 0, 16, 16));
      assertThat(noise / sum(allocation)).isGreaterThan(0.97);
    }
  }

  @Test
  void noiseInOneCell_costsThere() throws IOException {
    Picture picture = Picture.blank(512, 256, 3, 8);
    Random random = new Random(2);
    for (int i = 0; i < 256; i++) {
      picture.plane(1)[(80 + i / 16) * 512 + 304 + i % 16] = (short) random.nextInt(256);
    }
    BitAllocation allocation =
        allocation(encode(picture, EncodeOptions.builder().lossless().build()));
    float[] bits = allocation.bits();
    assertThat(IntStream.range(0, bits.length).reduce((a, b) -> bits[a] >= bits[b] ? a : b))
        .hasValue(5 * 32 + 19);
    assertThat(bits[5 * 32 + 19]).isBetween(256 * 7f, 256 * 9f);
  }

  @Test
  void losslessCells_haveTheBitsOfTheirSamples() throws IOException {
    Picture picture = halfNoise(3);
    QualityMap map =
        QualityMap.over(512, 256, 20)
            .region(new Region(256, 64, 128, 128), QualityMap.LOSSLESS)
            .build();
    BitAllocation allocation = allocation(encode(picture, tiled().qualityMap(map).build()));
    double exact = bits(allocation, new Region(16, 4, 8, 8));
    assertThat(exact / (128 * 128)).isCloseTo(24, within(0.8));
    assertThat(bits(allocation, new Region(24, 4, 8, 8))).isLessThan(exact / 4);
  }

  @Test
  void whatIsGenerated_costsInItsCells() throws IOException {
    Picture picture = TestPictures.photoLike(256, 256, 3, 6);
    Region kept = new Region(64, 64, 128, 128);
    QualityMap map = QualityMap.over(256, 256, QualityMap.GENERATED).region(kept, 60).build();
    EncodeOptions.Builder way =
        EncodeOptions.builder().qualityMap(map).generator("tiny-generative").learnedOnly(true);
    Region inside = new Region(4, 4, 8, 8);
    BitAllocation coarse = allocation(encode(picture, way.generatedQuality(100 / 3.0).build()));
    BitAllocation fine = allocation(encode(picture, way.generatedQuality(100).build()));
    assertThat(bits(fine, inside)).isEqualTo(bits(coarse, inside));
    assertThat(sum(fine)).isGreaterThan(sum(coarse) + 100);
  }

  @Test
  void codesOfAGenerativePack_addUpToThoseOfTheTiles() throws IOException {
    Picture picture = TestPictures.photoLike(400, 300, 3, 7);
    EncodeOptions way = EncodeOptions.builder().model("tiny-generative").quality(100).build();
    byte[] file = encode(picture, way);
    assertThat(sum(allocation(file))).isCloseTo(payloads(file), withinPercentage(0.01));
  }

  @Test
  void damagedTile_isToldAndHasNoBits() throws IOException {
    byte[] file = encode(TestPictures.photoLike(512, 100, 3, 8), tiled().quality(60).build());
    file[file.length - 100] ^= 1;
    List<String> warnings = new ArrayList<>();
    BitAllocation allocation = CODEC.bitAllocation(ByteSource.of(file), recorder(warnings));
    assertThat(warnings).singleElement().asString().startsWith("tile 1 is damaged: byte ");
    assertThat(bits(allocation, new Region(0, 0, 16, 7))).isPositive();
    assertThat(bits(allocation, new Region(16, 0, 16, 7))).isZero();
  }

  @Test
  void whatIsNoPicture_isRefused() {
    assertThatThrownBy(() -> CODEC.bitAllocation(ByteSource.of(new byte[40]), CodecListener.SILENT))
        .isInstanceOf(LicFormatException.class);
  }
}
