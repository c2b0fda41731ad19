package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.PredictedPayload;
import io.licorice.lossless.LosslessSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lossless cells in lossy pictures. */
class ExactCellsTest {
  private static final int CELL = QualityMap.CELL;
  private static final int[] DEPTHS = {8, 16, 8, 12, 8, 1};

  private static EncodeOptions mapped(QualityMap map, int tileSize) {
    return EncodeOptions.builder().qualityMap(map).tileSize(tileSize).learnedOnly(true).build();
  }

  private static Picture picture(int width, int height, int channels, int depth, long seed) {
    LosslessSamples.Kind[] kinds = LosslessSamples.Kind.values();
    return picture(width, height, channels, depth, kinds[Math.floorMod(seed, kinds.length)]);
  }

  private static Picture picture(
      int width, int height, int channels, int depth, LosslessSamples.Kind kind) {
    return new Picture(
        width, height, depth, LosslessSamples.planes(kind, channels, width, height, depth, 1));
  }

  /** Qualities cell by cell. */
  private record Cells(int width, int height, List<Double> qualities) {
    /** Some cells of two qualities, some lossless; at least one of each. */
    static Cells random(int width, int height, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int columns = (width + CELL - 1) / CELL;
      Double[] cells = new Double[columns * ((height + CELL - 1) / CELL)];
      int share = 1 + random.nextInt(99);
      double low = random.nextInt(40);
      for (int i = 0; i < cells.length; i++) {
        double lossy = random.nextBoolean() ? low : low + 30;
        cells[i] = random.nextInt(100) < share ? QualityMap.LOSSLESS : lossy;
      }
      cells[random.nextInt(cells.length)] = QualityMap.LOSSLESS;
      return new Cells(width, height, List.of(cells));
    }

    QualityMap map() {
      QualityMap.Builder map = QualityMap.over(width, height, 0).feather(false);
      int columns = (width + CELL - 1) / CELL;
      for (int i = 0; i < qualities.size(); i++) {
        int x = i % columns * CELL;
        int y = i / columns * CELL;
        map.region(
            new Region(x, y, Math.min(CELL, width - x), Math.min(CELL, height - y)),
            qualities.get(i));
      }
      return map.build();
    }

    boolean isExact(int x, int y) {
      return qualities.get(y / CELL * ((width + CELL - 1) / CELL) + x / CELL)
          == QualityMap.LOSSLESS;
    }

    /** Lossless cells with the lowest quality instead; as it is if there is no quality. */
    Cells lossy() {
      double lowest = qualities.stream().mapToDouble(q -> q).min().orElseThrow();
      return new Cells(
          width,
          height,
          qualities.stream().map(q -> q == QualityMap.LOSSLESS ? lowest : q).toList());
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void smallPictures_areExactInside_andMuchTheSameOutside(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(max = 5) int depth,
      @ForAll long seed)
      throws IOException {
    assertExact(picture(width, height, channels, DEPTHS[depth], seed), seed, 1024);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void picturesOfSeveralTiles_areExactInside_andMuchTheSameOutside(
      @ForAll @IntRange(min = 120, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(max = 5) int depth,
      @ForAll long seed)
      throws IOException {
    assertExact(picture(width, height, channels, DEPTHS[depth], seed), seed, 128);
  }

  private static void assertExact(Picture picture, long seed, int tileSize) throws IOException {
    Cells cells = Cells.random(picture.width(), picture.height(), seed);
    DecodedPicture decoded = Coding.decode(Coding.encode(picture, mapped(cells.map(), tileSize)));
    assertThat(decoded.warnings()).isEmpty();
    Picture reference =
        Coding.decode(Coding.encode(picture, mapped(cells.lossy().map(), tileSize))).picture();
    double found = 0;
    double asLossy = 0;
    double unit = Math.pow((1 << picture.bitDepth()) - 1, 2) / (255 * 255);
    for (int c = 0; c < picture.channels(); c++) {
      for (int i = 0; i < picture.plane(c).length; i++) {
        int x = i % picture.width();
        int y = i / picture.width();
        if (cells.isExact(x, y)) {
          assertThat(error(decoded.picture(), picture, c, i)).as("%d, %d", x, y).isZero();
        } else if (!isHidden(picture, c, i)) {
          found += error(decoded.picture(), picture, c, i) / unit;
          asLossy += error(reference, picture, c, i) / unit;
        }
      }
    }
    // Networks that do not see exact cells take the others in another way; with cells mixed at
    // random a cell may lose all that continued it.
    double pixels = (double) picture.width() * picture.height();
    if (picture.bitDepth() >= 8) { // a sample of one bit is right or as wrong as can be
      assertThat(found / pixels).isLessThan(3 * asLossy / pixels + 50);
    }
  }

  /** Colours under alpha 0 may be anything where a cell is not exact. */
  private static boolean isHidden(Picture picture, int channel, int i) {
    int alpha = picture.channels() - 1;
    return picture.hasAlpha() && channel < alpha && picture.plane(alpha)[i] == 0;
  }

  @ParameterizedTest
  @CsvSource({"10, 0, 0", "10, 96, 64", "40, 96, 64", "60, 240, 140", "80, 96, 64"})
  void outsideARectangle_errorsAreThoseOfAPictureWithoutIt(double quality, int x, int y)
      throws IOException {
    Picture picture = TestPictures.photoLike(400, 300, 3, 17);
    Region region = new Region(x, y, 160, 160);
    QualityMap.Builder map = QualityMap.over(400, 300, quality).feather(false);
    Picture without = Coding.decode(Coding.encode(picture, mapped(map.build(), 256))).picture();
    map.region(region, QualityMap.LOSSLESS);
    Picture with = Coding.decode(Coding.encode(picture, mapped(map.build(), 256))).picture();
    assertThat(with.read(region)).isEqualTo(picture.read(region));
    double found = 0;
    double expected = 0;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 400 * 300; i++) {
        int dx = i % 400 - x;
        int dy = i / 400 - y;
        if (dx < 0 || dx >= 160 || dy < 0 || dy >= 160) {
          found += error(with, picture, c, i);
          expected += error(without, picture, c, i);
        }
      }
    }
    assertThat(found).isBetween(0.95 * expected, 1.05 * expected);
  }

  private static double error(Picture a, Picture b, int channel, int i) {
    double difference = (a.plane(channel)[i] & 0xFFFF) - (b.plane(channel)[i] & 0xFFFF);
    return difference * difference;
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void region_isACropOfTheWhole(
      @ForAll @IntRange(max = 299) int x,
      @ForAll @IntRange(max = 199) int y,
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 200) int height)
      throws IOException {
    Region region = new Region(x, y, Math.min(width, 300 - x), Math.min(height, 200 - y));
    DecodedPicture part = Coding.decode(Whole.FILE, DecodeOptions.DEFAULT.withRegion(region));
    assertThat(part.warnings()).isEmpty();
    Picture expected = Whole.DECODED.read(region);
    assertThat(Coding.largestDifference(part.picture(), expected)).isLessThanOrEqualTo(1);
    for (int c = 0; c < 4; c++) {
      for (int i = 0; i < expected.plane(c).length; i++) {
        if (Whole.CELLS.isExact(x + i % region.width(), y + i / region.width())) {
          assertThat(part.picture().plane(c)[i]).isEqualTo(expected.plane(c)[i]);
        }
      }
    }
  }

  /** A file of six tiles. */
  private static final class Whole {
    static final Cells CELLS = Cells.random(300, 200, 4);
    static final byte[] FILE;
    static final Picture DECODED;

    static {
      try {
        FILE =
            Coding.encode(
                picture(300, 200, 4, 8, LosslessSamples.Kind.PHOTO), mapped(CELLS.map(), 128));
        DECODED = Coding.decode(FILE).picture();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void anyNumberOfThreads_givesTheSameFile() throws IOException {
    Picture picture = picture(300, 200, 4, 8, LosslessSamples.Kind.PHOTO);
    for (int threads : new int[] {1, 2, 3}) {
      try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(threads))) {
        EncodeOptions options = mapped(Whole.CELLS.map(), 128);
        assertThat(codec.encode(picture, options, CodecListener.SILENT).bytes())
            .isEqualTo(Whole.FILE);
      }
    }
  }

  @Test
  void alphaOfExactCells_isExactWhateverItsErrorElsewhere() throws IOException {
    Picture picture = picture(100, 60, 4, 8, LosslessSamples.Kind.PHOTO);
    Region half = new Region(0, 0, 48, 60);
    EncodeOptions options =
        EncodeOptions.builder()
            .alphaError(9)
            .qualityMap(QualityMap.over(100, 60, 10).region(half, QualityMap.LOSSLESS).build())
            .build();
    Picture decoded = Coding.decode(Coding.encode(picture, options)).picture();
    assertThat(decoded.read(half)).isEqualTo(picture.read(half));
    Region rest = new Region(48, 0, 52, 60);
    assertThat(decoded.read(rest).plane(3)).isNotEqualTo(picture.read(rest).plane(3));
  }

  @Test
  void transparentPixelsOfExactCells_keepTheirColours() throws IOException {
    Picture picture = picture(64, 64, 4, 8, LosslessSamples.Kind.DRAWING);
    Arrays.fill(picture.plane(3), (short) 0);
    Region half = new Region(0, 0, 64, 32);
    QualityMap map = QualityMap.over(64, 64, 0).region(half, QualityMap.LOSSLESS).build();
    Picture decoded = Coding.decode(Coding.encode(picture, mapped(map, 128))).picture();
    assertThat(decoded.read(half)).isEqualTo(picture.read(half));
  }

  @ParameterizedTest
  @CsvSource({"1,8,1024", "3,8,128", "4,8,128", "3,16,128"})
  void sumsOfAnIntegerPack_areThoseOfTheFinalSamples(int channels, int depth, int tileSize)
      throws IOException {
    Picture picture = picture(200, 150, channels, depth, LosslessSamples.Kind.PHOTO);
    Cells cells = Cells.random(200, 150, channels);
    EncodeOptions options =
        EncodeOptions.builder()
            .model("tiny")
            .tileSize(tileSize)
            .qualityMap(cells.map())
            .learnedOnly(true)
            .build();
    Path packs = Path.of("src/test/resources/packs");
    try (LicCodec codec = LicCodec.open(new CodecSettings(Device.CPU, 1, Optional.of(packs)))) {
      byte[] file = codec.encode(picture, options, CodecListener.SILENT).bytes();
      CodedFile coded = CodedFile.open(ByteSource.of(file));
      assertThat(coded.header().summed()).isTrue();
      DecodedPicture decoded =
          codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT);
      assertThat(decoded.warnings()).isEmpty();
      Picture first = decoded.picture().read(new Region(0, 0, Math.min(200, tileSize), 128));
      if (tileSize == 128) {
        short[][] planes = new short[channels][];
        Arrays.setAll(planes, first::plane);
        assertThat(coded.sampleSums(coded.index()).orElseThrow().get(0))
            .isEqualTo(SampleCheck.of(planes, first.width()));
      }
      for (int i = 0; i < 200 * 150; i++) {
        if (cells.isExact(i % 200, i / 200)) {
          assertThat(decoded.picture().plane(0)[i]).isEqualTo(picture.plane(0)[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 2000, 6000})
  void target_isMetWithTheSameExactCells(int more) throws IOException {
    Picture picture = TestPictures.photoLike(400, 300, 3, 17);
    Region region = new Region(64, 64, 128, 96);
    QualityMap map =
        QualityMap.over(400, 300, 20)
            .feather(false)
            .region(new Region(240, 0, 160, 160), 40)
            .region(region, QualityMap.LOSSLESS)
            .build();
    QualityMap least =
        QualityMap.over(400, 300, 0).feather(false).region(region, QualityMap.LOSSLESS).build();
    int smallest = Coding.encode(picture, mapped(least, 256)).length;
    int target = smallest + more;
    EncodeOptions options =
        EncodeOptions.builder()
            .qualityMap(map)
            .tileSize(256)
            .rate(new EncodeOptions.Rate.TargetBytes(target))
            .build();
    byte[] file = Coding.encode(picture, options);
    assertThat(file.length).isBetween(target * 99 / 100, target);
    assertThat(Coding.decode(file).picture().read(region)).isEqualTo(picture.read(region));
    EncodeOptions tooSmall =
        EncodeOptions.builder()
            .qualityMap(map)
            .tileSize(256)
            .rate(new EncodeOptions.Rate.TargetBytes(smallest - 1000))
            .build();
    assertThatThrownBy(() -> Coding.encode(picture, tooSmall))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is below the smallest file of this picture");
  }

  @Test
  void losslessEverywhere_isALosslessFile() throws IOException {
    Picture picture = picture(200, 150, 4, 8, LosslessSamples.Kind.PHOTO);
    QualityMap map = QualityMap.over(200, 150, QualityMap.LOSSLESS).build();
    EncodeOptions plain = EncodeOptions.builder().lossless().tileSize(128).build();
    byte[] file = Coding.encode(picture, plain);
    EncodeOptions.Builder options =
        EncodeOptions.builder().qualityMap(map).tileSize(128).alphaError(3);
    EncodedPicture coded = LicCodec.shared().encode(picture, options.build(), CodecListener.SILENT);
    assertThat(coded.bytes()).isEqualTo(file);
    assertThat(coded.model()).isEmpty();
    PictureInfo info = LicCodec.info(ByteSource.of(file));
    assertThat(info.mode()).isEqualTo(CodingMode.LOSSLESS);
    assertThat(info.losslessRegions()).isFalse();

    options.rate(new EncodeOptions.Rate.TargetBytes(file.length));
    assertThat(Coding.encode(picture, options.build())).isEqualTo(file);
    options.rate(new EncodeOptions.Rate.TargetBytes(file.length - 1L));
    assertThatThrownBy(() -> Coding.encode(picture, options.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is below the smallest file of this picture, " + file.length);
    assertThatThrownBy(
            () ->
                Coding.encode(picture(200, 151, 4, 8, LosslessSamples.Kind.PHOTO), options.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the quality map is for a picture of 200x150 pixels");
  }

  @Test
  void info_tellsThatThereAreLosslessRegions_andTheQualities() throws IOException {
    PictureInfo info = LicCodec.info(ByteSource.of(Whole.FILE));
    assertThat(info.losslessRegions()).isTrue();
    assertThat(info.hasQualityMap()).isTrue();
    assertThat(info.qualityLevels()).hasSize(2).allMatch(q -> q <= 100);
    assertThat(info.quality()).isEqualTo(info.qualityLevels().get(0));
    assertThat(info.mode()).isEqualTo(CodingMode.LOSSY);
  }

  /** Two tiles, the first one lossless, of which only the second is not damaged below. */
  private static byte[] twoTiles() throws IOException {
    Region first = new Region(0, 0, 128, 128);
    QualityMap map = QualityMap.over(256, 128, 20).region(first, QualityMap.LOSSLESS).build();
    byte[] file = Coding.encode(TestPictures.photoLike(256, 128, 3, 8), mapped(map, 128));
    assertThat(file[FileSurgery.tiles(file).get(0).payload()]).isEqualTo((byte) 1);
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "1, length beyond the payload, FFFF03",
    "1, endless length, FFFFFFFFFF",
    "1, nothing but a length, 00",
    "1, length of a byte, 01",
    "3, other check sum, 00",
    "7, endless parameters, FFFF7F",
    "200, other samples, 5555"
  })
  void malformedExactCells_areADamagedTile(int at, String name, String hex) throws IOException {
    byte[] file = twoTiles();
    byte[] bytes = HexFormat.of().parseHex(hex);
    int place = FileSurgery.tiles(file).get(0).payload() + at;
    byte[] damaged = file.clone();
    System.arraycopy(bytes, 0, damaged, place, bytes.length);
    DecodedPicture decoded = Coding.decode(FileSurgery.withSums(damaged));
    assertThat(decoded.warnings())
        .as(name)
        .singleElement()
        .asString()
        .startsWith("tile 0 is damaged: exact region, ");
    assertThat(decoded.picture().plane(0)[0]).isEqualTo((short) 128);
    Region second = new Region(128, 0, 128, 128);
    assertThatThrownBy(
            () ->
                Coding.decode(
                    FileSurgery.withSums(damaged),
                    DecodeOptions.DEFAULT.withRegion(new Region(0, 0, 100, 100))))
        .isInstanceOfSatisfying(LicFormatException.class, e -> assertThat(e.offset()).isPositive())
        .hasMessageContaining("exact region, ");
    assertThat(decoded.picture().read(second).plane(0)[127 * 128 + 127]).isNotEqualTo((short) 128);
  }

  @Test
  void truncatedAndFlippedFiles_areNeverAnotherPictureWithoutAWord() throws IOException {
    byte[] file = twoTiles();
    Picture intact = Coding.decode(file).picture();
    SplittableRandom random = new SplittableRandom(7);
    for (int n = 0; n < 40; n++) {
      byte[] damaged = n % 2 == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
      if (n % 2 != 0) {
        damaged[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        DecodedPicture decoded = Coding.decode(FileSurgery.withSums(damaged));
        assertThat(!decoded.warnings().isEmpty() || decoded.picture().equals(intact)).isTrue();
      } catch (LicFormatException e) {
        assertThat(e.offset()).isLessThanOrEqualTo(damaged.length);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("pack");
      }
    }
  }

  @Test
  void otherCellsInTheSameRectangle_areNoticed() throws IOException {
    Picture flat = Picture.blank(64, 64, 3, 8);
    Region corner = new Region(0, 0, 1, 1);
    Region opposite = new Region(40, 40, 1, 1);
    QualityMap.Builder map = QualityMap.over(64, 64, 20).feather(false);
    map.region(corner, QualityMap.LOSSLESS).region(opposite, QualityMap.LOSSLESS);
    byte[] two = Coding.encode(flat, mapped(map.build(), 128));
    map.region(new Region(20, 20, 1, 1), QualityMap.LOSSLESS);
    byte[] three = Coding.encode(flat, mapped(map.build(), 128));
    int check = FileSurgery.tiles(two).get(0).offset() + Integer.BYTES;
    byte[] damaged = three.clone();
    ByteBuffer.wrap(damaged).putInt(check, ByteBuffer.wrap(two).getInt(check));
    assertThatThrownBy(() -> Coding.decode(damaged))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("decoded latents have CRC");
  }

  @Test
  void samplesThatNobodyNeeds_costLittle() throws IOException {
    Picture noise = picture(1024, 128, 3, 8, LosslessSamples.Kind.NOISE);
    QualityMap.Builder map = QualityMap.over(1024, 128, 5).feather(false);
    byte[] none = Coding.encode(noise, mapped(map.build(), 1024));
    map.region(new Region(0, 0, 64, 64), QualityMap.LOSSLESS);
    int one = Coding.encode(noise, mapped(map.build(), 1024)).length - none.length;
    map.region(new Region(960, 64, 64, 64), QualityMap.LOSSLESS);
    int two = Coding.encode(noise, mapped(map.build(), 1024)).length - none.length;
    // Without filling, the rectangle around both would cost 32 times as much as one square.
    assertThat(two).isLessThan(one * 21 / 10);
  }

  @Test
  void payload_tellsWhereItsStreamBegins() throws IOException {
    byte[] stream = new byte[200];
    PredictedPayload payload = new PredictedPayload(5, stream, new byte[3]);
    byte[] bytes = payload.toBytes();
    assertThat(payload.offset() + stream.length + 3).isEqualTo(bytes.length);
    PredictedPayload parsed = PredictedPayload.parse(bytes, "alpha");
    assertThat(parsed.predicted()).isEqualTo(stream);
    assertThat(parsed.rest()).hasSize(3);
    assertThat(parsed.check()).isEqualTo(5);
    assertThatThrownBy(() -> PredictedPayload.parse(Arrays.copyOf(bytes, 150), "exact cells"))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("exact cells");
  }
}
