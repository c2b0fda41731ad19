package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.licorice.examples.BenchCodec.Cost;
import io.licorice.examples.BenchCodec.Speed;
import io.licorice.examples.BenchReport.BppRange;
import io.licorice.examples.BenchReport.Measurement;
import io.licorice.examples.BenchReport.RateRow;
import io.licorice.examples.BenchReport.SpeedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What measurements add up to, in text and JSON. */
final class BenchReportTest {
  private static JsonNode json(BenchReport report) {
    return BenchJson.of(new BenchSummary("here", List.of(), List.of(), List.of(report)))
        .get("sets")
        .get(0);
  }

  private static BenchReport report(List<String> codecs, List<Measurement> measurements) {
    return new BenchReport("set", codecs, measurements, List.of(), List.of(), Optional.empty());
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
                  0.8 + i / 30.0,
                  0.9 + i / 60.0,
                  1,
                  2));
        }
      }
    }
    BenchReport report =
        new BenchReport(
            "set",
            List.of("jpeg", "other"),
            measurements,
            List.of(),
            List.of(),
            Optional.of(new BppRange(0.14, 1)));
    JsonNode json = json(report);
    JsonNode mean = json.get("means").get(2);
    assertThat(mean.get("bpp").asDouble()).isCloseTo(0.4, within(1e-12));
    assertThat(mean.get("psnr").asDouble()).isCloseTo(31, within(1e-12));
    assertThat(mean.get("pictures").asInt()).isEqualTo(2);
    assertThat(mean.get("ms_ssim_db").asDouble())
        .isCloseTo(-10 * Math.log10(1 - 0.9 - 2 / 60.0), within(1e-9));

    JsonNode rates = json.get("bd_rates");
    assertThat(rates).hasSize(6);
    assertThat(rates.get(0).get("percent").asDouble()).isCloseTo(-25, within(1e-9));
    assertThat(rates.get(0).get("metric").asText()).isEqualTo("psnr");
    assertThat(rates.get(0).get("anchor").asText()).isEqualTo("jpeg");
    assertThat(rates.get(1).get("metric").asText()).isEqualTo("ssim_db");
    assertThat(rates.get(2).get("metric").asText()).isEqualTo("ms_ssim_db");
    assertThat(rates.get(3).get("bpp_range").get(1).asDouble()).isEqualTo(1);
    // The other codec at 0.14 bpp, jpeg at 1 bpp; printed by a Python implementation.
    assertThat(rates.get(3).get("percent").asDouble()).isCloseTo(-25, within(1e-9));
    assertThat(rates.get(3).get("from_db").asDouble()).isCloseTo(27.701392979347254, within(1e-9));
    assertThat(rates.get(3).get("to_db").asDouble()).isCloseTo(34.96578428466209, within(1e-9));
    assertThat(BenchText.lines(report))
        .anyMatch(line -> line.matches("other +PSNR +-25.00 % over .*"));
  }

  @Test
  void losslessPointsAreInNoCurve() {
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      double psnr = i == 3 ? Double.POSITIVE_INFINITY : 30 + i;
      measurements.add(
          new Measurement(
              "p", 10, 10, "jpeg", i, 100, i + 1, psnr, i == 3 ? 1 : 0.8, i == 3 ? 1 : 0.9, 1, 2));
    }
    BenchReport report = report(List.of("jpeg"), measurements);
    assertThat(BenchText.csv(report, "jpeg").lines()).hasSize(4);
    assertThat(report.points("jpeg", BenchMetric.MS_SSIM)).hasSize(3);
    assertThat(json(report).get("means").get(3).get("psnr").asDouble())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void oursIsComparedWithEveryOtherToo() {
    List<Measurement> measurements = new ArrayList<>();
    for (String codec : List.of("cjpeg", "lic", "avif")) {
      double share = codec.equals("cjpeg") ? 1 : codec.equals("lic") ? 0.5 : 0.4;
      for (int i = 0; i < 5; i++) {
        double bpp = share * (i + 1) / 5;
        measurements.add(
            new Measurement("p", 9, 9, codec, i, 9, bpp, 28 + 3 * i, 0.8, 0.9 + i / 60.0, 1, 2));
      }
    }
    BenchReport report = report(List.of("cjpeg", "lic", "avif"), measurements);
    List<RateRow> ours = report.ratesOfOurs();
    assertThat(ours).extracting(RateRow::codec).containsOnly("lic");
    assertThat(ours).extracting(RateRow::anchor).containsOnly("avif");
    assertThat(ours.get(0).difference().orElseThrow().percent()).isCloseTo(25, within(1e-9));
    assertThat(ours.get(1).difference()).as("SSIM never changes").isEmpty();
    assertThat(BenchText.lines(report))
        .contains("BD-rate of lic against (negative: fewer bits)")
        .anyMatch(line -> line.matches("avif +PSNR +[+]25.00 % over .*"));
    assertThat(report(List.of("lic", "avif"), measurements).ratesOfOurs()).isEmpty();
    assertThat(report(List.of("cjpeg", "avif"), measurements).ratesOfOurs()).isEmpty();
  }

  @Test
  void timesAreMeansAndMemoryIsTheLargest() {
    Cost one = new Cost(OptionalDouble.of(1), OptionalDouble.of(2), OptionalLong.of(30 << 20));
    Cost other = new Cost(OptionalDouble.of(2), OptionalDouble.empty(), OptionalLong.of(50 << 20));
    BenchReport.Mean point = new BenchReport.Mean("lic", 40, 2, 0.51, 31, 0.8, 0.9, 1, 1);
    SpeedRow row =
        SpeedRow.of(point, 2, 0.4, List.of(new Speed(one, other), new Speed(other, other)));
    assertThat(row.encode().codecSeconds()).hasValue(1.5);
    assertThat(row.encode().processSeconds()).isEmpty();
    assertThat(row.encode().peakBytes()).hasValue(50 << 20);
    Measurement m = new Measurement("p", 9, 9, "lic", 40, 9, 0.5, 30, 0.8, 0.9, 1, 2);
    BenchReport report =
        new BenchReport(
            "set", List.of("lic"), List.of(m), List.of(row), List.of(), Optional.empty());
    assertThat(BenchText.lines(report))
        .anyMatch(line -> line.matches("lic +0.510 +2 +1500 +- +2000 +- +50.0 +50.0"));
    JsonNode speed = json(report).get("speeds").get(0);
    assertThat(speed.get("encode_codec_seconds").asDouble()).isEqualTo(1.5);
    assertThat(speed.has("encode_process_seconds")).isFalse();
    assertThat(speed.get("decode_peak_bytes").asLong()).isEqualTo(50 << 20);
    assertThat(new BenchTables(report).speeds())
        .contains("<td>1500</td><td>0.267</td><td>-</td><td>50.0</td>");
  }
}
