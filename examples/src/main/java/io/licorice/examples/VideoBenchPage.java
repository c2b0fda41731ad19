package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.examples.VideoBenchReport.Part;
import io.licorice.examples.VideoBenchReport.Video;
import io.licorice.metrics.BjontegaardDelta.Difference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The reports of the video bench as one HTML page: plots and tables. */
final class VideoBenchPage {
  private static final String METHOD =
      "Everybody is given the same frames: ours in RGB as FFmpeg converts them, the peers as they"
          + " come, in 4:2:0. Rates are bytes of coded packets, without containers; quality is the"
          + " PSNR over R, G and B of each frame against the RGB frame, and the mean of the frames'"
          + " decibels. BD-rates: the logarithm of the rate over the quality, interpolated by PCHIP"
          + " and averaged over the qualities that both share; means are over the videos. What"
          + " predicted frames cost for key frames is the BD-rate of our predicted frames against"
          + " the very same frames coded as key frames. A dash stands for curves with too little in"
          + " common.";

  private final VideoBenchSummary summary;
  private final StringBuilder page = new StringBuilder();

  private VideoBenchPage(VideoBenchSummary summary) {
    this.summary = summary;
  }

  static String html(VideoBenchSummary summary) throws IOException {
    VideoBenchPage page = new VideoBenchPage(summary);
    page.introduction();
    for (int i = 0; i < summary.videos().size(); i++) {
      page.video(summary.videos().get(i), i);
    }
    page.codecs();
    return ChartPage.html("Licorice video bench", page.page, data(summary));
  }

  /** Adds a line whose placeholders take text that is HTML already. */
  private void add(String format, Object... html) {
    page.append(Text.of(format, html));
  }

  private void introduction() {
    add("<h1>Licorice video bench</h1>\n");
    add(
        "<p class=\"soft\">%s; %s, %s.</p>\n",
        Html.escape(summary.machine()),
        Html.escape(summary.protocol().name()),
        Html.escape(summary.protocol().gopText()));
    for (String sentence : summary.leftOut()) {
      add("<p class=\"warning\">%s</p>\n", Html.escape(sentence));
    }
    for (String ours : summary.ours()) {
      add(
          "<h3>BD-rate of %s against <span class=\"soft\">(RGB PSNR, bits at equal quality;"
              + " negative is fewer)</span></h3>\n",
          Html.escape(ours));
      rates(summary.others(), anchor -> video -> rate(video, ours, anchor));
      means(summary.others(), ours);
    }
    if (summary.others().contains(VideoBenchReport.INTRA)) {
      add("<h3>Bits of predicted frames for one bit of key frames, at equal PSNR</h3>\n");
      rates(summary.ours(), ours -> video -> share(video, ours));
      add("</tbody></table></div>\n");
    }
  }

  /** A table of a row for each video, without its end. */
  private void rates(
      List<String> columns, Function<String, Function<VideoBenchReport, String>> cell) {
    add("<div class=\"scroll\"><table>\n<thead><tr><th>Video</th>");
    columns.forEach(column -> add("<th>%s</th>", Html.escape(column)));
    add("</tr></thead>\n<tbody>\n");
    for (VideoBenchReport video : summary.videos()) {
      add("<tr><td>%s</td>", Html.escape(video.video().name()));
      columns.forEach(column -> add("<td>%s</td>", cell.apply(column).apply(video)));
      add("</tr>\n");
    }
  }

  private void means(List<String> anchors, String ours) {
    for (Part part : Part.values()) {
      add("<tr%s><td>%s</td>", part == Part.ALL ? " class=\"ours\"" : "", meanOf(part));
      for (String anchor : anchors) {
        VideoBenchSummary.Mean mean = summary.mean(ours, anchor, part);
        add(
            "<td>%s</td>",
            mean.percent().isEmpty()
                ? "&ndash;"
                : Text.of(
                    "%s&#8201;%%<small>of %d</small>",
                    BenchTables.signed(mean.percent().getAsDouble()), mean.videos()));
      }
      add("</tr>\n");
    }
    add("</tbody></table></div>\n");
  }

  private static String meanOf(Part part) {
    return part == Part.ALL ? "mean" : "mean, " + part.key + " frames alone";
  }

  private static String rate(VideoBenchReport video, String codec, String anchor) {
    return cell(
        video.compare(codec, anchor, Part.ALL).difference(),
        d -> BenchTables.signed(d.percent()) + "&#8201;%");
  }

  private static String share(VideoBenchReport video, String codec) {
    return cell(
        video.compare(codec, VideoBenchReport.INTRA, Part.PREDICTED).difference(),
        d -> Text.of("%.3f", 1 + d.percent() / 100));
  }

  private static String cell(Optional<Difference> difference, Function<Difference, String> text) {
    return difference
        .map(
            d ->
                Text.of(
                    "%s<small>%.1f to %.1f dB</small>",
                    text.apply(d), d.fromQuality(), d.toQuality()))
        .orElse("&ndash;");
  }

  private void video(VideoBenchReport report, int number) {
    Video video = report.video();
    add("<section id=\"set-%d\">\n<h2>%s</h2>\n", number, Html.escape(video.name()));
    add(
        "<p class=\"soft\">%d &times; %d, %d frames, %s frames a second, %s.</p>\n",
        video.width(),
        video.height(),
        video.frames(),
        VideoBenchText.framesPerSecond(video.framesPerSecond()),
        Html.escape(video.pixelFormat()));
    add("<div class=\"legend measured\"></div>\n<div class=\"charts\"></div>\n</section>\n");
  }

  private void codecs() {
    add("<section>\n<h2>How it was measured</h2>\n<div class=\"scroll\"><table>\n<thead><tr>");
    add("<th>Codec</th><th>Encode fps</th><th>Decode fps</th>");
    add("<th class=\"text\">Called as</th><th class=\"text\">Its time is</th>");
    add("</tr></thead>\n<tbody>\n");
    for (BenchSummary.Codec codec : summary.codecs()) {
      add(
          "<tr%s><td>%s</td><td>%s</td><td>%s</td><td class=\"text\"><code>%s</code></td>"
              + "<td class=\"text\">%s</td></tr>\n",
          VideoBenchSummary.isOurs(codec.name()) ? " class=\"ours\"" : "",
          Html.escape(codec.name()),
          VideoBenchText.framesPerSecond(summary.framesPerSecond(codec.name(), true)),
          VideoBenchText.framesPerSecond(summary.framesPerSecond(codec.name(), false)),
          Html.escape(codec.settings()),
          Html.escape(codec.timing()));
    }
    add("</tbody></table></div>\n<p>");
    for (VideoBenchSummary.Pack pack : summary.packs()) {
      add("Pack %s, <code>%s</code>. ", Html.escape(pack.id()), Html.escape(pack.hash()));
    }
    add("</p>\n<p>%s</p>\n</section>\n", METHOD);
  }

  /** What the charts draw. */
  private static ObjectNode data(VideoBenchSummary summary) {
    ObjectNode data = Json.object();
    ArrayNode metrics = data.putArray("metrics");
    for (Part part : Part.values()) {
      ObjectNode metric = metrics.addObject().put("key", part.key);
      metric.put("title", "PSNR over R, G, B of " + part.key + " frames (dB)");
      metric.put("wide", part == Part.ALL);
    }
    ArrayNode sets = data.putArray("sets");
    for (VideoBenchReport report : summary.videos()) {
      ObjectNode set = sets.addObject();
      ArrayNode codecs = set.putArray("codecs");
      report.codecs().forEach(codecs::add);
      ObjectNode curves = set.putObject("curves");
      for (Part part : Part.values()) {
        ObjectNode byCodec = curves.putObject(part.key);
        for (String codec : report.codecs()) {
          BenchPageData.add(byCodec.putArray(codec), report.points(codec, part));
        }
      }
    }
    data.putObject("published").putArray("curves");
    return data;
  }
}
