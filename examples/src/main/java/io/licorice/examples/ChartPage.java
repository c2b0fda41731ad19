package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * An HTML page with charts that needs nothing beside it: styles, scripts, the chart library
 * (Chart.js) and data are inside, and the page forbids the browser to fetch anything.
 */
final class ChartPage {
  private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.5.1/";

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
      <title>%s</title>
      <style>
      %s</style>
      </head>
      <body>
      """;

  private ChartPage() {}

  /**
   * Makes a page.
   *
   * @param body HTML with a section {@code set-N} for each set of the data
   * @param data what {@code bench.js} draws
   */
  static String html(String title, CharSequence body, ObjectNode data) throws IOException {
    String library =
        resource(CHARTS + "dist/chart.umd.min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "");
    String licence = resource(CHARTS + "LICENSE.md");
    if (library.contains("</script") || licence.contains("*/") || licence.contains("</script")) {
      throw new IOException("the chart library cannot stand inside a page");
    }
    String json = Html.scriptJson(Json.line(data));
    return Text.of(HEAD, Html.escape(title), resource("bench.css"))
        + body
        + Text.of("<script type=\"application/json\" id=\"data\">%s</script>\n", json)
        + Text.of("<script>/*\n%s*/\n%s</script>\n", licence, library)
        + Text.of("<script>\n%s</script>\n</body>\n</html>\n", resource("bench.js"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = ChartPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("the tool is not built completely: " + name + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
