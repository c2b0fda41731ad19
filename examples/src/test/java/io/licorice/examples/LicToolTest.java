package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.licorice.codec.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as far as it needs no network. */
final class LicToolTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "enc in.png out.lic",
        "encode",
        "encode in.png",
        "encode in.png out.lic more",
        "encode in.png out.lic --bogus",
        "encode in.png out.lic -q 101",
        "encode in.png out.lic -q -1",
        "encode in.png out.lic -q NaN",
        "encode in.png out.lic -q high",
        "encode in.png out.lic -q 50 --target-bpp 0.5",
        "encode in.png out.lic --target-size 5000 --ratio 10",
        "encode in.png out.lic --target-bpp 0",
        "encode in.png out.lic --target-size 0",
        "encode in.png out.lic --ratio -3",
        "encode in.png out.lic --device tpu",
        "encode in.png out.lic --threads -1",
        "encode in.png out.lic --tile-size 100",
        "decode in.lic",
        "decode in.lic out.xyz",
        "decode in.lic out",
        "decode in.lic out.png --region 1,2,3",
        "decode in.lic out.png --region 0,0,0,5",
        "decode in.lic out.png --max-pixels 0",
        "encode in.png out.lic --lossless -q 50",
        "encode in.png out.lic --near-lossless -1",
        "encode in.png out.lic --near-lossless 65536",
        "encode in.png out.lic --lossless --target-bpp 2",
        "bench-lossless",
        "bench-lossless . -k -1",
        "bench-roi",
        "bench-targets",
        "bench-targets . --bpp 0",
        "bench-targets . --bpp many",
        "bench-labels .",
        "bench-labels . classes.csv --tolerances 0",
        "encode in.png out.lic --labels map.png",
        "encode in.png out.lic --label-tolerance 2",
        "encode in.png out.lic --segment --label-tolerance 65",
        "encode in.png out.lic --segment --labels map.png --classes classes.csv",
        "encode --segment in.png out.lic",
        "segment in.png",
        "segment in.png out.jpg",
        "segment in.png out.png --packs .",
        "bench-segmenter . .",
        "bench-roi . --area 0",
        "bench-roi . --shape star",
        "bench-roi . --background 101",
        "bench-roi . --background lossless",
        "bench-roi . -q 101",
        "bench-roi . -q exact",
        "encode in.png out.lic --roi mask.png",
        "encode in.png out.lic --roi mask.png:",
        "encode in.png out.lic --roi :80",
        "encode in.png out.lic --roi mask.png:101",
        "encode in.png out.lic --roi mask.png:80 --background -1",
        "encode in.png out.lic --roi mask.png:80 --background 10 -q 10",
        "encode in.png out.lic --roi mask.png:80 --lossless",
        "encode in.png out.lic --background 10",
        "info",
        "compare a.png",
        "models erase",
        "figure a.png b.png --crop 0,0,401,100",
        "figure a.png b.png -q 200",
        "figure a.png b.gif",
        "bench",
        "bench . --codecs lic,gif",
        "bench . --codecs jpeg,jpeg",
        "bench . --codecs jpeg --qualities webp=5",
        "bench . --codecs jpeg --qualities 5,x",
        "bench . --codecs jpeg --qualities -5",
        "bench . --codecs jpeg --rate 0",
        "bench . --codecs jpeg --repeats -1",
        "bench . --codecs jpeg --timed 0",
        "bench . --codecs jpeg --published curves.json",
        "bench . --codecs jpeg --curves vtm",
        "bench . a --codecs jpeg --csv .",
        "bench . . --codecs jpeg",
        "bench . --codecs jpeg --range 2",
        "bench . --codecs jpeg --range 0,1",
        "bench . --codecs jpeg --range 2,1"
      })
  void wrongUsageIsExitCode2AndOneSentence(String line) {
    ToolRun run = ToolRun.of((Object[]) (line.isEmpty() ? new String[0] : line.split(" ", -1)));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().startsWith("lic").contains("--help");
  }

  @Test
  void unknownSuffixOfTheOutputNamesThoseThatArePossible() {
    assertThat(ToolRun.of("decode", "in.lic", "out.xyz").err())
        .contains("out.xyz should end in .png, .jpg, .jpeg, .bmp, .tif or .tiff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "encode",
        "decode",
        "info",
        "compare",
        "bench",
        "bench-lossless",
        "bench-targets",
        "bench-roi",
        "bench-domains",
        "bench-labels",
        "bench-segmenter",
        "bench-generated",
        "segment",
        "figure",
        "models",
        "video",
        "video encode",
        "video decode",
        "video info",
        "video bench"
      })
  void everyCommandHasHelpWithExamplesAndExitCodes(String command) {
    String[] words = command.split(" ", -1);
    String last = words[words.length - 1];
    for (ToolRun run :
        List.of(
            ToolRun.of((Object[]) (command + " --help").split(" ", -1)),
            ToolRun.of((Object[]) command.replace(last, "help " + last).split(" ", -1)))) {
      assertThat(run.status()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("Usage: lic " + command, "Examples:", "wrong usage");
      assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--roi m.png, 'needs a quality, such as m.png:80'",
    "--roi m.png:100.5, '0 to 100, ''lossless'' or ''generated'' expected, found 100.5'",
    "--roi m.png:5 --background 3 -q 4, '-q goes unused'",
    "--background 3, '--background goes with --roi'",
    "--keep-classes car, 'needs a quality'",
    "--background generated --lossless, 'lossless and near-lossless files do not have'",
    "--background generated --generated-quality 101, 'quality 0 to 100 expected, found 101'"
  })
  void regionsThatMakeNoSense_areToldBeforeAnyFileIsRead(String flags, String sentence) {
    ToolRun run = ToolRun.of((Object[]) ("encode a.png b.lic " + flags).split(" ", -1));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains(sentence);
  }

  @Test
  void helpListsTheCommands() {
    ToolRun run = ToolRun.of("--help");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("encode", "decode", "info", "compare", "bench", "figure", "video", "models");
  }

  @Test
  void versionIsOneLine() {
    ToolRun run = ToolRun.of("--version");
    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).singleElement().asString().startsWith("lic ");
  }

  @Test
  void anExistingFileIsRefusedBeforeAnyWork() throws IOException {
    Path existing = Files.writeString(folder.resolve("there.png"), "precious");
    Path missing = folder.resolve("missing");
    for (ToolRun run :
        List.of(
            ToolRun.of("encode", missing, existing),
            ToolRun.of("decode", missing, existing),
            ToolRun.of("figure", missing, existing),
            ToolRun.of("bench", missing, "--codecs", "jpeg", "--json", existing))) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().lines())
          .singleElement()
          .asString()
          .endsWith(existing + " exists; use -f to replace it.");
    }
    assertThat(existing).hasContent("precious");
  }

  @Test
  void anExistingCurveIsRefused() throws IOException {
    Files.writeString(folder.resolve("jpeg.csv"), "precious");
    ToolRun run = ToolRun.of("bench", "missing", "--codecs", "jpeg", "--csv", folder);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("jpeg.csv exists; use -f");
  }

  @Test
  void aFailureIsExitCode1AndOneSentenceWithoutAStackTrace() {
    Path missing = folder.resolve("missing.png");
    ToolRun run = ToolRun.of("encode", missing, folder.resolve("out.lic"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualToIgnoringNewLines("lic encode: " + missing + " does not exist.");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void verboseAddsTheStackTrace() {
    ToolRun run = ToolRun.of("info", folder.resolve("missing.lic"), "--verbose");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("does not exist.", "\tat io.licorice");
  }

  @Test
  void aFileThatIsNoPictureIsNamedWithTheFormatsThatAre() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.png"), "not a picture");
    ToolRun run = ToolRun.of("compare", text, text);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("notes.png is not a picture of a known format", "png");
    assertThat(ToolRun.of("compare", folder, folder).err()).contains("is a folder.");
  }

  @Test
  void aFileThatIsNoLicFileIsRefusedInOneSentence() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.lic"), "not a picture");
    for (ToolRun run :
        List.of(
            ToolRun.of("info", text),
            ToolRun.of("decode", text, folder.resolve("out.png")),
            ToolRun.of("compare", text, text))) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().lines()).singleElement().asString().contains("notes.lic: byte ");
    }
    assertThat(folder.resolve("out.png")).doesNotExist();
  }

  @Test
  void compareOfIdenticalPicturesHasInfinityAsAString() throws IOException {
    Path picture = TestPictures.write(TestPictures.photo(60, 40, 3, 1), folder.resolve("a.png"));
    ToolRun run = ToolRun.of("compare", picture, picture, "--json");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualToIgnoringNewLines("{\"psnr\":\"Infinity\",\"ssim\":1.0,\"ms_ssim\":1.0}");
    assertThat(ToolRun.of("compare", picture, picture).out()).startsWith("PSNR identical, ");
  }

  @Test
  void compareMeasuresAKnownDifference() throws IOException {
    Path a = TestPictures.write(TestPictures.flat(30, 20, 100, 110, 120), folder.resolve("a.png"));
    Path b = TestPictures.write(TestPictures.flat(30, 20, 102, 110, 120), folder.resolve("b.bmp"));
    JsonNode json = ToolRun.of("compare", a, b, "--json").json();
    assertThat(json.properties())
        .extracting(e -> e.getKey())
        .containsExactly("psnr", "ssim", "ms_ssim");
    assertThat(json.get("psnr").asDouble())
        .isCloseTo(10 * Math.log10(255 * 255 * 3 / 4.0), within(1e-9));
    assertThat(json.get("ssim").asDouble()).isBetween(0.999, 1.0);
    assertThat(ToolRun.of("compare", a, b).out()).startsWith("PSNR 46.88 dB, SSIM 0.9999");
  }

  @Test
  void aGrayPictureComparesWithAColourPicture() throws IOException {
    Picture gray = TestPictures.photo(50, 40, 1, 2);
    Path a = TestPictures.write(gray, folder.resolve("gray.png"));
    Path b = TestPictures.write(PictureFiles.asRgb(gray), folder.resolve("colour.png"));
    assertThat(ToolRun.of("compare", a, b, "--json").json().get("psnr").asText())
        .isEqualTo("Infinity");
  }

  @Test
  void picturesOfDifferentSizesDoNotCompare() throws IOException {
    Path a = TestPictures.write(TestPictures.flat(30, 20, 1), folder.resolve("a.png"));
    Path b = TestPictures.write(TestPictures.flat(30, 21, 1), folder.resolve("b.png"));
    ToolRun run = ToolRun.of("compare", a, b, "--json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("30x20 pixels and ", "30x21.");
  }

  @Test
  void picturesOfDifferentBitDepthsDoNotCompare() throws IOException {
    Path a = TestPictures.write(TestPictures.flat(30, 20, 1), folder.resolve("a.png"));
    BufferedImage deep = new BufferedImage(30, 20, BufferedImage.TYPE_USHORT_GRAY);
    Path b = TestPictures.write(deep, folder.resolve("b.png"));
    ToolRun run = ToolRun.of("compare", a, b);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains("b.png");
  }
}
