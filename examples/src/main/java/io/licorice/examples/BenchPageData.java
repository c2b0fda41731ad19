package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.examples.BenchPage.Published;
import io.licorice.metrics.BjontegaardDelta.Point;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the page's charts draw: curves as arrays of {@code {x: bpp, y: decibels}}. */
final class BenchPageData {
  private BenchPageData() {}

  static ObjectNode of(BenchSummary summary, Published published) {
    ObjectNode data = Json.object();
    ArrayNode metrics = data.putArray("metrics");
    for (BenchMetric metric : BenchMetric.values()) {
      boolean wide = metric == BenchMetric.PSNR;
      metrics.addObject().put("key", metric.key).put("title", metric.axis).put("wide", wide);
    }
    ArrayNode sets = data.putArray("sets");
    for (BenchReport report : summary.reports()) {
      ObjectNode set = sets.addObject();
      ArrayNode codecs = set.putArray("codecs");
      report.codecs().forEach(codecs::add);
      ObjectNode curves = set.putObject("curves");
      for (BenchMetric metric : BenchMetric.values()) {
        ObjectNode byCodec = curves.putObject(metric.key);
        for (String codec : report.codecs()) {
          add(byCodec.putArray(codec), report.points(codec, metric));
        }
      }
    }
    ArrayNode others = data.putObject("published").putArray("curves");
    for (Map.Entry<String, PublishedCurves.Curve> entry : published.curves().curves().entrySet()) {
      ObjectNode curve = others.addObject().put("id", entry.getKey());
      curve.put("name", entry.getValue().name());
      curve.put("description", entry.getValue().description());
      curve.put("shown", published.shown().contains(entry.getKey()));
      ObjectNode points = curve.putObject("points");
      entry
          .getValue()
          .points()
          .forEach(
              (metric, pairs) -> {
                ArrayNode array = points.putArray(metric.key);
                pairs.forEach(pair -> add(array, pair[0], pair[1]));
              });
    }
    return data;
  }

  /** Adds a curve by rising rate. */
  static void add(ArrayNode curve, List<Point> points) {
    points.stream()
        .sorted(Comparator.comparingDouble(Point::rate))
        .forEach(point -> add(curve, point.rate(), point.quality()));
  }

  private static void add(ArrayNode points, double bpp, double decibels) {
    points.addObject().put("x", bpp).put("y", decibels);
  }
}
