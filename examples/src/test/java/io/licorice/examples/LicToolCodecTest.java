package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that run the networks. */
final class LicToolCodecTest {
  private static final int WIDTH = 150;
  private static final int HEIGHT = 100;
  @TempDir Path folder;
  private Path original;
  private Path coded;

  @BeforeEach
  void writeOriginal() throws IOException {
    Picture photo = TestPictures.photo(WIDTH, HEIGHT, 3, 1);
    original = TestPictures.write(photo, folder.resolve("photo.png"));
    coded = folder.resolve("photo.lic");
  }

  private static void refuseWarning(String message) {
    throw new AssertionError(message);
  }

  private void encode(Object... flags) {
    Object[] all = new Object[flags.length + 3];
    all[0] = "encode";
    all[1] = original;
    all[2] = coded;
    System.arraycopy(flags, 0, all, 3, flags.length);
    ToolRun run = ToolRun.of(all);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void fileWithoutSums_isShorterByThem() throws IOException {
    encode("-q", 40);
    long withSums = Files.size(coded);
    encode("-q", 40, "--no-sums", "-f");
    assertThat(Files.size(coded)).isEqualTo(withSums - Integer.BYTES);
  }

  @Test
  void encodePrintsOneObjectThatHoldsForTheFileOnDisk() throws IOException {
    ToolRun run = ToolRun.of("encode", original, coded, "-q", 70, "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    JsonNode json = run.json();
    assertThat(json.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "bytes",
            "bpp",
            "psnr",
            "encode_seconds",
            "device",
            "model",
            "quality",
            "width",
            "height",
            "mode",
            "synthesised");
    assertThat(json.get("synthesised").asDouble()).isZero();
    assertThat(json.get("mode").asText()).isEqualTo("lossy");
    assertThat(json.get("bytes").asLong()).isEqualTo(Files.size(coded));
    assertThat(json.get("bpp").asDouble()).isEqualTo(8.0 * Files.size(coded) / (WIDTH * HEIGHT));
    assertThat(json.get("quality").asDouble()).isCloseTo(70, within(0.51));
    assertThat(json.get("width").asInt()).isEqualTo(WIDTH);
    assertThat(json.get("height").asInt()).isEqualTo(HEIGHT);
    assertThat(json.get("device").asText()).isEqualTo("cpu");
    assertThat(json.get("encode_seconds").asDouble()).isPositive();
    JsonNode compared = ToolRun.of("compare", original, coded, "--json").json();
    assertThat(compared.get("psnr").asDouble()).isEqualTo(json.get("psnr").asDouble());
  }

  @Test
  void encodeWithoutJsonIsOneLine() {
    ToolRun run = ToolRun.of("encode", original, coded);
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .contains(" bytes, ", " bpp, PSNR ", " s on cpu, model photo, quality 50", "150x100");
  }

  @ParameterizedTest
  @CsvSource({"--target-bpp, 0.7, 1312", "--target-size, 1500, 1500", "--ratio, 30, 1500"})
  void targetsAreMetAndNeverExceeded(String flag, String value, long bytes) throws IOException {
    encode(flag, value);
    assertThat(Files.size(coded)).isBetween((long) (bytes * 0.97), bytes);
  }

  @Test
  void aTargetThatNoFileMeetsIsAFailureAndLeavesNoFile() {
    ToolRun run = ToolRun.of("encode", original, coded, "--target-size", 2);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(coded).doesNotExist();
  }

  @Test
  void anUnknownModelIsAFailureInOneSentence() {
    ToolRun run = ToolRun.of("encode", original, coded, "--model", "nosuch");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains("nosuch");
    assertThat(coded).doesNotExist();
  }

  @Test
  void losslessFilesDecodeToTheSamePicture() throws IOException {
    JsonNode json = ToolRun.of("encode", original, coded, "--lossless", "--json").json();
    assertThat(json.get("psnr").asText()).isEqualTo("Infinity");
    assertThat(json.get("mode").asText()).isEqualTo("lossless");
    assertThat(json.has("model")).isFalse();
    JsonNode info = ToolRun.of("info", coded, "--json").json();
    assertThat(info.get("mode").asText()).isEqualTo("lossless");
    assertThat(info.get("family").asText()).isEqualTo("predictive");
    assertThat(info.get("max_error").asInt()).isZero();
    assertThat(info.has("model")).isFalse();
    Path again = folder.resolve("again.png");
    assertThat(ToolRun.of("decode", coded, again).status()).isZero();
    JsonNode compared = ToolRun.of("compare", original, again, "--json").json();
    assertThat(compared.get("psnr").asText()).isEqualTo("Infinity");
  }

  @Test
  void nearLosslessFilesAreSmaller() throws IOException {
    encode("--lossless");
    long exact = Files.size(coded);
    ToolRun run = ToolRun.of("encode", original, coded, "--near-lossless", 3, "-f");
    assertThat(run.out()).contains("near-lossless 3");
    assertThat(Files.size(coded)).isLessThan(exact);
  }

  private Path mask(String name, int type, int rgb) throws IOException {
    BufferedImage mask = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 20; y < 40; y++) {
      for (int x = 50; x < 90; x++) {
        mask.setRGB(x, y, rgb);
      }
    }
    return TestPictures.write(mask, folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void regionOfAnyKindOfBlackAndWhiteMaskIsKeptBetterThanTheRest(int type) throws IOException {
    Path mask = mask("mask.png", type, 0xFFFFFFFF);
    encode("-q", 5);
    long low = Files.size(coded);
    encode("--roi", mask + ":90", "--background", 5, "-f");
    JsonNode info = ToolRun.of("info", coded, "--json").json();
    assertThat(info.get("quality_map").asBoolean()).isTrue();
    assertThat(info.get("qualities")).hasSize(3);
    assertThat(info.get("quality").asDouble()).isCloseTo(5, within(0.05));
    assertThat(info.get("qualities").get(2).asDouble()).isCloseTo(90, within(0.05));
    assertThat(ToolRun.of("info", coded).out())
        .containsPattern("qualities +[0-9.]+ [0-9.]+ [0-9.]+");
    assertThat(Files.size(coded)).isGreaterThan(low);
    encode("-q", 90, "-f");
    assertThat(ToolRun.of("info", coded, "--json").json().get("quality_map").asBoolean()).isFalse();
  }

  @Test
  void losslessRegionsComeBackAsTheyWere_andInfoTellsOfThem() throws IOException {
    Path mask = mask("mask.png", BufferedImage.TYPE_BYTE_GRAY, 0xFFFFFFFF);
    ToolRun run =
        ToolRun.of("encode", original, coded, "--roi", mask + ":lossless", "--background", 5);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).containsPattern("quality [45]\\.[0-9]+ and lossless regions");
    JsonNode info = ToolRun.of("info", coded, "--json").json();
    assertThat(info.get("mode").asText()).isEqualTo("lossy");
    assertThat(info.get("lossless_regions").asBoolean()).isTrue();
    assertThat(info.get("qualities")).hasSize(1);
    assertThat(ToolRun.of("info", coded).out()).containsPattern("lossless regions +true");
    Path decoded = folder.resolve("again.png");
    assertThat(ToolRun.of("decode", coded, decoded).status()).isZero();
    BufferedImage before = ImageIO.read(original.toFile());
    BufferedImage after = ImageIO.read(decoded.toFile());
    BufferedImage where = ImageIO.read(mask.toFile());
    int inside = 0;
    int changed = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        if (where.getRGB(x, y) != 0xFF000000) {
          inside++;
          assertThat(after.getRGB(x, y)).isEqualTo(before.getRGB(x, y));
        } else if (after.getRGB(x, y) != before.getRGB(x, y)) {
          changed++;
        }
      }
    }
    assertThat(inside).isPositive();
    assertThat(changed).isPositive();
  }

  @Test
  void losslessEverywhereIsALosslessFile() throws IOException {
    Path mask = mask("mask.png", BufferedImage.TYPE_BYTE_GRAY, 0xFFFFFFFF);
    JsonNode json =
        ToolRun.of(
                "encode",
                original,
                coded,
                "--roi",
                mask + ":lossless",
                "--background",
                "lossless",
                "--json")
            .json();
    assertThat(json.get("mode").asText()).isEqualTo("lossless");
    assertThat(json.get("psnr").asText()).isEqualTo("Infinity");
    assertThat(json.has("quality")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ellipse", "corners"})
  void benchRoiMeasuresLosslessRegions(String shape) throws IOException {
    ToolRun run =
        ToolRun.of("bench-roi", folder, "--shape", shape, "-q", "lossless", "--threads", 1);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out()).contains("photo.png").containsPattern("sum +.* yes");
  }

  /** Stripes, of which networks make a mess. */
  private Path drawing() throws IOException {
    Picture picture = TestPictures.flat(160, 120, 255, 255, 255);
    for (int i = 0; i < 160 * 120; i++) {
      if ((i % 160 + i / 160) % 23 < 2) {
        picture.plane(0)[i] = 0;
        picture.plane(1)[i] = 0;
      }
    }
    return TestPictures.write(picture, folder.resolve("drawing.png"));
  }

  @Test
  void aDrawingIsLosslessUnlessNetworksAreAskedForOnly() throws IOException {
    Path drawing = drawing();
    JsonNode json = ToolRun.of("encode", drawing, coded, "--json").json();
    assertThat(json.get("mode").asText()).isEqualTo("lossless");
    assertThat(json.get("psnr").asText()).isEqualTo("Infinity");
    JsonNode learned =
        ToolRun.of("encode", drawing, coded, "--learned-only", "-f", "--json").json();
    assertThat(learned.get("model").asText()).isEqualTo("photo");
    assertThat(learned.get("bytes").asLong()).isGreaterThan(json.get("bytes").asLong());
  }

  @Test
  void benchDomainsShowsWhatIsCodedHow() throws IOException {
    drawing();
    ToolRun run = ToolRun.of("bench-domains", folder, "-q", "40,80");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("drawing.png")))
        .hasSize(2)
        .allMatch(line -> line.contains(" exact lossless "));
    assertThat(run.out().lines().filter(line -> line.startsWith("photo.png")))
        .hasSize(2)
        .allMatch(line -> line.contains(" learned "));
  }

  @Test
  void benchDomainsLeavesOutWhatCannotBeCoded_andNamesIt() throws IOException {
    Files.writeString(folder.resolve("bad.png"), "no picture");
    BufferedImage real =
        ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                new int[] {0},
                DataBuffer.TYPE_FLOAT,
                false,
                false)
            .createBufferedImage(20, 10);
    Path floats = TestPictures.write(real, folder.resolve("real.tif"));
    ToolRun run = ToolRun.of("bench-domains", folder, "-q", "40");
    assertThat(run.status()).isZero();
    assertThat(run.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("left out: " + folder.resolve("bad.png") + " is not a "))
        .anyMatch(
            line -> line.contains("left out: " + floats + ": float samples cannot be coded; "));
    assertThat(run.out().lines()).hasSize(2).anyMatch(line -> line.startsWith("photo.png"));
    Files.delete(original);
    ToolRun nothing = ToolRun.of("bench-domains", folder, "-q", "40");
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(nothing.err()).contains("has no picture that can be read");
  }

  @Test
  void benchDomainsSetsErrorsOfDeepPicturesBesideTheRangeThatTheyFill() throws IOException {
    Picture photo = TestPictures.photo(WIDTH, HEIGHT, 1, 1);
    Picture deep = new Picture(WIDTH, HEIGHT, 16, photo.plane(0));
    int[] ends = IntStream.range(0, WIDTH * HEIGHT).map(i -> deep.plane(0)[i]).sorted().toArray();
    TestPictures.write(deep, original);
    ToolRun run = ToolRun.of("bench-domains", folder, "-q", "40");
    assertThat(ToolRun.of("encode", original, coded, "-q", 40).status()).isZero();
    double psnr = ToolRun.of("compare", original, coded, "--json").json().get("psnr").asDouble();
    double expected = psnr + 20 * Math.log10((ends[ends.length - 1] - ends[0]) / 65535.0);
    assertThat(expected).isBetween(20.0, 40.0);
    assertThat(run.out()).contains(String.format(Locale.ROOT, " %.2f ", expected));
  }

  @Test
  void encodePrintsTheQualitiesOfAMap_andTargetsShiftThem() throws IOException {
    Path mask = mask("mask.png", BufferedImage.TYPE_BYTE_GRAY, 0xFFFFFFFF);
    JsonNode json =
        ToolRun.of(
                "encode", original, coded, "--roi", mask + ":60", "--roi", mask + ":50", "--json")
            .json();
    assertThat(json.get("qualities")).hasSize(3);
    assertThat(json.get("quality").asDouble()).isCloseTo(50, within(0.05));
    ToolRun run =
        ToolRun.of("encode", original, coded, "--roi", mask + ":60", "--target-size", 1200, "-f");
    assertThat(run.out()).contains("3 qualities from ");
    assertThat(Files.size(coded)).isBetween(1160L, 1200L);
  }

  @Test
  void masksThatCannotBeMeantAreRefusedInOneSentence() throws IOException {
    Path colours = mask("colours.png", BufferedImage.TYPE_INT_RGB, 0xFFFF0000);
    Path empty = mask("empty.png", BufferedImage.TYPE_INT_RGB, 0xFF000000);
    Path deep = mask("deep.png", BufferedImage.TYPE_USHORT_GRAY, 0xFFFFFFFF);
    Path holes = mask("holes.png", BufferedImage.TYPE_INT_ARGB, 0xFFFFFFFF);
    Path small = TestPictures.write(TestPictures.flat(20, 10, 255), folder.resolve("small.png"));
    assertRefused(colours, "a mask is gray, this picture has colours");
    assertRefused(empty, "the mask is black all over: nothing is inside");
    assertRefused(deep, "a mask has 1 to 8 bits a sample, this picture has 16");
    assertRefused(holes, "a mask is opaque, this picture has transparent pixels");
    assertRefused(small, "a mask of 150x100 pixels expected as the picture has, found 20x10");
    assertRefused(folder.resolve("missing.png"), "missing.png");
  }

  private void assertRefused(Path mask, String sentence) {
    ToolRun run = ToolRun.of("encode", original, coded, "--roi", mask + ":80");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains(mask.toString(), sentence);
    assertThat(coded).doesNotExist();
  }

  @Test
  void benchRoiMeasuresEveryPictureOfAFolder() throws IOException {
    ToolRun run = ToolRun.of("bench-roi", folder, "--shape", "ellipse", "--threads", 1);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out()).contains("photo.png", "worst loss");
  }

  @Test
  void benchTargetsPrintsHowMuchOfEachIsUsed() throws IOException {
    ToolRun run = ToolRun.of("bench-targets", folder, "--bpp", "0.8,0.0001", "--threads", 1);
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("photo.png: ", "below the smallest file of this picture");
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out()).contains("1 files, 0 above their target, 0 below 99 % of it, 1 refused");
  }

  @Test
  void infoTellsWhatTheHeaderSays() throws IOException {
    encode("--boxed");
    JsonNode json = ToolRun.of("info", coded, "--json").json();
    assertThat(json.get("width").asInt()).isEqualTo(WIDTH);
    assertThat(json.get("height").asInt()).isEqualTo(HEIGHT);
    assertThat(json.get("channels").asInt()).isEqualTo(3);
    assertThat(json.get("boxed").asBoolean()).isTrue();
    assertThat(json.get("model").asText()).isEqualTo("photo");
    assertThat(json.get("bytes").asLong()).isEqualTo(Files.size(coded));
    ToolRun plain = ToolRun.of("info", coded);
    assertThat(plain.out().lines()).hasSize(json.size()).anyMatch(l -> l.matches("width +150"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tif", "tiff", "jpg", "jpeg"})
  void decodeWritesTheFormatThatTheSuffixNames(String suffix) throws IOException {
    encode();
    Path decoded = folder.resolve("again." + suffix);
    ToolRun run = ToolRun.of("decode", coded, decoded, "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    JsonNode json = run.json();
    assertThat(json.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("width", "height", "decode_seconds", "device", "warnings");
    assertThat(json.get("warnings").isArray()).isTrue();
    assertThat(json.get("warnings")).isEmpty();
    BufferedImage image = ImageIO.read(decoded.toFile());
    assertThat(image.getWidth()).isEqualTo(WIDTH);
    assertThat(image.getHeight()).isEqualTo(HEIGHT);
  }

  @Test
  void aRegionIsTheSameAsThatPartOfTheWhole() throws IOException {
    encode("--tile-size", 128);
    Path part = folder.resolve("part.png");
    assertThat(ToolRun.of("decode", coded, part, "--region", "100,20,40,60").status()).isZero();
    Picture whole = PictureFiles.read(coded, LicToolCodecTest::refuseWarning);
    assertThat(PictureFiles.read(part, LicToolCodecTest::refuseWarning))
        .isEqualTo(whole.read(new Region(100, 20, 40, 60)));
  }

  @Test
  void aRegionOutsideThePictureIsAFailure() {
    encode();
    Path part = folder.resolve("part.png");
    ToolRun run = ToolRun.of("decode", coded, part, "--region", "100,20,60,60");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(part).doesNotExist();
  }

  @Test
  void morePixelsThanAllowedAreRefused() {
    encode();
    ToolRun run = ToolRun.of("decode", coded, folder.resolve("a.png"), "--max-pixels", 14999);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains("14999");
  }

  @Test
  void damageIsAWarningOrAFailureAndNeverSilent() throws IOException {
    encode();
    byte[] bytes = Files.readAllBytes(coded);
    bytes[bytes.length - 10] ^= 0x55;
    Files.write(coded, bytes);
    Path decoded = folder.resolve("again.png");
    ToolRun run = ToolRun.of("decode", coded, decoded, "--json");
    assertThat(run.err()).contains("photo.lic: ");
    if (run.status() == 0) {
      assertThat(run.json().get("warnings")).isNotEmpty();
    } else {
      assertThat(decoded).doesNotExist();
    }
  }

  @Test
  void forceReplacesAFile() throws IOException {
    encode("-q", 90);
    long before = Files.size(coded);
    encode("-q", 5, "-f");
    assertThat(Files.size(coded)).isLessThan(before);
  }

  @Test
  void grayPicturesWorkToo() throws IOException {
    TestPictures.write(TestPictures.photo(70, 30, 1, 4), original);
    encode();
    ToolRun run = ToolRun.of("compare", original, coded, "--json");
    assertThat(run.json().get("psnr").asDouble()).isGreaterThan(25);
  }

  @Test
  void figureShowsJpegOfAtLeastTheSameSize() throws IOException {
    Path figure = folder.resolve("figure.png");
    ToolRun run = ToolRun.of("figure", original, figure, "-q", 40, "--crop", "10,10,130,80");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    long[] bytes =
        run.out()
            .lines()
            .flatMap(line -> Pattern.compile("([0-9,]+) bytes").matcher(line).results())
            .mapToLong(match -> Long.parseLong(match.group(1).replace(",", "")))
            .toArray();
    assertThat(bytes).hasSize(2);
    assertThat(bytes[0]).isGreaterThanOrEqualTo(bytes[1]);
    assertThat(ImageIO.read(figure.toFile()).getWidth()).isGreaterThanOrEqualTo(3 * 130);
    assertThat(ToolRun.of("figure", original, figure, "-f", "--crop", "10,10,150,80").status())
        .isEqualTo(1);
  }

  @Test
  void benchComparesOurCodecWithTheAnchor() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    TestPictures.write(TestPictures.photo(180, 170, 3, 1), pictures.resolve("a.png"));
    TestPictures.write(TestPictures.photo(170, 180, 3, 2), pictures.resolve("b.png"));
    Path json = folder.resolve("bench.json");
    Path html = folder.resolve("bench.html");
    ToolRun run =
        ToolRun.of(
            "bench",
            pictures,
            "--codecs",
            "jpeg,lic",
            "--qualities",
            "lic=0,40,70,100",
            "--repeats",
            1,
            "--timed",
            1,
            "--html",
            html,
            "--json",
            json);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile()).get("sets").get(0);
    assertThat(report.get("bd_rates")).hasSize(3);
    assertThat(report.get("bd_rates").get(0).get("codec").asText()).isEqualTo("lic");
    assertThat(report.get("means"))
        .filteredOn(mean -> mean.get("codec").asText().equals("lic"))
        .hasSize(4);
    assertThat(run.out()).contains("BD-rate against jpeg");
    assertThat(report.get("speeds"))
        .filteredOn(speed -> speed.get("codec").asText().equals("lic"))
        .isNotEmpty()
        .allMatch(speed -> speed.get("decode_codec_seconds").asDouble() > 0)
        .allMatch(
            speed ->
                speed.get("decode_process_seconds").asDouble()
                    > speed.get("decode_codec_seconds").asDouble());
    assertThat(Files.readString(html)).contains("<figure class=\"ours\">", "BD-rate against jpeg");
  }

  @Test
  void modelsAreListedAndIntact() throws IOException {
    JsonNode packs = ToolRun.of("models", "--json").json().get("packs");
    assertThat(packs).anyMatch(pack -> pack.get("id").asText().equals("photo"));
    assertThat(packs.get(0).properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "id",
            "hash",
            "family",
            "origin",
            "licence",
            "bytes",
            "decode_macs_per_pixel",
            "problems");
    ToolRun verified = ToolRun.of("models", "verify");
    assertThat(verified.err()).isEmpty();
    assertThat(verified.status()).isZero();
    assertThat(verified.out()).contains("photo", "intact");
  }
}
