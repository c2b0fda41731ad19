package io.licorice.examples;

import io.licorice.examples.BenchCodec.Cost;
import io.licorice.examples.BenchCodec.Speed;
import io.licorice.metrics.BjontegaardDelta;
import io.licorice.metrics.BjontegaardDelta.Difference;
import io.licorice.metrics.BjontegaardDelta.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the measurements of one set of pictures add up to.
 *
 * <p>Means are over the pictures at a codec's rate point: mean bpp, mean PSNR, mean SSIM and mean
 * MS-SSIM, whose decibels are those of the means. Rate differences are those of the mean curves.
 */
final class BenchReport {
  /** The codec that all others are compared with too. */
  static final String OURS = "lic";

  private final String set;
  private final List<String> codecs;
  private final List<Measurement> measurements;
  private final List<SpeedRow> speeds;
  private final List<Showcase> showcases;
  private final Optional<BppRange> range;
  private final Map<String, List<Mean>> curves = new LinkedHashMap<>();

  BenchReport(
      String set,
      List<String> codecs,
      List<Measurement> measurements,
      List<SpeedRow> speeds,
      List<Showcase> showcases,
      Optional<BppRange> range) {
    this.set = set;
    this.codecs = codecs;
    this.measurements = measurements;
    this.speeds = speeds;
    this.showcases = showcases;
    this.range = range;
    codecs.forEach(codec -> curves.put(codec, curve(codec, measurements)));
  }

  /** A codec's mean curve, by the order in which its qualities were measured. */
  static List<Mean> curve(String codec, List<Measurement> measurements) {
    Map<Double, List<Measurement>> points =
        measurements.stream()
            .filter(m -> m.codec().equals(codec))
            .collect(
                Collectors.groupingBy(
                    Measurement::quality, LinkedHashMap::new, Collectors.toList()));
    return points.values().stream().map(Mean::of).toList();
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
      double ssim,
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
      double ssim,
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
          average(point, Measurement::ssim),
          average(point, Measurement::msSsim),
          average(point, Measurement::encodeSeconds),
          average(point, Measurement::decodeSeconds));
    }

    private static double average(List<Measurement> point, ToDoubleFunction<Measurement> value) {
      return point.stream().mapToDouble(value).average().orElseThrow();
    }
  }

  /** The rates between which a restricted comparison looks. */
  record BppRange(double from, double to) {}

  /**
   * What a codec costs at a quality, averaged over the pictures.
   *
   * @param megapixels of a picture
   */
  record SpeedRow(
      String codec,
      double quality,
      double bpp,
      int threads,
      double megapixels,
      Cost encode,
      Cost decode) {
    /** Averages over pictures. */
    static SpeedRow of(Mean point, int threads, double megapixels, List<Speed> speeds) {
      return new SpeedRow(
          point.codec(),
          point.quality(),
          point.bpp(),
          threads,
          megapixels,
          Cost.mean(speeds.stream().map(Speed::encode).toList()),
          Cost.mean(speeds.stream().map(Speed::decode).toList()));
    }
  }

  /** A part of a picture, as it was and from files of about the same size; PNG files in Base64. */
  record Showcase(String picture, long targetBytes, String originalPng, List<Panel> panels) {}

  /**
   * A part of a picture from a codec's file; bytes and qualities are those of the whole picture.
   */
  record Panel(
      String codec,
      double quality,
      long bytes,
      double bpp,
      double psnr,
      double msSsim,
      String png) {}

  /** A comparison of a codec with another. */
  record RateRow(
      String codec,
      String anchor,
      BenchMetric metric,
      Optional<BppRange> range,
      Optional<Difference> difference) {}

  /** The folder as it was named. */
  String set() {
    return set;
  }

  List<String> codecs() {
    return codecs;
  }

  List<Measurement> measurements() {
    return measurements;
  }

  List<SpeedRow> speeds() {
    return speeds;
  }

  List<Showcase> showcases() {
    return showcases;
  }

  long pictures() {
    return measurements.stream().map(Measurement::picture).distinct().count();
  }

  List<Mean> means() {
    return curves.values().stream().flatMap(List::stream).toList();
  }

  /** The codec that comes first. */
  String anchor() {
    return codecs.get(0);
  }

  /** Every codec against the first. */
  List<RateRow> rates() {
    List<RateRow> rows = new ArrayList<>();
    codecs.subList(1, codecs.size()).forEach(codec -> compare(codec, anchor(), rows));
    return rows;
  }

  /**
   * Our codec against every other but the first; nothing if it was not measured or is the first.
   */
  List<RateRow> ratesOfOurs() {
    List<RateRow> rows = new ArrayList<>();
    if (codecs.indexOf(OURS) > 0) {
      codecs.stream()
          .skip(1)
          .filter(codec -> !codec.equals(OURS))
          .forEach(codec -> compare(OURS, codec, rows));
    }
    return rows;
  }

  /** The ranges that rate differences are computed over; empty is all that two curves share. */
  List<Optional<BppRange>> ranges() {
    return range.isEmpty() ? List.of(range) : List.of(Optional.empty(), range);
  }

  private void compare(String codec, String against, List<RateRow> rows) {
    for (Optional<BppRange> part : ranges()) {
      for (BenchMetric metric : BenchMetric.values()) {
        List<Point> anchor = points(against, metric);
        List<Point> test = points(codec, metric);
        Optional<Difference> difference =
            part.isPresent()
                ? BjontegaardDelta.rateBetweenRates(
                    anchor, test, part.get().from(), part.get().to())
                : BjontegaardDelta.rate(anchor, test);
        rows.add(new RateRow(codec, against, metric, part, difference));
      }
    }
  }

  /** The points of a codec's curve; lossless ones are in none. */
  List<Point> points(String codec, BenchMetric metric) {
    return curves.get(codec).stream()
        .filter(mean -> Double.isFinite(metric.of(mean)))
        .map(mean -> new Point(mean.bpp(), metric.of(mean)))
        .toList();
  }
}
