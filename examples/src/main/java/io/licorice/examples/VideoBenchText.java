package io.licorice.examples;

import io.licorice.examples.VideoBenchReport.Measurement;
import io.licorice.examples.VideoBenchReport.Part;
import io.licorice.examples.VideoBenchReport.Video;
import io.licorice.examples.VideoBenchReport.Worth;
import io.licorice.metrics.BjontegaardDelta.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The reports of the video bench as lines of text. */
final class VideoBenchText {
  private static final String MEASUREMENT = "%-14s %7s %8s %9s %7s  %9s %7s  %9s %7s  %9s %7s %7s";

  private VideoBenchText() {}

  /** A video's measurements. */
  static List<String> lines(VideoBenchReport report) {
    Video video = report.video();
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.of(
            "%s: %dx%d, %d frames, %s frames/s, %s",
            video.name(),
            video.width(),
            video.height(),
            video.frames(),
            framesPerSecond(video.framesPerSecond()),
            video.pixelFormat()));
    lines.add(
        Text.of(
            MEASUREMENT,
            "",
            "",
            "",
            "",
            "",
            "key frame",
            "",
            "predicted",
            "",
            "file",
            "encode",
            "decode"));
    lines.add(
        Text.of(
            MEASUREMENT,
            "codec",
            "quality",
            "bpp",
            "kbit/s",
            "PSNR",
            "bytes",
            "PSNR",
            "bytes",
            "PSNR",
            "bytes",
            "fps",
            "fps"));
    for (String codec : report.codecs()) {
      for (Measurement measurement : report.measurements(codec)) {
        lines.add(line(report, measurement));
      }
    }
    return lines;
  }

  private static String line(VideoBenchReport report, Measurement measurement) {
    VideoTrial trial = measurement.trial();
    Video video = report.video();
    Worth all = report.worth(measurement, Part.ALL).orElseThrow();
    Optional<Worth> key = report.worth(measurement, Part.KEY);
    Optional<Worth> predicted = report.worth(measurement, Part.PREDICTED);
    return Text.of(
        MEASUREMENT,
        measurement.codec(),
        Peers.number(measurement.quality()),
        Text.of("%.4f", all.bpp()),
        Text.of("%.1f", all.bpp() * video.pixels() * video.framesPerSecond() / 1000),
        decibels(Optional.of(all)),
        bytes(key),
        decibels(key),
        bytes(predicted),
        decibels(predicted),
        trial.fileBytes(),
        framesPerSecond(video.frames() / trial.encodeSeconds()),
        framesPerSecond(video.frames() / trial.decodeSeconds()));
  }

  /** Bytes of one frame, or a dash. */
  private static String bytes(Optional<Worth> worth) {
    return worth.map(w -> Text.of("%.0f", (double) w.bytes() / w.frames())).orElse("-");
  }

  private static String decibels(Optional<Worth> worth) {
    return worth.map(w -> Text.of("%.2f", w.psnr())).orElse("-");
  }

  /** Frames in a second with three digits or all. */
  static String framesPerSecond(double value) {
    return Text.of(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  static String framesPerSecond(OptionalDouble value) {
    return value.isPresent() ? framesPerSecond(value.getAsDouble()) : "-";
  }

  /** What all videos add up to. */
  static List<String> lines(VideoBenchSummary summary) {
    List<String> lines = new ArrayList<>();
    for (String ours : summary.ours()) {
      lines.add("");
      lines.add(
          "BD-rate of "
              + ours
              + ", RGB PSNR, "
              + summary.protocol().gopText()
              + " (%, negative: fewer bits)");
      lines.addAll(rates(summary, ours));
    }
    if (!predictedShares(summary).isEmpty()) {
      lines.add("");
      lines.add("Bits of predicted frames for one bit of key frames, at equal PSNR");
      lines.addAll(predictedShares(summary));
    }
    lines.add("");
    lines.add("Frames a second, mean over videos and qualities");
    lines.add(Text.of("%-24s %14s %14s", "codec", "encode", "decode"));
    for (BenchSummary.Codec codec : summary.codecs()) {
      lines.add(
          Text.of(
              "%-24s %14s %14s",
              codec.name(),
              framesPerSecond(summary.framesPerSecond(codec.name(), true)),
              framesPerSecond(summary.framesPerSecond(codec.name(), false))));
    }
    return lines;
  }

  private static List<String> rates(VideoBenchSummary summary, String ours) {
    List<String> anchors = summary.others();
    List<String> lines = new ArrayList<>();
    lines.add(row("against", anchors));
    for (VideoBenchReport video : summary.videos()) {
      lines.add(
          row(
              video.video().name(),
              anchors.stream()
                  .map(anchor -> video.compare(ours, anchor, Part.ALL).difference())
                  .map(VideoBenchText::percent)
                  .toList()));
    }
    for (Part part : Part.values()) {
      lines.add(
          row(
              part == Part.ALL ? "mean" : "mean of " + part.key + " frames",
              anchors.stream()
                  .map(anchor -> summary.mean(ours, anchor, part).percent())
                  .map(mean -> mean.isPresent() ? Text.of("%+.1f", mean.getAsDouble()) : "-")
                  .toList()));
    }
    return lines;
  }

  private static List<String> predictedShares(VideoBenchSummary summary) {
    List<String> ours = summary.ours();
    if (!summary.others().contains(VideoBenchReport.INTRA)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(row("video", ours));
    for (VideoBenchReport video : summary.videos()) {
      lines.add(
          row(
              video.video().name(),
              ours.stream()
                  .map(c -> video.compare(c, VideoBenchReport.INTRA, Part.PREDICTED).difference())
                  .map(VideoBenchText::share)
                  .toList()));
    }
    lines.add(
        row(
            "mean",
            ours.stream()
                .map(codec -> summary.mean(codec, VideoBenchReport.INTRA, Part.PREDICTED))
                .map(mean -> mean.percent())
                .map(p -> p.isPresent() ? Text.of("%.3f", 1 + p.getAsDouble() / 100) : "-")
                .toList()));
    return lines;
  }

  private static String row(String name, List<String> cells) {
    StringBuilder line = new StringBuilder(Text.of("%-24s", name));
    cells.forEach(cell -> line.append(Text.of(" %14s", cell)));
    return line.toString();
  }

  private static String percent(Optional<Difference> difference) {
    return difference.map(d -> Text.of("%+.1f", d.percent())).orElse("-");
  }

  private static String share(Optional<Difference> difference) {
    return difference.map(d -> Text.of("%.3f", 1 + d.percent() / 100)).orElse("-");
  }
}
