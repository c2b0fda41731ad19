package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.lossless.LosslessSamples;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures with a quality map through the codec. */
class QualityMapCodingTest {
  private static final Picture PICTURE = TestPictures.photoLike(400, 300, 3, 17);

  private static EncodeOptions mapped(QualityMap map, int tileSize) {
    return EncodeOptions.builder().qualityMap(map).tileSize(tileSize).learnedOnly(true).build();
  }

  /** A map of rectangles and specks. */
  private static QualityMap random(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    QualityMap.Builder map =
        QualityMap.over(width, height, random.nextInt(60)).feather(random.nextBoolean());
    int regions = 1 + random.nextInt(20);
    for (int n = 0; n < regions; n++) {
      int x = random.nextInt(width);
      int y = random.nextInt(height);
      int side = n < 3 ? 200 : 1;
      Region region =
          new Region(
              x,
              y,
              1 + random.nextInt(Math.min(width - x, side)),
              1 + random.nextInt(Math.min(height - y, side)));
      map.region(region, random.nextDouble(101) < 20 ? 100 : random.nextInt(101));
    }
    return map.build();
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void latentsAndPixels_areTheSameForAnyNumberOfThreads(
      @ForAll @IntRange(min = 1, max = 400) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll long seed)
      throws IOException {
    Picture picture = PICTURE.read(new Region(0, 0, width, height));
    EncodeOptions options = mapped(random(width, height, seed), 128);
    byte[] bytes = null;
    Picture pixels = null;
    for (int threads : new int[] {1, 2, 3}) {
      try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(threads))) {
        byte[] file = codec.encode(picture, options, CodecListener.SILENT).bytes();
        // Without a warning the latents are those of the encoder: each tile has their check sum.
        DecodedPicture decoded =
            codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT);
        assertThat(decoded.warnings()).isEmpty();
        if (bytes != null) {
          assertThat(file).as("%d threads", threads).isEqualTo(bytes);
          assertThat(decoded.picture()).as("%d threads", threads).isEqualTo(pixels);
        }
        bytes = file;
        pixels = decoded.picture();
      }
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void region_isACropOfTheWhole(
      @ForAll @IntRange(max = 399) int x,
      @ForAll @IntRange(max = 299) int y,
      @ForAll @IntRange(min = 1, max = 400) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll @IntRange(max = 2) int file)
      throws IOException {
    Region region = new Region(x, y, Math.min(width, 400 - x), Math.min(height, 300 - y));
    Whole whole = Whole.ALL.get(file);
    DecodedPicture part = Coding.decode(whole.file, DecodeOptions.DEFAULT.withRegion(region));
    assertThat(part.warnings()).isEmpty();
    assertThat(Coding.largestDifference(part.picture(), whole.pixels.read(region)))
        .as("region %s", region)
        .isLessThanOrEqualTo(1);
  }

  /** Files of one picture with other tiles and maps, and their pixels. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Whole(byte[] file, Picture pixels) {
    static final List<Whole> ALL = all();

    static List<Whole> all() {
      List<Whole> all = new ArrayList<>();
      try {
        for (int tileSize : new int[] {128, 256, 512}) {
          byte[] file = Coding.encode(PICTURE, mapped(random(400, 300, tileSize), tileSize));
          all.add(new Whole(file, Coding.decode(file).picture()));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return all;
    }
  }

  @Test
  void mapOfOneQuality_isAPlainFile() throws IOException {
    QualityMap flat = QualityMap.over(400, 300, 37).region(new Region(8, 8, 50, 9), 37).build();
    assertThat(Coding.encode(PICTURE, mapped(flat, 128)))
        .isEqualTo(Coding.encode(PICTURE, Coding.tiled(37, 128)));
  }

  @ParameterizedTest
  @CsvSource({"1,8", "2,8", "3,8", "4,8", "1,12", "3,16", "4,16"})
  void anyKindOfPicture_takesAMap(int channels, int bitDepth) throws IOException {
    short[][] planes =
        LosslessSamples.planes(LosslessSamples.Kind.PHOTO, channels, 170, 140, bitDepth, 3);
    Picture picture = new Picture(170, 140, bitDepth, planes);
    DecodedPicture decoded =
        Coding.decode(Coding.encode(picture, mapped(random(170, 140, 5), 128)));
    assertThat(decoded.warnings()).isEmpty();
    if (picture.hasAlpha()) {
      int alpha = channels - 1;
      assertThat(decoded.picture().plane(alpha)).isEqualTo(picture.plane(alpha));
    }
  }

  @Test
  void regionOfInterest_costsAThird_andIsAsGoodAsAPlainFile() throws IOException {
    Picture picture = TestPictures.photoLike(768, 512, 3, 4);
    Region region = new Region(261, 178, 243, 162);
    QualityMap map = QualityMap.over(768, 512, 10).region(region, 64).build();
    byte[] plain = Coding.encode(picture, EncodeOptions.ofQuality(64));
    byte[] selective = Coding.encode(picture, mapped(map, 1024));
    assertThat(selective.length).isLessThan(plain.length * 35 / 100);
    double asked = psnr(picture, Coding.decode(plain).picture(), region);
    double found = psnr(picture, Coding.decode(selective).picture(), region);
    assertThat(found).isBetween(asked - 0.3, asked + 0.3);
    assertThat(psnr(picture, Coding.decode(selective).picture(), new Region(0, 0, 200, 512)))
        .isLessThan(asked - 3);
  }

  private static double psnr(Picture a, Picture b, Region region) {
    return Psnr.of(a.read(region), b.read(region));
  }

  @Test
  void tilesWithoutVariation_costAByteEach() throws IOException {
    EncodeOptions plain = Coding.tiled(30, 128);
    QualityMap map =
        QualityMap.over(400, 300, 30).feather(false).region(new Region(0, 0, 9, 9), 31).build();
    byte[] file = Coding.encode(PICTURE, mapped(map, 128));
    List<FileSurgery.TileSpan> before = FileSurgery.tiles(Coding.encode(PICTURE, plain));
    List<FileSurgery.TileSpan> after = FileSurgery.tiles(file);
    for (int t = 1; t < after.size(); t++) {
      int more = length(after.get(t)) - length(before.get(t));
      assertThat(more).as("tile %d", t).isEqualTo(1);
    }
  }

  private static int length(FileSurgery.TileSpan tile) {
    return tile.end() - tile.payload();
  }

  @ParameterizedTest
  @ValueSource(ints = {2000, 3500, 5000})
  void target_isMetByShiftingAllQualitiesAlike(int target) throws IOException {
    QualityMap map =
        QualityMap.over(400, 300, 20)
            .feather(false)
            .region(new Region(64, 64, 128, 96), 60)
            .build();
    EncodeOptions options =
        EncodeOptions.builder()
            .qualityMap(map)
            .rate(new EncodeOptions.Rate.TargetBytes(target))
            .build();
    EncodedPicture coded = LicCodec.shared().encode(PICTURE, options, CodecListener.SILENT);
    assertThat(coded.bytes().length).isBetween(target * 99 / 100, target);
    List<Double> levels = LicCodec.info(ByteSource.of(coded.bytes())).qualityLevels();
    assertThat(levels).hasSize(2);
    assertThat(coded.quality()).isEqualTo(levels.get(0));
    assertThat(levels.get(1) - levels.get(0)).isBetween(39.9, 40.1);
  }

  @Test
  void targetBeyondTheScale_bringsTheQualitiesTogether() throws IOException {
    QualityMap map = random(400, 300, 8);
    EncodeOptions large =
        EncodeOptions.builder()
            .qualityMap(map)
            .rate(new EncodeOptions.Rate.TargetBytes(10_000_000))
            .learnedOnly(true)
            .build();
    assertThat(Coding.encode(PICTURE, large))
        .isEqualTo(Coding.encode(PICTURE, Coding.tiled(100, 1024)));
  }

  @Test
  void info_tellsTheQualities() throws IOException {
    QualityMap map =
        QualityMap.over(400, 300, 0).feather(false).region(new Region(9, 9, 9, 9), 100).build();
    PictureInfo info = LicCodec.info(ByteSource.of(Coding.encode(PICTURE, mapped(map, 256))));
    assertThat(info.hasQualityMap()).isTrue();
    assertThat(info.qualityLevels()).containsExactly(0.0, 100.0);
    assertThat(info.quality()).isZero();
    PictureInfo plain = LicCodec.info(ByteSource.of(Coding.encode(PICTURE, Coding.tiled(9, 128))));
    assertThat(plain.hasQualityMap()).isFalse();
  }

  @Test
  void mapOfAnotherSize_isRefused() {
    QualityMap map = QualityMap.over(400, 301, 5).build();
    assertThatThrownBy(() -> Coding.encode(PICTURE, mapped(map, 256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the quality map is for a picture of 400x301 pixels, this one has 400x300");
  }

  @Test
  void losslessModes_haveNoMap() {
    QualityMap map = QualityMap.over(400, 300, 5).build();
    assertThatThrownBy(() -> EncodeOptions.builder().qualityMap(map).lossless().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a quality map needs lossy mode");
  }

  @Test
  void levelBeyondThePack_isRefusedWithItsOffset() throws IOException {
    byte[] file = Coding.encode(PICTURE, mapped(random(400, 300, 2), 512));
    LicHeader h = CodedFile.open(ByteSource.of(file)).header();
    List<Integer> levels = new ArrayList<>(h.levels());
    levels.set(levels.size() - 1, 9999);
    LicHeader beyond =
        new LicHeader(
            h.width(),
            h.height(),
            3,
            8,
            512,
            1,
            h.packId(),
            h.packHash(),
            h.quality(),
            levels,
            0,
            0,
            255,
            h.summed());
    byte[] changed = new byte[beyond.length() + file.length - h.length()];
    System.arraycopy(beyond.toBytes(), 0, changed, 0, beyond.length());
    System.arraycopy(file, h.length(), changed, beyond.length(), file.length - h.length());
    assertThatThrownBy(() -> Coding.decode(changed))
        .isInstanceOfSatisfying(
            LicFormatException.class,
            e -> assertThat(e.offset()).isEqualTo(beyond.qualityOffset() + 2))
        .hasMessageContaining("quality map with step 9999");
  }

  @ParameterizedTest
  @CsvSource({
    "length beyond the payload, FFFF03",
    "stream of no cells, 02",
    "endless number, FFFFFFFFFF",
    "impossible state, 0500000000",
    "stream cut short, 05000001FF"
  })
  void malformedMap_isADamagedTile(String name, String hex) throws IOException {
    QualityMap map =
        QualityMap.over(400, 300, 9).feather(false).region(new Region(9, 9, 99, 9), 80).build();
    byte[] file = Coding.encode(PICTURE, mapped(map, 256));
    FileSurgery.TileSpan last = FileSurgery.tiles(file).get(3);
    byte[] payload = HexFormat.of().parseHex(hex);
    byte[] damaged = file.clone();
    System.arraycopy(payload, 0, damaged, last.payload(), payload.length);
    DecodedPicture decoded = Coding.decode(FileSurgery.withSums(damaged));
    assertThat(decoded.warnings())
        .as(name)
        .singleElement()
        .asString()
        .startsWith("tile 3 is damaged");
    assertThat(decoded.picture().plane(0)[299 * 400 + 399]).isEqualTo((short) 128);
  }

  @Test
  void otherMapWithTheSameIntegers_isNoticed() throws IOException {
    QualityMap map =
        QualityMap.over(256, 128, 40).feather(false).region(new Region(0, 0, 9, 9), 41).build();
    Picture wide = Picture.blank(256, 128, 3, 8);
    byte[] file = Coding.encode(wide, mapped(map, 128));
    FileSurgery.TileSpan flat = FileSurgery.tiles(file).get(1);
    assertThat(file[flat.payload()]).isZero();
    byte[] damaged = file.clone();
    damaged[flat.payload()] = 1;
    assertThat(Coding.decode(FileSurgery.withSums(damaged)).warnings())
        .singleElement()
        .asString()
        .startsWith("tile 1 is damaged: ");
  }

  @Test
  void damagedTile_leavesTheOthersAlone() throws IOException {
    byte[] file = Coding.encode(PICTURE, mapped(random(400, 300, 3), 128));
    FileSurgery.TileSpan span = FileSurgery.tiles(file).get(0);
    byte[] damaged = file.clone();
    damaged[span.payload()] ^= 0x55;
    DecodedPicture decoded = Coding.decode(damaged);
    assertThat(decoded.warnings()).singleElement().asString().startsWith("tile 0 is damaged");
    Region far = new Region(256, 256, 144, 44);
    Picture intact = Coding.decode(file).picture();
    assertThat(Coding.largestDifference(decoded.picture().read(far), intact.read(far))).isZero();
  }
}
