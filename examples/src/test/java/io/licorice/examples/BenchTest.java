package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licorice.codec.Picture;
import io.licorice.metrics.BjontegaardDelta;
import io.licorice.metrics.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bench as a command. */
final class BenchTest {
  @TempDir Path folder;
  @TempDir Path results;

  @Test
  void everyMeasurementIsInTheJsonFileAndBytesAreThoseOfTheFile() throws IOException {
    Picture first = TestPictures.photo(120, 90, 3, 1);
    TestPictures.write(first, folder.resolve("a.png"));
    TestPictures.write(TestPictures.photo(90, 120, 1, 2), folder.resolve("b.png"));
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    Path json = results.resolve("bench.json");
    ToolRun run =
        ToolRun.of(
            "bench",
            folder,
            "--codecs",
            "jpeg",
            "--qualities",
            "10,60,90",
            "--json",
            json,
            "--csv",
            results);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("Means over 2 pictures of " + folder)
        .doesNotContain("BD-rate");

    JsonNode report = new ObjectMapper().readTree(json.toFile()).get("sets").get(0);
    assertThat(report.get("measurements")).hasSize(6);
    assertThat(report.get("means")).hasSize(3);
    assertThat(report.get("bd_rates")).isEmpty();
    JsonNode point = report.get("measurements").get(1);
    BenchCodec.Trial trial = new JdkJpeg().run(first, 60);
    assertThat(point.get("picture").asText()).isEqualTo("a.png");
    assertThat(point.get("quality").asDouble()).isEqualTo(60);
    assertThat(point.get("bytes").asLong()).isEqualTo(trial.bytes());
    assertThat(point.get("bpp").asDouble()).isEqualTo(8.0 * trial.bytes() / (120 * 90));
    assertThat(point.get("psnr").asDouble()).isEqualTo(Psnr.of(first, trial.decoded()));
    assertThat(point.get("encode_seconds").asDouble()).isPositive();

    List<String> curve = Files.readAllLines(results.resolve("jpeg.csv"));
    assertThat(curve).hasSize(4);
    assertThat(curve.get(0)).isEqualTo("bpp,psnr");
    double meanBpp = report.get("means").get(0).get("bpp").asDouble();
    assertThat(Double.parseDouble(curve.get(1).split(",", -1)[0])).isCloseTo(meanBpp, within(1e-6));
  }

  @Test
  void losslessSizesAreThoseOfTheFilesAndSumsOverThem() throws IOException {
    TestPictures.write(TestPictures.photo(120, 90, 3, 1), folder.resolve("a.png"));
    TestPictures.write(TestPictures.photo(90, 120, 1, 2), folder.resolve("b.png"));
    Files.writeString(folder.resolve("bad.png"), "no picture");
    ToolRun run = ToolRun.of("bench-lossless", folder, "--threads", 1);
    assertThat(run.status()).isZero();
    assertThat(run.err().lines()).singleElement().asString().contains("left out", "bad.png");
    List<String[]> lines = run.out().lines().map(line -> line.split(" +", -1)).toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(1)[0]).isEqualTo("a.png");
    assertThat(lines.get(1)[3]).isEqualTo(Long.toString(Files.size(folder.resolve("a.png"))));
    assertThat(lines.get(3)[0]).isEqualTo("sum");
    for (int column = 1; column <= 5; column++) {
      long sum = Long.parseLong(lines.get(1)[column]) + Long.parseLong(lines.get(2)[column]);
      assertThat(Long.parseLong(lines.get(3)[column])).isEqualTo(sum);
    }
    assertThat(Long.parseLong(lines.get(3)[1])).isLessThan(Long.parseLong(lines.get(3)[2]));
    assertThat(run.out()).contains("megapixels/s on 1 threads");
  }

  @Test
  void picturesThatCannotBeMeasuredAreLeftOutWithAWord() throws IOException {
    TestPictures.write(TestPictures.photo(40, 30, 3, 1), folder.resolve("good.png"));
    Files.writeString(folder.resolve("bad.png"), "no picture");
    BufferedImage deep = new BufferedImage(30, 20, BufferedImage.TYPE_USHORT_GRAY);
    TestPictures.write(deep, folder.resolve("deep.png"));
    ToolRun run = ToolRun.of("bench", folder, "--codecs", "jpeg", "--qualities", "50");
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Means over 1 picture of " + folder);
    assertThat(run.err().lines()).hasSize(2).allMatch(line -> line.contains("left out"));
    assertThat(run.err()).contains("bad.png", "deep.png");
  }

  @Test
  void packsAreComparedInOneRun() throws IOException {
    TestPictures.write(TestPictures.photo(200, 180, 3, 1), folder.resolve("a.png"));
    Path json = results.resolve("bench.json");
    ToolRun run =
        ToolRun.of(
            "bench",
            folder,
            "--codecs",
            "jpeg,lic,lic:photo-ssim",
            "--qualities",
            "30",
            "--repeats",
            0,
            "--json",
            json);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("codecs"))
        .extracting(c -> c.get("name").asText())
        .containsExactly("jpeg", "lic", "lic:photo-ssim");
    assertThat(report.at("/codecs/2/settings").asText()).contains("model photo-ssim");
    ToolRun unknown = ToolRun.of("bench", folder, "--codecs", "jpeg,lic:nobody");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("there is no pack 'nobody'");
  }

  @Test
  void aFolderWithoutPicturesFails() {
    ToolRun run = ToolRun.of("bench", folder, "--codecs", "jpeg");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("has no 8-bit picture");
    assertThat(ToolRun.of("bench", folder.resolve("nowhere"), "--codecs", "jpeg").err())
        .contains("nowhere is not a folder.");
  }

  @Test
  void aMissingProgramIsAnErrorOnlyWhenItIsAskedFor() throws IOException {
    assumeTrue(!Programs.isInstalled("opj_compress"), "OpenJPEG is installed");
    ToolRun run = ToolRun.of("bench", folder, "--codecs", "jpeg,jpeg2000");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("jpeg2000 needs opj_compress, which is not installed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cjpeg",
        "cjpeg-progressive",
        "webp",
        "webp-m6",
        "jpeg2000",
        "avif",
        "avif10",
        "avif-s6",
        "jxl",
        "hevc"
      })
  void programsCodeColourAndGrayAndTellWhatItCosts(String name) throws IOException {
    ProgramCodec program = new ProgramCodec(Peers.named(name).orElseThrow());
    assumeTrue(program.missingPrograms().isEmpty(), name + " is not installed");
    try (program) {
      for (int channels : new int[] {1, 3}) {
        Picture picture = TestPictures.photo(131, 97, channels, 5);
        double quality = program.qualities().get(program.qualities().size() / 2);
        BenchCodec.Trial trial = program.run(picture, quality);
        assertThat(trial.bytes()).isBetween(40L, 131L * 97 * channels);
        assertThat(Psnr.of(PictureFiles.asRgb(picture), PictureFiles.asRgb(trial.decoded())))
            .isGreaterThan(20);
        for (int threads : new int[] {1, 0}) {
          BenchCodec.Speed speed = program.speed(picture, quality, threads, 1);
          for (BenchCodec.Cost cost : List.of(speed.encode(), speed.decode())) {
            assertThat(cost.processSeconds().orElseThrow()).isPositive();
            assertThat(cost.codecSeconds().orElseThrow()).isNotNegative();
          }
        }
      }
    }
  }

  @Test
  void aBenchOfTwoFoldersIsOneTableEachInTextAndJsonAndOnThePage() throws IOException {
    Path other = Files.createDirectory(folder.resolve("line art & <text>"));
    TestPictures.write(TestPictures.photo(120, 90, 3, 1), folder.resolve("a.png"));
    TestPictures.write(TestPictures.photo(90, 120, 3, 2), other.resolve("b <i>.png"));
    Path json = results.resolve("bench.json");
    Path html = results.resolve("bench.html");
    ToolRun run =
        ToolRun.of(
            "bench",
            folder,
            other,
            "--codecs",
            "jpeg",
            "--json",
            json,
            "--html",
            html,
            "--repeats",
            1,
            "--rate",
            1);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("Means over 1 picture of")))
        .hasSize(2);
    assertThat(run.out()).contains("Milliseconds a picture");

    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("codecs").get(0).get("name").asText()).isEqualTo("jpeg");
    assertThat(report.get("sets")).hasSize(2);
    assertThat(report.at("/sets/1/folder").asText()).isEqualTo(other.toString());
    JsonNode speed = report.at("/sets/1/speeds/0");
    assertThat(speed.get("threads").asInt()).isEqualTo(1);
    assertThat(speed.get("encode_codec_seconds").asDouble()).isPositive();
    assertThat(speed.has("encode_process_seconds")).isFalse();

    String page = Files.readString(html);
    assertThat(page)
        .contains("line art &amp; &lt;text&gt;", "b &lt;i&gt;.png at about 1,350 bytes");
    assertThat(page).doesNotContain("<text>", "<i>");
    assertThat(page.split("data:image/png;base64,", -1)).hasSize(1 + 2 * 2);
  }

  @Test
  void jpegAndLicAreThereOnEveryMachine() throws IOException {
    Path json = results.resolve("bench.json");
    TestPictures.write(TestPictures.photo(64, 64, 3, 1), folder.resolve("a.png"));
    ToolRun run = ToolRun.of("bench", folder, "--qualities", "20", "--repeats", 0, "--json", json);
    assertThat(run.status()).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("codecs"))
        .extracting(c -> c.get("name").asText())
        .contains("jpeg", "lic");
    assertThat(report.get("codecs").size() + report.get("left_out").size())
        .isEqualTo(2 + (int) Peers.all().stream().filter(Peer::byDefault).count());
    assertThat(run.err().lines()).hasSize(report.get("left_out").size());
  }

  @Test
  void aProgramThatFailsIsNamedWithItsLastLine() {
    assumeTrue(Programs.isInstalled("cjpeg"), "cjpeg is not installed");
    assertThatThrownBy(
            () ->
                Programs.run(
                    results.resolve("log"), List.of("cjpeg", folder.resolve("no").toString())))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cjpeg failed with status 1: ");
  }

  @Test
  void jpegAgainstItselfOnRealFilesIsNoDifference() throws IOException {
    TestPictures.write(TestPictures.photo(200, 170, 3, 8), folder.resolve("a.png"));
    Path json = results.resolve("bench.json");
    assertThat(ToolRun.of("bench", folder, "--codecs", "jpeg", "--json", json).status()).isZero();
    List<BjontegaardDelta.Point> points = new ArrayList<>();
    for (JsonNode mean : new ObjectMapper().readTree(json.toFile()).at("/sets/0/means")) {
      points.add(
          new BjontegaardDelta.Point(mean.get("bpp").asDouble(), mean.get("psnr").asDouble()));
    }
    assertThat(BjontegaardDelta.rate(points, points).orElseThrow().percent())
        .isCloseTo(0, within(1e-9));
  }
}
