package io.licorice.examples;

import io.licorice.examples.BenchReport.Panel;
import io.licorice.examples.BenchReport.Showcase;
import java.io.IOException;
import java.util.List;

/** The report as one HTML page: plots, tables and pictures. */
final class BenchPage {
  private static final String METHOD =
      "BD-rates: the logarithm of the rate over the quality, interpolated by PCHIP through all"
          + " points of the mean curves and averaged over the qualities that both share; between"
          + " two rates, over the qualities that both reach between them. SSIM and MS-SSIM are"
          + " means over R, G and B and over the pictures, then put in decibels. Times are the"
          + " shortest of several runs with nothing else to do, averaged over the pictures; memory"
          + " is the largest resident set of a process (GNU time). A dash"
          + " stands for what cannot be told.";

  private final StringBuilder page = new StringBuilder();

  private BenchPage() {}

  /**
   * Curves of others.
   *
   * @param shown identifiers of those that are drawn at first
   */
  record Published(PublishedCurves curves, List<String> shown) {}

  static String html(BenchSummary summary, Published published) throws IOException {
    BenchPage page = new BenchPage();
    page.introduction(summary);
    for (int i = 0; i < summary.reports().size(); i++) {
      page.set(summary.reports().get(i), i, published);
    }
    page.codecs(summary);
    return ChartPage.html("Licorice bench", page.page, BenchPageData.of(summary, published));
  }

  /** Adds a line whose placeholders take text that is HTML already. */
  private void add(String format, Object... html) {
    page.append(Text.of(format, html));
  }

  private void introduction(BenchSummary summary) {
    add("<h1>Licorice bench</h1>\n<p class=\"soft\">%s</p>\n", Html.escape(summary.machine()));
    for (String sentence : summary.leftOut()) {
      add("<p class=\"warning\">%s</p>\n", Html.escape(sentence));
    }
  }

  private void set(BenchReport report, int number, Published published) {
    add("<section id=\"set-%d\">\n<h2>%s</h2>\n", number, Html.escape(report.set()));
    add(
        "<p class=\"soft\">%d %s. Rates are bytes of whole files; curves are means over the"
            + " pictures.</p>\n",
        report.pictures(), report.pictures() == 1 ? "picture" : "pictures");
    add("<div class=\"legend measured\"></div>\n");
    if (!published.curves().curves().isEmpty()) {
      add(
          """
          <details><summary>More curves that others published (dashed, not measured here)</summary>
          <p class="soft">%s</p><div class="legend published"></div></details>
          """,
          Html.escape(published.curves().what()));
    }
    add("<div class=\"charts\"></div>\n");
    BenchTables tables = new BenchTables(report);
    page.append(tables.rates()).append(tables.speeds());
    for (Showcase showcase : report.showcases()) {
      showcase(showcase);
    }
    add("</section>\n");
  }

  private void showcase(Showcase showcase) {
    add(
        "<h3>%s at about %,d bytes</h3>\n<div class=\"pictures\">\n",
        Html.escape(showcase.picture()), showcase.targetBytes());
    figure("original", "", "", showcase.originalPng());
    for (Panel panel : showcase.panels()) {
      String worth =
          Text.of(
              "%,d bytes, %.3f bpp, quality %s<br>PSNR %s, MS-SSIM %.4f",
              panel.bytes(),
              panel.bpp(),
              Peers.number(panel.quality()),
              Text.decibels(panel.psnr()),
              panel.msSsim());
      boolean ours = panel.codec().equals(BenchReport.OURS);
      figure(Html.escape(panel.codec()), worth, ours ? " class=\"ours\"" : "", panel.png());
    }
    add("</div>\n");
  }

  private void figure(String title, String worth, String attribute, String png) {
    add(
        "<figure%s><img alt=\"%s\" src=\"data:image/png;base64,%s\">"
            + "<figcaption><b>%s</b><br>%s</figcaption></figure>\n",
        attribute, title, png, title, worth);
  }

  private void codecs(BenchSummary summary) {
    add("<section>\n<h2>How it was measured</h2>\n");
    add("<div class=\"scroll\"><table>\n<thead><tr><th>Codec</th>");
    add("<th class=\"text\">Called as</th><th class=\"text\">The codec&#39;s own time is</th>");
    add("</tr></thead>\n<tbody>\n");
    for (BenchSummary.Codec codec : summary.codecs()) {
      add(
          "<tr%s><td>%s</td><td class=\"text\"><code>%s</code></td><td class=\"text\">%s</td></tr>\n",
          codec.name().equals(BenchReport.OURS) ? " class=\"ours\"" : "",
          Html.escape(codec.name()),
          Html.escape(codec.settings()),
          Html.escape(codec.timing()));
    }
    add("</tbody></table></div>\n<p>%s</p>\n</section>\n", METHOD);
  }
}
