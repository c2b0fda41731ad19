package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.metrics.BjontegaardDelta;
import io.licorice.metrics.BjontegaardDelta.Difference;
import io.licorice.metrics.BjontegaardDelta.Point;
import io.licorice.metrics.MsSsim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the measurements add up to.
 *
 * <p>Means are over the pictures at a codec's rate point: mean bpp, mean PSNR, mean MS-SSIM, whose
 * decibels are those of the mean. Rate differences are those of the mean curves.
 */
final class BenchReport {
  private final List<BenchCodec> codecs;
  private final List<Measurement> measurements;
  private final Optional<BppRange> range;
  private final Map<String, List<Mean>> curves = new LinkedHashMap<>();

  BenchReport(List<BenchCodec> codecs, List<Measurement> measurements, Optional<BppRange> range) {
    this.codecs = codecs;
    this.measurements = measurements;
    this.range = range;
    for (BenchCodec codec : codecs) {
      Map<Double, List<Measurement>> points =
          measurements.stream()
              .filter(m -> m.codec().equals(codec.name()))
              .collect(
                  Collectors.groupingBy(
                      Measurement::quality, LinkedHashMap::new, Collectors.toList()));
      curves.put(codec.name(), points.values().stream().map(Mean::of).toList());
    }
  }

  /** One picture, coded once. */
  record Measurement(
      String picture,
      int width,
      int height,
      String codec,
      double quality,
      long bytes,
      double bpp,
      double psnr,
      double msSsim,
      double encodeSeconds,
      double decodeSeconds) {}

  /** A rate point, averaged over the pictures. */
  record Mean(
      String codec,
      double quality,
      int pictures,
      double bpp,
      double psnr,
      double msSsim,
      double encodeSeconds,
      double decodeSeconds) {

    static Mean of(List<Measurement> point) {
      return new Mean(
          point.get(0).codec(),
          point.get(0).quality(),
          point.size(),
          average(point, Measurement::bpp),
          average(point, Measurement::psnr),
          average(point, Measurement::msSsim),
          average(point, Measurement::encodeSeconds),
          average(point, Measurement::decodeSeconds));
    }

    private static double average(List<Measurement> point, ToDoubleFunction<Measurement> value) {
      return point.stream().mapToDouble(value).average().orElseThrow();
    }

    double msSsimDecibels() {
      return MsSsim.toDecibels(msSsim);
    }
  }

  /** The rates between which a restricted comparison looks. */
  record BppRange(double from, double to) {}

  /** The qualities that rate differences are computed over. */
  private enum Metric {
    PSNR("PSNR", "psnr", Mean::psnr),
    MS_SSIM("MS-SSIM", "ms_ssim_db", Mean::msSsimDecibels);

    final String title;
    final String key;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
    final ToDoubleFunction<Mean> value;

    Metric(String title, String key, ToDoubleFunction<Mean> value) {
      this.title = title;
      this.key = key;
      this.value = value;
    }
  }

  /** A comparison of a codec with the first. */
  private record RateRow(
      String codec, Metric metric, Optional<BppRange> range, Optional<Difference> difference) {}

  /** The tables as lines of text. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    long pictures = measurements.stream().map(Measurement::picture).distinct().count();
    lines.add("Means over " + pictures + (pictures == 1 ? " picture:" : " pictures:"));
    lines.add(
        Text.of(
            "%-10s %8s %9s %8s %9s %11s %9s %9s",
            "codec", "quality", "bpp", "PSNR", "MS-SSIM", "MS-SSIM dB", "encode s", "decode s"));
    for (List<Mean> curve : curves.values()) {
      for (Mean mean : curve) {
        lines.add(
            Text.of(
                "%-10s %8.4g %9.4f %8.3f %9.5f %11.3f %9.3f %9.3f",
                mean.codec(),
                mean.quality(),
                mean.bpp(),
                mean.psnr(),
                mean.msSsim(),
                mean.msSsimDecibels(),
                mean.encodeSeconds(),
                mean.decodeSeconds()));
      }
    }
    List<RateRow> rows = rateRows();
    if (!rows.isEmpty()) {
      lines.add("");
      lines.add("BD-rate against " + anchor() + " (negative: fewer bits)");
      rows.forEach(row -> lines.add(line(row)));
    }
    return lines;
  }

  private static String line(RateRow row) {
    String where = row.range().map(r -> Text.of(", %.4g to %.4g bpp", r.from(), r.to())).orElse("");
    String value =
        row.difference()
            .map(
                d ->
                    Text.of(
                        "%+8.2f %% over %.2f to %.2f dB",
                        d.percent(), d.fromQuality(), d.toQuality()))
            .orElse("       - (less than 1 dB or 3 points in common)");
    return Text.of("%-10s %-8s %s%s", row.codec(), row.metric().title, value, where);
  }

  /** Every measurement, the means and the rate differences. */
  ObjectNode json() {
    ObjectNode object = Json.object();
    ArrayNode codecArray = object.putArray("codecs");
    for (BenchCodec codec : codecs) {
      codecArray.addObject().put("name", codec.name()).put("settings", codec.settings());
    }
    ArrayNode all = object.putArray("measurements");
    for (Measurement m : measurements) {
      ObjectNode entry = all.addObject().put("picture", m.picture());
      entry.put("width", m.width()).put("height", m.height());
      entry.put("codec", m.codec()).put("quality", m.quality()).put("bytes", m.bytes());
      entry.put("bpp", m.bpp()).put("psnr", m.psnr()).put("ms_ssim", m.msSsim());
      entry.put("encode_seconds", m.encodeSeconds()).put("decode_seconds", m.decodeSeconds());
    }
    ArrayNode means = object.putArray("means");
    curves.values().stream().flatMap(List::stream).forEach(mean -> describe(mean, means));
    ArrayNode rates = object.putArray("bd_rates");
    for (RateRow row : rateRows()) {
      ObjectNode entry = rates.addObject().put("codec", row.codec()).put("anchor", anchor());
      entry.put("metric", row.metric().key);
      row.range().ifPresent(r -> entry.putArray("bpp_range").add(r.from()).add(r.to()));
      row.difference()
          .ifPresentOrElse(
              d ->
                  entry
                      .put("percent", d.percent())
                      .put("from_db", d.fromQuality())
                      .put("to_db", d.toQuality()),
              () -> entry.putNull("percent"));
    }
    return object;
  }

  private static void describe(Mean mean, ArrayNode array) {
    ObjectNode entry = array.addObject().put("codec", mean.codec());
    entry.put("quality", mean.quality()).put("pictures", mean.pictures());
    entry.put("bpp", mean.bpp()).put("psnr", mean.psnr()).put("ms_ssim", mean.msSsim());
    entry.put("ms_ssim_db", mean.msSsimDecibels());
    entry.put("encode_seconds", mean.encodeSeconds()).put("decode_seconds", mean.decodeSeconds());
  }

  /** A codec's mean curve as lines of {@code bpp,psnr}; lossless points have no PSNR to plot. */
  String csv(String codec) {
    StringBuilder text = new StringBuilder("bpp,psnr\n");
    for (Mean mean : curves.get(codec)) {
      if (Double.isFinite(mean.psnr())) {
        text.append(Text.of("%.6f,%.6f\n", mean.bpp(), mean.psnr()));
      }
    }
    return text.toString();
  }

  private String anchor() {
    return codecs.get(0).name();
  }

  private List<RateRow> rateRows() {
    List<Optional<BppRange>> ranges = new ArrayList<>();
    ranges.add(Optional.empty());
    if (range.isPresent()) {
      ranges.add(range);
    }
    List<RateRow> rows = new ArrayList<>();
    for (BenchCodec codec : codecs.subList(1, codecs.size())) {
      for (Optional<BppRange> part : ranges) {
        for (Metric metric : Metric.values()) {
          List<Point> anchor = points(anchor(), metric);
          List<Point> test = points(codec.name(), metric);
          Optional<Difference> difference =
              part.isPresent()
                  ? BjontegaardDelta.rateBetweenRates(
                      anchor, test, part.get().from(), part.get().to())
                  : BjontegaardDelta.rate(anchor, test);
          rows.add(new RateRow(codec.name(), metric, part, difference));
        }
      }
    }
    return rows;
  }

  private List<Point> points(String codec, Metric metric) {
    return curves.get(codec).stream()
        .filter(mean -> Double.isFinite(metric.value.applyAsDouble(mean)))
        .map(mean -> new Point(mean.bpp(), metric.value.applyAsDouble(mean)))
        .toList();
  }
}
