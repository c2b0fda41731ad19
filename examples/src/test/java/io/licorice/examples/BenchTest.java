package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licorice.codec.Picture;
import io.licorice.examples.BenchReport.BppRange;
import io.licorice.examples.BenchReport.Measurement;
import io.licorice.metrics.BjontegaardDelta;
import io.licorice.metrics.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bench without our codec. */
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
    assertThat(run.out()).startsWith("Means over 2 pictures:").doesNotContain("BD-rate");

    JsonNode report = new ObjectMapper().readTree(json.toFile());
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
    assertThat(run.out()).startsWith("Means over 1 picture:");
    assertThat(run.err().lines()).hasSize(2).allMatch(line -> line.contains("left out"));
    assertThat(run.err()).contains("bad.png", "deep.png");
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
  @ValueSource(strings = {"cjpeg", "webp", "jpeg2000"})
  void programsCodeColourAndGray(String name) throws IOException {
    ProgramCodec program =
        switch (name) {
          case "cjpeg" -> ProgramCodec.cjpeg();
          case "webp" -> ProgramCodec.webp();
          default -> ProgramCodec.jpeg2000();
        };
    assumeTrue(program.missingPrograms().isEmpty(), name + " is not installed");
    try (program) {
      for (int channels : new int[] {1, 3}) {
        Picture picture = TestPictures.photo(64, 48, channels, 5);
        double quality = program.qualities().get(program.qualities().size() / 2);
        BenchCodec.Trial trial = program.run(picture, quality);
        assertThat(trial.bytes()).isBetween(40L, 64L * 48 * channels);
        assertThat(Psnr.of(PictureFiles.asRgb(picture), PictureFiles.asRgb(trial.decoded())))
            .isGreaterThan(20);
      }
    }
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
  void meansAreOverPicturesAndRatesAreThoseOfTheMeanCurves() {
    List<Measurement> measurements = new ArrayList<>();
    double[] bpps = {0.1, 0.2, 0.4, 0.8, 1.6};
    for (String codec : List.of("jpeg", "other")) {
      for (int i = 0; i < bpps.length; i++) {
        double bpp = codec.equals("jpeg") ? bpps[i] : bpps[i] * 0.75;
        for (int picture = 0; picture < 2; picture++) {
          double share = picture == 0 ? 0.5 : 1.5;
          measurements.add(
              new Measurement(
                  "p" + picture,
                  10,
                  10,
                  codec,
                  i,
                  100,
                  bpp * share,
                  26 + 3 * i - share,
                  0.9 + i / 60.0,
                  1,
                  2));
        }
      }
    }
    BenchReport report =
        new BenchReport(
            List.of(new NamedCodec("jpeg"), new NamedCodec("other")),
            measurements,
            Optional.of(new BppRange(0.14, 1)));
    JsonNode mean = report.json().get("means").get(2);
    assertThat(mean.get("bpp").asDouble()).isCloseTo(0.4, within(1e-12));
    assertThat(mean.get("psnr").asDouble()).isCloseTo(31, within(1e-12));
    assertThat(mean.get("pictures").asInt()).isEqualTo(2);
    assertThat(mean.get("ms_ssim_db").asDouble())
        .isCloseTo(-10 * Math.log10(1 - 0.9 - 2 / 60.0), within(1e-9));

    JsonNode rates = report.json().get("bd_rates");
    assertThat(rates).hasSize(4);
    assertThat(rates.get(0).get("percent").asDouble()).isCloseTo(-25, within(1e-9));
    assertThat(rates.get(0).get("metric").asText()).isEqualTo("psnr");
    assertThat(rates.get(0).get("anchor").asText()).isEqualTo("jpeg");
    assertThat(rates.get(1).get("metric").asText()).isEqualTo("ms_ssim_db");
    assertThat(rates.get(2).get("bpp_range").get(1).asDouble()).isEqualTo(1);
    // The other codec at 0.14 bpp, jpeg at 1 bpp; printed by a Python implementation.
    assertThat(rates.get(2).get("percent").asDouble()).isCloseTo(-25, within(1e-9));
    assertThat(rates.get(2).get("from_db").asDouble()).isCloseTo(27.701392979347254, within(1e-9));
    assertThat(rates.get(2).get("to_db").asDouble()).isCloseTo(34.96578428466209, within(1e-9));
    assertThat(report.lines()).anyMatch(line -> line.matches("other +PSNR +-25.00 % over .*"));
  }

  @Test
  void losslessPointsAreInNoCurve() {
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      double psnr = i == 3 ? Double.POSITIVE_INFINITY : 30 + i;
      measurements.add(
          new Measurement("p", 10, 10, "jpeg", i, 100, i + 1, psnr, i == 3 ? 1 : 0.9, 1, 2));
    }
    BenchReport report =
        new BenchReport(List.of(new NamedCodec("jpeg")), measurements, Optional.empty());
    assertThat(report.csv("jpeg").lines()).hasSize(4);
    assertThat(report.json().get("means").get(3).get("psnr").asDouble())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void jpegAgainstItselfOnRealFilesIsNoDifference() throws IOException {
    TestPictures.write(TestPictures.photo(200, 170, 3, 8), folder.resolve("a.png"));
    Path json = results.resolve("bench.json");
    assertThat(ToolRun.of("bench", folder, "--codecs", "jpeg", "--json", json).status()).isZero();
    List<BjontegaardDelta.Point> points = new ArrayList<>();
    for (JsonNode mean : new ObjectMapper().readTree(json.toFile()).get("means")) {
      points.add(
          new BjontegaardDelta.Point(mean.get("bpp").asDouble(), mean.get("psnr").asDouble()));
    }
    assertThat(BjontegaardDelta.rate(points, points).orElseThrow().percent())
        .isCloseTo(0, within(1e-9));
  }

  /** A codec that is only a name. */
  private record NamedCodec(String name) implements BenchCodec {
    @Override
    public String settings() {
      return "none";
    }

    @Override
    public List<Double> qualities() {
      return List.of();
    }

    @Override
    public Trial run(Picture picture, double quality) {
      throw new AssertionError("not to be run");
    }
  }
}
