package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.licorice.bitstream.LicFormatException;
import io.licorice.metrics.Psnr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of which a part is made up, and what the file says of it. */
class SelectiveCodingTest {
  private static final CodecSettings SETTINGS =
      new CodecSettings(Device.CPU, 2, Optional.of(Path.of("src/test/resources/packs")));

  private static final LicCodec CODEC = LicCodec.open(SETTINGS);

  private static final Region ROI = new Region(64, 48, 96, 80);

  private static EncodeOptions.Builder options(QualityMap map) {
    return EncodeOptions.builder().qualityMap(map).generator("tiny-generative");
  }

  private static QualityMap over(int width, int height, double inside) {
    return QualityMap.over(width, height, QualityMap.GENERATED).region(ROI, inside).build();
  }

  private static byte[] encode(Picture picture, EncodeOptions options) throws IOException {
    return CODEC.encode(picture, options, CodecListener.SILENT).bytes();
  }

  private static DecodedPicture decode(byte[] file, DecodeOptions options) throws IOException {
    return CODEC.decode(ByteSource.of(file), options, CodecListener.SILENT);
  }

  private static Picture decode(byte[] file) throws IOException {
    DecodedPicture decoded = decode(file, DecodeOptions.DEFAULT);
    assertThat(decoded.warnings()).isEmpty();
    return decoded.picture();
  }

  private static Provenance provenance(byte[] file) throws IOException {
    return LicFile.open(ByteSource.of(file)).metadata(0).provenance().orElseThrow();
  }

  /** What the picture's own model makes of it, without anything that was generated. */
  private static Picture withoutSynthesis(byte[] file) throws IOException {
    return decode(Arrays.copyOfRange(file, FileSurgery.headerOffset(file), file.length));
  }

  @Property(tries = 25)
  void noPixelThatSynthesisChanged_liesOutsideTheRecordedMask(
      @ForAll @IntRange(min = 1, max = 150) int width,
      @ForAll @IntRange(min = 1, max = 150) int height,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll long seed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    QualityMap.Builder map = QualityMap.over(width, height, QualityMap.GENERATED);
    for (int i = 0; i < 3; i++) {
      int x = random.nextInt(width);
      int y = random.nextInt(height);
      double[] qualities = {QualityMap.LOSSLESS, 20, 70, QualityMap.GENERATED};
      map.region(
          new Region(x, y, 1 + random.nextInt(width - x), 1 + random.nextInt(height - y)),
          qualities[random.nextInt(4)]);
    }
    Picture picture = TestPictures.photoLike(width, height, channels, seed);
    byte[] file = encode(picture, options(map.build()).tileSize(128).learnedOnly(true).build());
    QualityMap built = map.build();
    if (!built.hasGenerated()) {
      assertThat(LicFile.open(ByteSource.of(file)).metadata(0).provenance()).isEmpty();
      return;
    }
    Provenance told = provenance(file);
    if (built.isGenerated()) {
      assertThat(told).isEqualTo(Provenance.all(width, height));
      return;
    }
    Picture made = decode(file);
    Picture plain = withoutSynthesis(file);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean generated = built.isGenerated(x / QualityMap.CELL, y / QualityMap.CELL);
        assertThat(told.isSynthesised(x, y)).isEqualTo(generated);
        for (int c = 0; c < channels; c++) {
          if (!generated || (picture.hasAlpha() && c == channels - 1)) {
            int i = y * width + x;
            assertThat(made.plane(c)[i]).as("%d, %d", x, y).isEqualTo(plain.plane(c)[i]);
          }
        }
      }
    }
  }

  @Test
  void losslessRegion_isExact_beforeAGeneratedBackground() throws IOException {
    Picture picture = TestPictures.photoLike(256, 192, 4, 4);
    byte[] file = encode(picture, options(over(256, 192, QualityMap.LOSSLESS)).build());
    Picture made = decode(file);
    assertThat(made.read(ROI)).isEqualTo(picture.read(ROI));
    Region outside = new Region(0, 160, 256, 32);
    assertThat(made.read(outside).plane(0)).isNotEqualTo(picture.read(outside).plane(0));
    assertThat(made.plane(3)).isEqualTo(picture.plane(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 50, 80})
  void regionAtAQuality_isAsGoodAsAPlainFileOfThatQuality(int quality) throws IOException {
    Picture picture = TestPictures.photoLike(400, 300, 3, 4);
    Region roi = new Region(96, 64, 208, 176);
    QualityMap map = QualityMap.over(400, 300, QualityMap.GENERATED).region(roi, quality).build();
    byte[] file = encode(picture, options(map).build());
    byte[] plain =
        encode(picture, EncodeOptions.builder().quality(quality).learnedOnly(true).build());
    assertThat(Psnr.of(picture.read(roi), decode(file).read(roi)))
        .isGreaterThan(Psnr.of(picture.read(roi), decode(plain).read(roi)) - 0.5);
    if (quality >= 50) { // below, boxes and codes cost more than is spared
      assertThat(file.length).isLessThan(plain.length);
    }
  }

  @Test
  void seams_areFaded() throws IOException {
    Picture picture = TestPictures.photoLike(320, 240, 3, 4);
    byte[] file = encode(picture, options(over(320, 240, 60)).build());
    Picture made = decode(file);
    Picture plain = withoutSynthesis(file);
    int beside = ROI.right();
    double near = 0;
    double far = 0;
    for (int y = ROI.y(); y < ROI.bottom(); y++) {
      near += Math.abs(made.plane(0)[y * 320 + beside] - plain.plane(0)[y * 320 + beside]);
      int away = beside + 20;
      far += Math.abs(made.plane(0)[y * 320 + away] - plain.plane(0)[y * 320 + away]);
    }
    assertThat(near).isLessThan(0.1 * far);
  }

  @Test
  void seamOfALosslessRegion_beginsWithItsColours() throws IOException {
    int[] colours = {210, 60, 20};
    Picture picture = TestPictures.photoLike(320, 240, 3, 4);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 320 * 240; i++) {
        picture.plane(c)[i] = (short) (colours[c] + picture.plane(c)[i] % 16 - 8);
      }
    }
    Picture made = decode(encode(picture, options(over(320, 240, QualityMap.LOSSLESS)).build()));

    int middle = (ROI.y() + ROI.height() / 2) * 320;
    for (int c = 0; c < 3; c++) {
      short[] plane = made.plane(c);
      for (int i : new int[] {ROI.right(), ROI.x() - 1}) {
        assertThat((int) plane[middle + i]).isCloseTo(colours[c], within(24));
      }
      assertThat((int) plane[(ROI.y() - 1) * 320 + 100]).isCloseTo(colours[c], within(24));
    }
  }

  @Test
  void region_isACropOfTheWhole() throws IOException {
    Picture picture = TestPictures.photoLike(300, 260, 3, 4);
    LabelMap labels = GenerativeCodingTest.stripes(300, 260, 30);
    byte[] file = encode(picture, options(over(300, 260, 40)).labels(labels).tileSize(128).build());
    Picture whole = decode(file);
    for (Region region :
        List.of(
            new Region(0, 0, 70, 60), new Region(150, 100, 33, 160), ROI, new Region(5, 5, 1, 1))) {
      assertThat(decode(file, DecodeOptions.DEFAULT.withRegion(region)).picture())
          .isEqualTo(whole.read(region));
    }
  }

  @Test
  void backgroundFromLabels_takesNoCode_andTheFileKeepsTheLabels() throws IOException {
    Picture picture = TestPictures.photoLike(300, 260, 3, 4);
    LabelMap labels = GenerativeCodingTest.stripes(300, 260, 60);
    byte[] drawn = encode(picture, options(over(300, 260, 40)).labels(labels).build());
    byte[] coded =
        encode(picture, options(over(300, 260, 40)).labels(labels).generatedQuality(100).build());
    assertThat(drawn.length).isLessThan(coded.length);
    LicFile file = LicFile.open(ByteSource.of(drawn), SETTINGS);
    assertThat(file.metadata(0).labels()).contains(labels);
    assertThat(file.generator(0).orElseThrow().model()).isEqualTo("tiny-generative");
    assertThat(file.info(0).model()).isEqualTo("photo");
    assertThat(decode(drawn).width()).isEqualTo(300);
  }

  @Test
  void target_isKeptTo_withAllBoxes() throws IOException {
    Picture picture = TestPictures.photoLike(300, 260, 3, 4);
    LabelMap labels = GenerativeCodingTest.stripes(300, 260, 60);
    EncodeOptions.Builder asked = options(over(300, 260, 40)).labels(labels);
    int smallest = encode(picture, asked.build()).length;
    int target = smallest + 500;
    byte[] file = encode(picture, asked.rate(new EncodeOptions.Rate.TargetBytes(target)).build());
    assertThat(file.length).isBetween(target * 98 / 100, target);
    assertThatThrownBy(
            () -> encode(picture, asked.rate(new EncodeOptions.Rate.TargetBytes(90)).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target of 90 bytes");
  }

  @Test
  void overhead_isWhatAFileTakesBesideWhatATargetCovers() throws IOException {
    Picture picture = TestPictures.photoLike(300, 260, 3, 4);
    LabelMap labels = GenerativeCodingTest.stripes(300, 260, 60);
    Picture mask = Picture.blank(300, 260, 1, 8);
    mask.plane(0)[70 * 300 + 100] = 1;
    PictureMetadata xmp = PictureMetadata.NONE.withXmp(new byte[50]);
    EncodeOptions.Builder drawn = EncodeOptions.builder().model("tiny-generative");
    for (EncodeOptions asked :
        List.of(
            EncodeOptions.builder().labels(labels).build(),
            EncodeOptions.builder().lossless().labels(labels).build(),
            drawn.build(),
            drawn.labels(labels).build(),
            options(QualityMap.over(300, 260, QualityMap.GENERATED).build()).build(),
            options(over(300, 260, 40)).build(),
            options(over(300, 260, 40)).labels(labels).build())) {
      for (PictureMetadata said :
          List.of(
              PictureMetadata.NONE.withLabels(labels),
              xmp.withLabels(labels).withProvenance(Provenance.ofMask(mask)),
              xmp.withLabels(labels).withProvenance(Provenance.all(300, 260)))) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SpooledPicture coded =
            CODEC.spool(picture, asked, Scratch.MEMORY, CodecListener.SILENT)) {
          new LicFileWriter(out).write(coded, said, List.of());
          assertThat(coded.length() + CODEC.overhead(asked, said, List.of()))
              .as("%s with %s", asked, said)
              .isEqualTo(out.size());
        }
      }
    }
  }

  @Test
  void packs_areGenerativeOrNot() throws IOException {
    assertThat(CODEC.isGenerative("tiny-generative")).isTrue();
    assertThat(CODEC.isGenerative("photo")).isFalse();
    assertThatThrownBy(() -> CODEC.isGenerative("nonesuch")).isInstanceOf(IOException.class);
  }

  @Test
  void everythingGenerated_isAFileOfTheGenerator() throws IOException {
    Picture picture = TestPictures.photoLike(100, 80, 3, 4);
    QualityMap all = QualityMap.over(100, 80, QualityMap.GENERATED).build();
    byte[] file = encode(picture, options(all).build());
    assertThat(LicCodec.info(ByteSource.of(file)).model()).isEqualTo("tiny-generative");
    assertThat(CodedFile.open(ByteSource.of(file)).header().quality()).isEqualTo(1);
  }

  @Test
  void flatPicture_isLossless_whateverWasToBeGenerated() throws IOException {
    Picture flat = Picture.blank(300, 260, 3, 8);
    byte[] file = encode(flat, options(over(300, 260, 40)).build());
    assertThat(LicCodec.info(ByteSource.of(file)).mode()).isEqualTo(CodingMode.LOSSLESS);
    assertThat(LicFile.open(ByteSource.of(file)).metadata(0).provenance()).isEmpty();
  }

  @Test
  void packThatDoesNotGenerate_isRefused() {
    Picture picture = TestPictures.photoLike(100, 80, 3, 4);
    QualityMap map =
        QualityMap.over(100, 80, QualityMap.GENERATED).region(new Region(0, 0, 20, 20), 50).build();
    assertThatThrownBy(() -> encode(picture, options(map).generator("photo").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pack photo does not generate pictures");
  }

  @Test
  void provenanceOfASourcePicture_isKept_besideWhatIsSynthesisedNow() throws IOException {
    Picture picture = TestPictures.photoLike(256, 192, 3, 4);
    Picture before = Picture.blank(256, 192, 1, 8);
    before.plane(0)[100 * 256 + 100] = 1;
    PictureMetadata metadata = PictureMetadata.NONE.withProvenance(Provenance.ofMask(before));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SpooledPicture coded =
        CODEC.spool(
            picture, options(over(256, 192, 40)).build(), Scratch.MEMORY, CodecListener.SILENT)) {
      new LicFileWriter(out).write(coded, metadata, List.of());
    }
    Provenance told = provenance(out.toByteArray());
    assertThat(told.isSynthesised(100, 100)).isTrue();
    assertThat(told.isSynthesised(101, 100)).isFalse();
    assertThat(told.isSynthesised(0, 0)).isTrue();
    assertThat(decode(out.toByteArray()).width()).isEqualTo(256);

    ByteArrayOutputStream again = new ByteArrayOutputStream();
    byte[] plain = encode(decode(out.toByteArray()), EncodeOptions.ofQuality(80));
    new LicFileWriter(again).write(plain, PictureMetadata.NONE.withProvenance(told), List.of());
    assertThat(provenance(again.toByteArray())).isEqualTo(told);
  }

  @Test
  void damagedBox_isRefusedWithItsPlace() throws IOException {
    Picture picture = TestPictures.photoLike(256, 192, 3, 4);
    byte[] file = encode(picture, options(over(256, 192, 40)).build());
    int body = new String(file, StandardCharsets.ISO_8859_1).indexOf("Gene") + 4;
    byte[] longer = file.clone();
    longer[body] = 127;
    assertThatThrownBy(() -> decode(longer))
        .isInstanceOfSatisfying(LicFormatException.class, e -> assertThat(e.offset()).isPositive());
    byte[] map = file.clone();
    map[body + 2] ^= 0x55;
    assertThatThrownBy(() -> decode(map))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("map of generated cells");
  }
}
