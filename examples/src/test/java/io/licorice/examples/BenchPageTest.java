package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licorice.examples.BenchReport.Measurement;
import io.licorice.examples.BenchReport.Panel;
import io.licorice.examples.BenchReport.Showcase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that the bench writes. */
final class BenchPageTest {
  private static final String HOSTILE = "</script><script>alert(1)</script> & \"kodak\" 'x'";

  private static final String PUBLISHED =
      """
      {"_meta": {"what": "24 <pictures>"},
       "codecs": {
         "vtm": {"name": "VTM", "points": [
           {"bpp": 0.5, "psnr_rgb": 34.5, "ms_ssim_db": 16.0},
           {"bpp": 0.2, "psnr_rgb": 31.25},
           {"bpp": 0, "psnr_rgb": 20}, {"bpp": "x", "psnr_rgb": 20}, {"bpp": 1}]},
         "old": {"points": [{"bpp": 1, "psnr_rgb": 30}],
                 "points_ms_ssim": [{"bpp": 1, "ms_ssim_db": 12.5}]},
         "empty": {"points": []}}}
      """;

  @TempDir Path folder;

  private static BenchSummary summary() {
    List<Measurement> measurements = new ArrayList<>();
    for (String codec : List.of("cjpeg", "lic")) {
      for (int i = 0; i < 4; i++) {
        double bpp = (codec.equals("lic") ? 0.11 : 0.22) * (1 << i);
        double similarity = 0.8 + i * 0.05;
        measurements.add(
            new Measurement(
                HOSTILE, 64, 48, codec, i, 99, bpp, 27 + 3 * i, similarity, similarity, 1, 2));
      }
    }
    Showcase showcase =
        new Showcase(
            HOSTILE,
            1234,
            "T1JJRw==",
            List.of(new Panel("lic", 40, 1240, 0.4, 31, 0.95, "T1VSUw==")));
    BenchReport report =
        new BenchReport(
            HOSTILE,
            List.of("cjpeg", "lic"),
            measurements,
            List.of(),
            List.of(showcase),
            Optional.of(new BenchReport.BppRange(0.15, 1.5)));
    return new BenchSummary(
        "here",
        List.of(new BenchSummary.Codec("cjpeg", "cjpeg -quality Q <IN>", "time & tide")),
        List.of("jxl is left out, because cjxl is not installed."),
        List.of(report));
  }

  private BenchPage.Published published() throws IOException {
    Path file = Files.writeString(folder.resolve("curves.json"), PUBLISHED);
    return new BenchPage.Published(PublishedCurves.read(file), List.of("vtm"));
  }

  private static JsonNode data(String page) throws IOException {
    Matcher matcher =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertThat(matcher.find()).isTrue();
    return new ObjectMapper().readTree(matcher.group(1));
  }

  @Test
  void theDataOfTheChartsIsInside() throws IOException {
    JsonNode data = data(BenchPage.html(summary(), published()));
    JsonNode set = data.get("sets").get(0);
    assertThat(set.get("codecs")).extracting(JsonNode::asText).containsExactly("cjpeg", "lic");
    assertThat(set.get("curves").get("psnr").get("lic")).hasSize(4);
    assertThat(set.at("/curves/psnr/lic/1/x").asDouble()).isEqualTo(0.22);
    assertThat(set.at("/curves/psnr/lic/1/y").asDouble()).isEqualTo(30);
    assertThat(set.at("/curves/ssim_db/cjpeg")).hasSize(4);
    assertThat(set.at("/curves/ms_ssim_db/cjpeg")).hasSize(4);
    JsonNode curves = data.at("/published/curves");
    assertThat(curves).extracting(c -> c.get("id").asText()).containsExactly("vtm", "old");
    assertThat(curves.at("/0/shown").asBoolean()).isTrue();
    assertThat(curves.at("/1/shown").asBoolean()).isFalse();
    assertThat(curves.at("/1/name").asText()).isEqualTo("old");
    assertThat(curves.at("/0/points/psnr")).hasSize(2);
    assertThat(curves.at("/0/points/psnr/0/x").asDouble()).isEqualTo(0.2);
    assertThat(curves.at("/1/points/ms_ssim_db/0/y").asDouble()).isEqualTo(12.5);
  }

  @Test
  void tablesPicturesAndSettingsAreInside() throws IOException {
    String page = BenchPage.html(summary(), published());
    assertThat(page)
        .contains("BD-rate against cjpeg", "\u221250.0&#8201;%", "0.15 to 1.5 bpp")
        .contains("at about 1,234 bytes", "data:image/png;base64,T1JJRw==", "base64,T1VSUw==")
        .contains("1,240 bytes, 0.400 bpp, quality 40<br>PSNR 31.00 dB, MS-SSIM 0.9500")
        .contains("cjpeg -quality Q &lt;IN&gt;", "time &amp; tide", "24 &lt;pictures&gt;")
        .contains("jxl is left out, because cjxl is not installed.")
        .contains("Chart.js Contributors", "Permission is hereby granted");
  }

  @Test
  void nothingIsFetchedFromElsewhere() throws IOException {
    String page = BenchPage.html(summary(), published());
    assertThat(page).contains("Content-Security-Policy\" content=\"default-src 'none';");
    assertThat(page)
        .doesNotContainPattern("(?i)<(link|iframe|object|embed|base)\\b|<script[^>]*src");
    assertThat(page).doesNotContain("sourceMappingURL");
    String markup = page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1");
    assertThat(markup)
        .doesNotContainPattern("(?i)https?:|@import|url\\(|(src|href)=\"(?!data:image/png)");
  }

  @Test
  void namesOfFilesCannotBecomeMarkup() throws IOException {
    String page = BenchPage.html(summary(), published());
    assertThat(page).doesNotContain("alert(1)</script>", "<script>alert");
    assertThat(page)
        .contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;kodak");
    assertThat(Html.escape("<a b='c' d=\"e\">&"))
        .isEqualTo("&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;");
    assertThat(Html.scriptJson("{\"a\":\"</script>\u2028\"}"))
        .isEqualTo("{\"a\":\"\\u003c/script>\\u2028\"}");
  }

  @Test
  void aFileThatHoldsNoCurvesIsRefusedInASentence() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"codecs\": ");
    Path other = Files.writeString(folder.resolve("other.json"), "[1, 2]");
    Path empty = Files.writeString(folder.resolve("empty.json"), "");
    assertThatThrownBy(() -> PublishedCurves.read(broken))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(broken + " is not JSON: ");
    for (Path file : List.of(other, empty)) {
      assertThatThrownBy(() -> PublishedCurves.read(file))
          .isInstanceOf(IOException.class)
          .hasMessage(file + " has no object \"codecs\" with published curves");
    }
  }
}
