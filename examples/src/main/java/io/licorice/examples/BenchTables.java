package io.licorice.examples;

import io.licorice.examples.BenchCodec.Cost;
import io.licorice.examples.BenchReport.BppRange;
import io.licorice.examples.BenchReport.RateRow;
import io.licorice.examples.BenchReport.SpeedRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The tables of a set of pictures as HTML. */
final class BenchTables {
  private static final String OURS = " class=\"ours\"";

  private final BenchReport report;

  BenchTables(BenchReport report) {
    this.report = report;
  }

  /** Rate differences against the first codec, and of our codec against the others. */
  String rates() {
    StringBuilder html = new StringBuilder();
    String unit = " <span class=\"soft\">(bits at equal quality; negative is fewer)</span>";
    if (!report.rates().isEmpty()) {
      html.append("<h3>BD-rate against ").append(Html.escape(report.anchor()));
      html.append(unit).append("</h3>\n").append(table("Codec", report.rates(), RateRow::codec));
    }
    if (!report.ratesOfOurs().isEmpty()) {
      html.append("<h3>BD-rate of ").append(BenchReport.OURS).append(" against the others");
      html.append(unit).append("</h3>\n");
      html.append(table("Against", report.ratesOfOurs(), RateRow::anchor));
    }
    return html.toString();
  }

  private String table(String what, List<RateRow> rows, Function<RateRow, String> name) {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr><th></th>");
    for (Optional<BppRange> range : report.ranges()) {
      html.append(
          Text.of(
              "<th colspan=\"%d\">%s</th>", BenchMetric.values().length, BenchText.range(range)));
    }
    html.append("</tr>\n<tr><th>").append(what).append("</th>");
    for (int i = 0; i < report.ranges().size(); i++) {
      for (BenchMetric metric : BenchMetric.values()) {
        html.append("<th>").append(metric.title).append("</th>");
      }
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (String codec : rows.stream().map(name).distinct().toList()) {
      html.append("<tr").append(codec.equals(BenchReport.OURS) ? OURS : "").append("><td>");
      html.append(Html.escape(codec)).append("</td>");
      rows.stream()
          .filter(row -> name.apply(row).equals(codec))
          .map(this::cell)
          .forEach(html::append);
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private String cell(RateRow row) {
    return row.difference()
        .map(
            d ->
                Text.of(
                    "<td>%s&#8201;%%<small>%.1f to %.1f dB</small></td>",
                    signed(d.percent()), d.fromQuality(), d.toQuality()))
        .orElse("<td>&ndash;<small>too little in common</small></td>");
  }

  static String signed(double percent) {
    return Text.of("%+.1f", percent).replace('-', '\u2212');
  }

  /** Times and memory; nothing if they were not measured. */
  String speeds() {
    if (report.speeds().isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<h3>Speed and memory</h3>\n<p class=\"soft\">");
    html.append(
        Text.of(
            "Pictures of %.3f megapixels on average. Codec: the codec itself; process: from its"
                + " start to its end; memory: most that the process held.</p>\n",
            report.speeds().get(0).megapixels()));
    html.append("<div class=\"scroll\"><table>\n<thead><tr><th></th><th></th><th></th>");
    html.append("<th colspan=\"4\">Encoding</th><th colspan=\"4\">Decoding</th></tr>\n<tr>");
    html.append("<th>Codec</th><th>Threads</th><th>bpp</th>");
    String columns = "<th>codec ms</th><th>MP/s</th><th>process ms</th><th>memory MiB</th>";
    html.append(columns).append(columns).append("</tr></thead>\n<tbody>\n");
    for (SpeedRow row : report.speeds()) {
      html.append("<tr").append(row.codec().equals(BenchReport.OURS) ? OURS : "");
      html.append(
          Text.of(
              "><td>%s</td><td>%d</td><td>%.3f</td>",
              Html.escape(row.codec()), row.threads(), row.bpp()));
      html.append(cells(row.encode(), row)).append(cells(row.decode(), row)).append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private static String cells(Cost cost, SpeedRow row) {
    return Text.of(
        "<td>%s</td><td>%s</td><td>%s</td><td>%s</td>",
        BenchText.milliseconds(cost.codecSeconds()),
        perSecond(cost.codecSeconds(), row.megapixels()),
        BenchText.milliseconds(cost.processSeconds()),
        BenchText.mebibytes(cost.peakBytes()));
  }

  /** Megapixels a second, or a dash. */
  private static String perSecond(OptionalDouble seconds, double megapixels) {
    return seconds.isEmpty() || seconds.getAsDouble() == 0
        ? "-"
        : Text.of("%.3g", megapixels / seconds.getAsDouble());
  }
}
