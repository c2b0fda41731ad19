package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licorice.examples.VideoBenchReport.Measurement;
import io.licorice.examples.VideoBenchReport.Part;
import io.licorice.examples.VideoBenchReport.Video;
import io.licorice.examples.VideoBenchReport.Worth;
import io.licorice.examples.VideoTrial.CodedFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the video bench makes of its measurements. */
final class VideoBenchReportTest {
  private static final String HOSTILE = "</script><script>alert(1)</script> & \"clip\" 'x'.mkv";
  private static final String PEER = "x264-veryfast";
  private static final int FRAMES = 8;
  private static final int GOP = 4;
  private static final long KEY_BYTES = 4000;

  /**
   * Four points 3 dB apart whose rate doubles, so that a factor of the bytes is the rate's at every
   * quality.
   */
  private static List<Measurement> curve(String codec, double key, double predicted) {
    List<Measurement> curve = new ArrayList<>();
    for (int point = 0; point < 4; point++) {
      List<CodedFrame> frames = new ArrayList<>();
      for (int i = 0; i < FRAMES; i++) {
        boolean isKey = i % GOP == 0 || codec.equals(VideoBenchReport.INTRA);
        double bytes = (i % GOP == 0 ? key : predicted) * KEY_BYTES * (1 << point);
        frames.add(new CodedFrame(Math.round(bytes), isKey, 30 + 3 * point));
      }
      curve.add(new Measurement(codec, 10 * point, new VideoTrial(frames, 123_456, 2, 0.5)));
    }
    return curve;
  }

  private static VideoBenchReport report(String name) {
    List<Measurement> all = new ArrayList<>(curve("lic", 1, 0.25));
    all.addAll(curve(VideoBenchReport.INTRA, 1, 1));
    all.addAll(curve(PEER, 2, 0.5));
    return new VideoBenchReport(
        new Video(name, 160, 100, FRAMES, 30, "yuv420p"),
        List.of("lic", VideoBenchReport.INTRA, PEER),
        all);
  }

  private static VideoBenchSummary summary(String... videos) {
    return new VideoBenchSummary(
        "here",
        "videos",
        new VideoProtocol(VideoProtocol.LOW_DELAY, GOP),
        List.of(
            new BenchSummary.Codec("lic", "model <video>, quality Q", "ours"),
            new BenchSummary.Codec(VideoBenchReport.INTRA, "keys", "ours"),
            new BenchSummary.Codec(PEER, "ffmpeg -i IN", "a process")),
        List.of(new VideoBenchSummary.Pack("video", "dvc", "0123abcd")),
        List.of("x265-medium is left out: it is not here."),
        List.of(videos).stream().map(VideoBenchReportTest::report).toList());
  }

  @Test
  void worthOfAPartIsThatOfItsFramesAlone() {
    VideoBenchReport report = report("a");
    Measurement first = report.measurements("lic").get(0);
    Worth key = report.worth(first, Part.KEY).orElseThrow();
    assertThat(key.frames()).isEqualTo(2);
    assertThat(key.bytes()).isEqualTo(2 * KEY_BYTES);
    assertThat(key.bpp()).isEqualTo(8.0 * KEY_BYTES / (160 * 100));
    Worth predicted = report.worth(first, Part.PREDICTED).orElseThrow();
    assertThat(predicted.frames()).isEqualTo(6);
    assertThat(predicted.bytes()).isEqualTo(6 * KEY_BYTES / 4);
    Worth all = report.worth(first, Part.ALL).orElseThrow();
    assertThat(all.bytes()).isEqualTo(first.trial().bytes()).isEqualTo(2 * 4000 + 6 * 1000);
    assertThat(all.psnr()).isEqualTo(first.trial().psnr()).isEqualTo(30);
  }

  @Test
  void keyFramesAloneAreComparedOnTheFramesThatOthersPredict() {
    VideoBenchReport report = report("a");
    Measurement intra = report.measurements(VideoBenchReport.INTRA).get(0);
    assertThat(report.worth(intra, Part.PREDICTED).orElseThrow().frames()).isEqualTo(6);
    assertThat(report.worth(intra, Part.KEY).orElseThrow().frames()).isEqualTo(2);
    assertThat(
            report
                .compare("lic", VideoBenchReport.INTRA, Part.PREDICTED)
                .difference()
                .orElseThrow()
                .percent())
        .isCloseTo(-75, within(1e-6));
  }

  @Test
  void ratesOfTwiceTheBytesDifferByHalf() {
    VideoBenchSummary summary = summary("a", "b");
    for (Part part : Part.values()) {
      VideoBenchSummary.Mean mean = summary.mean("lic", PEER, part);
      assertThat(mean.videos()).isEqualTo(2);
      assertThat(mean.percent().orElseThrow()).isCloseTo(-50, within(1e-6));
    }
    assertThat(summary.ours()).containsExactly("lic");
    assertThat(summary.others()).containsExactly(PEER, VideoBenchReport.INTRA);
    assertThat(summary.framesPerSecond("lic", true)).hasValue(4);
    assertThat(summary.framesPerSecond(PEER, false)).hasValue(16);
  }

  @Test
  void framesThatAreIdenticalAreInNoCurve() {
    List<Measurement> curve = new ArrayList<>(curve("lic", 1, 0.25));
    CodedFrame exact = new CodedFrame(9_000_000, true, Double.POSITIVE_INFINITY);
    curve.add(new Measurement("lic", 100, new VideoTrial(List.of(exact), 9_000_000, 1, 1)));
    VideoBenchReport report =
        new VideoBenchReport(new Video("a", 160, 100, 1, 30, "gray"), List.of("lic"), curve);
    assertThat(report.points("lic", Part.ALL)).hasSize(4);
    assertThat(report.compare("lic", PEER, Part.ALL).difference()).isEmpty();
  }

  @Test
  void textHasEveryMeasurementAndTheMeans() {
    String lines = String.join("\n", VideoBenchText.lines(report("a.mkv")));
    assertThat(lines)
        .startsWith("a.mkv: 160x100, 8 frames, 30.0 frames/s, yuv420p\n")
        .containsPattern(
            "\nlic +0 +0\\.8750 +420\\.0 +30\\.00 +4000 +30\\.00 +1000 +30\\.00 +123456");
    assertThat(lines.lines()).hasSize(3 + 3 * 4);
    String means = String.join("\n", VideoBenchText.lines(summary("a.mkv", "b.mkv")));
    assertThat(means)
        .contains("BD-rate of lic, RGB PSNR, a key frame every 4 frames")
        .containsPattern("\nmean +-50\\.0 +-[0-9.]+\n")
        .containsPattern("\nmean of predicted frames +-50\\.0 +-75\\.0\n")
        .containsPattern("Bits of predicted frames for one bit of key frames.*\nvideo +lic\n")
        .containsPattern("\nmean +0\\.250\n");
  }

  @Test
  void jsonHasFramesRatesAndPacks() throws IOException {
    JsonNode json = new ObjectMapper().readTree(Json.line(VideoBenchJson.of(summary("a", "b"))));
    assertThat(json.get("protocol").asText()).isEqualTo("low-delay");
    assertThat(json.at("/packs/0/hash").asText()).isEqualTo("0123abcd");
    assertThat(json.at("/left_out/0").asText()).startsWith("x265-medium");
    JsonNode video = json.at("/videos/1");
    assertThat(video.get("measurements")).hasSize(12);
    JsonNode point = video.at("/measurements/0");
    assertThat(point.get("frames")).hasSize(FRAMES);
    assertThat(point.at("/frames/0/key").asBoolean()).isTrue();
    assertThat(point.at("/frames/1/bytes").asLong()).isEqualTo(1000);
    assertThat(point.at("/predicted/bpp").asDouble()).isEqualTo(0.5);
    assertThat(video.get("bd_rates")).hasSize(2 * Part.values().length);
    assertThat(json.get("mean_bd_rates").findValuesAsText("anchor"))
        .contains(PEER, VideoBenchReport.INTRA);
    assertThat(json.at("/mean_bd_rates/0/percent").asDouble()).isCloseTo(-50, within(1e-6));
  }

  @Test
  void pageHoldsDataAndTables_andNamesCannotBecomeMarkup() throws IOException {
    String page = VideoBenchPage.html(summary(HOSTILE));
    assertThat(page)
        .contains("Content-Security-Policy\" content=\"default-src 'none';")
        .contains("\u221250.0&#8201;%", "0.250<small>30.0 to 39.0 dB</small>")
        .contains("model &lt;video&gt;, quality Q", "x265-medium is left out", "0123abcd")
        .contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;clip")
        .doesNotContain("alert(1)</script>", "<script>alert");
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertThat(data.find()).isTrue();
    JsonNode json = new ObjectMapper().readTree(data.group(1));
    assertThat(json.get("metrics").findValuesAsText("key"))
        .containsExactly("all", "key", "predicted");
    assertThat(json.at("/sets/0/curves/predicted/lic")).hasSize(4);
    assertThat(json.at("/sets/0/curves/predicted/lic/0/x").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/published/curves")).isEmpty();
  }
}
