package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import io.licorice.metrics.MsSsim;
import io.licorice.metrics.Psnr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Pictures at very few bytes side by side, as one HTML page that needs nothing beside it. */
final class GeneratedPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; img-src data:">
      <title>Licorice: generated pictures</title>
      <style>
      body { font: 14px system-ui, sans-serif; margin: 24px; color: #222; background: #fff; }
      pre { background: #f4f4f4; padding: 12px; overflow-x: auto; }
      .pictures { display: flex; flex-wrap: wrap; gap: 12px; }
      figure { margin: 0; width: 384px; }
      figure img { width: 100%; display: block; }
      figcaption { padding: 4px 0; }
      .made img { outline: 3px solid #b3541e; outline-offset: -3px; }
      </style>
      </head>
      <body>
      <h1>Generated pictures</h1>
      <p>Pictures with a frame are synthesised: what they show was made up.</p>
      """;

  private final StringBuilder pictures = new StringBuilder();

  /** Adds a picture with all that was made of it. */
  void add(String name, Picture original, List<GeneratedTrial> trials) throws IOException {
    pictures.append(Text.of("<h2>%s</h2>%n<div class=\"pictures\">%n", Html.escape(name)));
    figure("original", "", "", original);
    // Others' smallest files are their answer to several of ours.
    Set<Picture> shown = Collections.newSetFromMap(new IdentityHashMap<>());
    for (GeneratedTrial trial : trials) {
      if (!shown.add(trial.decoded())) {
        continue;
      }
      double bpp = 8.0 * trial.bytes() / ((double) original.width() * original.height());
      String worth =
          Text.of(
              "%,d bytes, %.4f bpp<br>PSNR %s, MS-SSIM %.4f",
              trial.bytes(),
              bpp,
              Text.decibels(Psnr.of(original, trial.decoded())),
              MsSsim.of(original, trial.decoded()));
      String attribute = trial.synthesised() > 0 ? " class=\"made\"" : "";
      figure(Html.escape(trial.row()), worth, attribute, trial.decoded());
    }
    pictures.append("</div>\n");
  }

  private void figure(String title, String worth, String attribute, Picture picture)
      throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageFormats.write(PictureImages.toImage(PictureFiles.asRgb(picture)), "png", png);
    pictures.append(
        Text.of(
            "<figure%s><img alt=\"%s\" src=\"data:image/png;base64,%s\">"
                + "<figcaption><b>%s</b><br>%s</figcaption></figure>%n",
            attribute, title, Base64.getEncoder().encodeToString(png.toByteArray()), title, worth));
  }

  /** The whole page. */
  String html(GeneratedReport report) {
    return HEAD + pre(report.table()) + pre(report.keptTable()) + pictures + "</body>\n</html>\n";
  }

  private static String pre(List<String> lines) {
    return lines.isEmpty() ? "" : "<pre>" + Html.escape(String.join("\n", lines)) + "</pre>\n";
  }
}
