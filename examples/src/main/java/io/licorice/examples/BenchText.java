package io.licorice.examples;

import io.licorice.examples.BenchReport.BppRange;
import io.licorice.examples.BenchReport.Mean;
import io.licorice.examples.BenchReport.RateRow;
import io.licorice.examples.BenchReport.SpeedRow;
import io.licorice.metrics.MsSsim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The report as lines of text. */
final class BenchText {
  private static final double MEBI = 1024 * 1024;

  private BenchText() {}

  static List<String> lines(BenchReport report) {
    List<String> lines = new ArrayList<>(means(report));
    rates(lines, "BD-rate against " + report.anchor(), report.rates());
    rates(lines, "BD-rate of " + BenchReport.OURS + " against", report.ratesOfOurs());
    speeds(lines, report.speeds());
    return lines;
  }

  private static List<String> means(BenchReport report) {
    List<String> lines = new ArrayList<>();
    String pictures = report.pictures() == 1 ? " picture" : " pictures";
    lines.add("Means over " + report.pictures() + pictures + " of " + report.set() + ":");
    lines.add(
        Text.of(
            "%-10s %8s %9s %8s %8s %9s %11s %9s %9s",
            "codec",
            "quality",
            "bpp",
            "PSNR",
            "SSIM",
            "MS-SSIM",
            "MS-SSIM dB",
            "encode s",
            "decode s"));
    for (Mean mean : report.means()) {
      lines.add(
          Text.of(
              "%-10s %8.4g %9.4f %8.3f %8.5f %9.5f %11.3f %9.3f %9.3f",
              mean.codec(),
              mean.quality(),
              mean.bpp(),
              mean.psnr(),
              mean.ssim(),
              mean.msSsim(),
              MsSsim.toDecibels(mean.msSsim()),
              mean.encodeSeconds(),
              mean.decodeSeconds()));
    }
    return lines;
  }

  private static void rates(List<String> lines, String title, List<RateRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(title + " (negative: fewer bits)");
    boolean ofOurs = title.endsWith("against");
    for (RateRow row : rows) {
      String difference =
          row.difference()
              .map(
                  d ->
                      Text.of(
                          "%+8.2f %% over %.2f to %.2f dB",
                          d.percent(), d.fromQuality(), d.toQuality()))
              .orElse("       - (less than 1 dB or 3 points in common)");
      lines.add(
          Text.of(
              "%-10s %-8s %s%s",
              ofOurs ? row.anchor() : row.codec(),
              row.metric().title,
              difference,
              row.range().map(range -> ", " + range(Optional.of(range))).orElse("")));
    }
  }

  /** A codec's mean curve as lines of {@code bpp,psnr}; lossless points have no PSNR to plot. */
  static String csv(BenchReport report, String codec) {
    StringBuilder text = new StringBuilder("bpp,psnr\n");
    report
        .points(codec, BenchMetric.PSNR)
        .forEach(point -> text.append(Text.of("%.6f,%.6f\n", point.rate(), point.quality())));
    return text.toString();
  }

  /** A range in words. */
  static String range(Optional<BppRange> range) {
    return range
        .map(r -> Peers.number(r.from()) + " to " + Peers.number(r.to()) + " bpp")
        .orElse("all points");
  }

  private static void speeds(List<String> lines, List<SpeedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Milliseconds a picture and most memory, of the codec itself and of its process:");
    lines.add(
        Text.of(
            "%-10s %7s %7s %9s %9s %9s %9s %9s %9s",
            "codec",
            "bpp",
            "threads",
            "encode",
            "process",
            "decode",
            "process",
            "enc. MiB",
            "dec. MiB"));
    for (SpeedRow row : rows) {
      lines.add(
          Text.of(
              "%-10s %7.3f %7d %9s %9s %9s %9s %9s %9s",
              row.codec(),
              row.bpp(),
              row.threads(),
              milliseconds(row.encode().codecSeconds()),
              milliseconds(row.encode().processSeconds()),
              milliseconds(row.decode().codecSeconds()),
              milliseconds(row.decode().processSeconds()),
              mebibytes(row.encode().peakBytes()),
              mebibytes(row.decode().peakBytes())));
    }
  }

  /** Milliseconds with about three digits, or a dash. */
  static String milliseconds(OptionalDouble seconds) {
    if (seconds.isEmpty()) {
      return "-";
    }
    double value = seconds.getAsDouble() * 1000;
    return Text.of(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  /** Mebibytes, or a dash. */
  static String mebibytes(OptionalLong bytes) {
    return bytes.isEmpty() ? "-" : Text.of("%.1f", bytes.getAsLong() / MEBI);
  }
}
