package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that a generative pack makes up as a whole. */
class GenerativeCodingTest {
  static final List<LabelClass> CLASSES =
      List.of(
          new LabelClass("Sky", 0x80A0FA),
          new LabelClass("Road", 0x5A3C5A),
          new LabelClass("Tree", 0x3C8C1E));

  private static final CodecSettings SETTINGS =
      new CodecSettings(Device.CPU, 2, Optional.of(Path.of("src/test/resources/packs")));

  private static final LicCodec CODEC = LicCodec.open(SETTINGS);

  private static final double[] QUALITIES = {0, 100 / 3.0, 200 / 3.0, 100};

  @AfterAll
  static void close() throws IOException {
    CODEC.close();
  }

  private static EncodeOptions.Builder options(double quality) {
    return EncodeOptions.builder().model("tiny-generative").quality(quality);
  }

  /** Labels in stripes of some width, with some pixels without a class. */
  static LabelMap stripes(int width, int height, int wide) {
    int[] labels = new int[width * height];
    Arrays.setAll(labels, i -> i % width / wide % 4 - 1);
    return LabelMap.of(width, height, CLASSES, labels);
  }

  private static byte[] encode(Picture picture, EncodeOptions options) throws IOException {
    return CODEC.encode(picture, options, CodecListener.SILENT).bytes();
  }

  private static DecodedPicture decode(byte[] file) throws IOException {
    return decode(file, DecodeOptions.DEFAULT);
  }

  private static DecodedPicture decode(byte[] file, DecodeOptions options) throws IOException {
    return CODEC.decode(ByteSource.of(file), options, CodecListener.SILENT);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 3, 8, 1024", "17, 33, 3, 8, 1024", "300, 200, 3, 8, 128", "129, 130, 1, 8, 128",
    "100, 70, 4, 8, 1024", "90, 60, 3, 16, 128", "64, 64, 2, 8, 1024", "70, 300, 3, 11, 128"
  })
  void everyKindOfPicture_comesBackAsTheSameMadeUpPicture(
      int width, int height, int channels, int depth, int tileSize) throws IOException {
    Picture bytes = TestPictures.photoLike(width, height, channels, 3);
    short[][] planes = new short[channels][];
    for (int c = 0; c < channels; c++) {
      planes[c] = bytes.plane(c).clone();
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = (short) (planes[c][i] << depth - 8);
      }
    }
    Picture picture = new Picture(width, height, depth, planes);
    for (double quality : new double[] {100 / 3.0, 100}) {
      EncodeOptions asked = options(quality).tileSize(tileSize).learnedOnly(true).build();
      byte[] file = encode(picture, asked);
      DecodedPicture decoded = decode(file);
      assertThat(decoded.warnings()).isEmpty();
      assertThat(decoded.picture().width()).isEqualTo(width);
      assertThat(decoded.picture().channels()).isEqualTo(channels);
      if (picture.hasAlpha()) {
        assertThat(decoded.picture().plane(channels - 1)).isEqualTo(picture.plane(channels - 1));
      }
      assertThat(encode(picture, asked)).isEqualTo(file);
      assertThat(decode(file).picture()).isEqualTo(decoded.picture());
    }
  }

  @Test
  void moreChannels_takeMoreBytes_withinTheBound() throws IOException {
    Picture picture = TestPictures.photoLike(320, 240, 3, 5);
    int last = 0;
    for (int step = 1; step <= 3; step++) {
      byte[] file = encode(picture, options(QUALITIES[step]).sampleSums(false).build());
      int channels = 1 << step;
      double bound = 20 * 15 * channels * Math.log(5) / Math.log(2) / 8;
      int header = CodedFile.open(ByteSource.of(file)).header().length();
      // Check sums, the payload's first byte, and what probabilities cost to learn.
      assertThat(file.length).isGreaterThan(last).isLessThan((int) (header + 9 + 1.1 * bound));
      last = file.length;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void numberOfThreads_changesNothing(int threads) throws IOException {
    Picture picture = TestPictures.photoLike(300, 260, 3, 8);
    EncodeOptions asked = options(100).tileSize(128).labels(stripes(300, 260, 20)).build();
    byte[] file = encode(picture, asked);
    Picture expected = decode(file).picture();
    CodecSettings settings =
        new CodecSettings(Device.CPU, threads, Optional.of(Path.of("src/test/resources/packs")));
    try (LicCodec codec = LicCodec.open(settings)) {
      assertThat(codec.encode(picture, asked, CodecListener.SILENT).bytes()).isEqualTo(file);
      DecodedPicture found =
          codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT);
      assertThat(found.warnings()).isEmpty();
      assertThat(found.picture()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0,300,260", "5,7,1,1", "120,120,20,20", "200,0,100,30", "10,250,280,10"})
  void region_isACropOfTheWhole(int x, int y, int width, int height) throws IOException {
    Picture picture = TestPictures.photoLike(300, 260, 3, 8);
    byte[] file = encode(picture, options(100).tileSize(128).labels(stripes(300, 260, 20)).build());
    Region region = new Region(x, y, width, height);
    Picture part = decode(file, DecodeOptions.DEFAULT.withRegion(region)).picture();
    assertThat(part).isEqualTo(decode(file).picture().read(region));
  }

  @Test
  void withLabelsAlone_nothingOfThePictureMatters_andLabelsDo() throws IOException {
    LabelMap labels = stripes(160, 96, 24);
    EncodeOptions asked = options(0).labels(labels).build();
    byte[] one = encode(TestPictures.photoLike(160, 96, 3, 1), asked);
    byte[] other = encode(TestPictures.photoLike(160, 96, 3, 2), asked);
    assertThat(one).isEqualTo(other);
    Picture drawn = decode(one).picture();
    byte[] moved =
        encode(
            TestPictures.photoLike(160, 96, 3, 1), options(0).labels(stripes(160, 96, 40)).build());
    assertThat(decode(moved).picture()).isNotEqualTo(drawn);
    assertThat(LicFile.open(ByteSource.of(one), SETTINGS).metadata(0).labels()).contains(labels);
    LabelMap unnamed = LicFile.open(ByteSource.of(one)).metadata(0).labels().orElseThrow();
    assertThat(unnamed.classes().get(2).name()).isEqualTo("class 3");
    assertThat(unnamed.at(50, 50)).isEqualTo(labels.at(50, 50));
  }

  @Test
  void keptCells_followThePicture_andOthersAreDrawn() throws IOException {
    LabelMap labels = stripes(256, 256, 32);
    Region kept = new Region(0, 0, 64, 64);
    QualityMap map = QualityMap.over(256, 256, 0).region(kept, 100).feather(false).build();
    EncodeOptions asked = options(0).qualityMap(map).labels(labels).build();
    Picture picture = TestPictures.photoLike(256, 256, 3, 1);
    byte[] file = encode(picture, asked);
    Picture other = TestPictures.photoLike(256, 256, 3, 2);
    Picture made = decode(file).picture();
    Picture of = decode(encode(other, asked)).picture();
    assertThat(made.read(kept)).isNotEqualTo(of.read(kept));
    Region far = new Region(192, 192, 64, 64);
    assertThat(made.read(far)).isEqualTo(of.read(far));
    int everywhere = encode(picture, options(100).labels(labels).build()).length;
    assertThat(file.length).isLessThan(everywhere * 2 / 3);
  }

  @Test
  void losslessCells_areRefused_asAllIsSynthesised() {
    Picture picture = TestPictures.photoLike(128, 96, 3, 1);
    Region exact = new Region(32, 32, 32, 32);
    QualityMap map = QualityMap.over(128, 96, 50).region(exact, QualityMap.LOSSLESS).build();
    assertThatThrownBy(() -> encode(picture, options(50).qualityMap(map).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lossless regions go with another model");
  }

  @Test
  void codestreamThatHasLostItsLabels_saysSo() throws IOException {
    Picture picture = TestPictures.photoLike(256, 128, 3, 1);
    byte[] file = encode(picture, options(100).labels(stripes(256, 128, 16)).build());
    int start = FileSurgery.headerOffset(file);
    byte[] bare = Arrays.copyOfRange(file, start, file.length);
    assertThatThrownBy(() -> decode(bare))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("drawn from a label map, which the picture has lost");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PictureMetadata others = PictureMetadata.NONE.withLabels(stripes(256, 128, 17));
    new LicFileWriter(out).write(bare, others, List.of());
    assertThatThrownBy(() -> decode(out.toByteArray()))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("codes and labels have CRC");
  }

  @Test
  void labelsThatAreOnlyMetadata_changeNoPixel() throws IOException {
    Picture picture = TestPictures.photoLike(64, 64, 3, 1);
    byte[] bare = encode(picture, options(100).build());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PictureMetadata labelled = PictureMetadata.NONE.withLabels(stripes(64, 64, 16));
    new LicFileWriter(out).write(bare, labelled, List.of());
    DecodedPicture decoded = decode(out.toByteArray());
    assertThat(decoded.warnings()).isEmpty();
    assertThat(decoded.picture()).isEqualTo(decode(bare).picture());
  }

  @Test
  void qualityZeroWithoutLabels_isRefused() {
    Picture picture = TestPictures.photoLike(64, 64, 3, 1);
    assertThatThrownBy(() -> encode(picture, options(0).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is drawn from a label map, and there is none")
        .hasMessageContaining("at least 17");
    assertThat(QUALITIES[1]).isGreaterThan(17);
  }

  @Test
  void classThatThePackDoesNotKnow_isNamed() {
    LabelMap map = LabelMap.of(8, 8, List.of(new LabelClass("Dragon", 0)), new int[64]);
    Picture picture = TestPictures.photoLike(8, 8, 3, 1);
    assertThatThrownBy(() -> encode(picture, options(50).labels(map).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pack tiny-generative does not know the class Dragon: it draws Sky, Road, Tree");
  }

  @Test
  void labelsOfAnotherSize_areRefused() {
    Picture picture = TestPictures.photoLike(64, 64, 3, 1);
    assertThatThrownBy(() -> encode(picture, options(50).labels(stripes(64, 63, 8)).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for a picture of 64x64");
  }

  @Test
  void target_isNotExceeded() throws IOException {
    Picture picture = TestPictures.photoLike(320, 240, 3, 5);
    LabelMap labels = stripes(320, 240, 40);
    int four = encode(picture, options(QUALITIES[2]).labels(labels).build()).length;
    EncodeOptions asked =
        options(0).labels(labels).rate(new EncodeOptions.Rate.TargetBytes(four)).build();
    assertThat(encode(picture, asked)).hasSize(four);
    EncodeOptions less =
        options(0).labels(labels).rate(new EncodeOptions.Rate.TargetBytes(four - 1)).build();
    assertThat(encode(picture, less).length).isLessThan(four);
    assertThatThrownBy(
            () ->
                encode(
                    picture,
                    options(0).labels(labels).rate(new EncodeOptions.Rate.TargetBytes(60)).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target of 60 bytes");
  }

  @Test
  void targetWithoutLabels_takesTheCoarsestCodeAtLeast() throws IOException {
    Picture picture = TestPictures.photoLike(320, 240, 3, 5);
    int two = encode(picture, options(QUALITIES[1]).build()).length;
    EncodeOptions asked = options(0).rate(new EncodeOptions.Rate.TargetBytes(two)).build();
    assertThat(encode(picture, asked)).hasSize(two);
    EncodeOptions less = options(0).rate(new EncodeOptions.Rate.TargetBytes(two - 1)).build();
    assertThatThrownBy(() -> encode(picture, less)).hasMessageContaining(two + " bytes");
  }

  @Test
  void pictureThatIsSmallerWithoutLoss_isLossless() throws IOException {
    Picture flat = Picture.blank(300, 300, 3, 8);
    byte[] file = encode(flat, options(100).build());
    assertThat(LicCodec.info(ByteSource.of(file)).mode()).isEqualTo(CodingMode.LOSSLESS);
    assertThat(LicFile.open(ByteSource.of(file)).metadata(0).provenance()).isEmpty();
  }

  @Test
  void allOfThePictureCountsAsSynthesised() throws IOException {
    byte[] file = encode(TestPictures.photoLike(50, 40, 3, 1), options(100).build());
    assertThat(LicFile.open(ByteSource.of(file)).metadata(0).provenance())
        .contains(Provenance.all(50, 40));
  }

  @Test
  void damagedCodes_areADamagedTile() throws IOException {
    byte[] file =
        encode(TestPictures.photoLike(256, 128, 3, 1), options(100).tileSize(128).build());
    int payload = FileSurgery.tiles(file).get(0).payload();
    for (int at : new int[] {0, 1, 5, 30}) {
      byte[] damaged = file.clone();
      damaged[payload + at] ^= 0x55;
      DecodedPicture decoded = decode(FileSurgery.withSums(damaged));
      assertThat(decoded.warnings()).singleElement().asString().startsWith("tile 0 is damaged: ");
    }
  }
}
