package io.licorice.examples;

import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import io.licorice.metrics.MsSsim;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Means over pictures of what ways of coding made of them, in the order of their first picture. */
final class GeneratedReport {
  private final List<LabelClass> classes;
  private final List<LabelClass> seen;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, Kept> keptRows = new LinkedHashMap<>();

  /**
   * Starts without a picture.
   *
   * @param classes of true label maps; none if there are no maps
   * @param seen of the segmentation network
   */
  GeneratedReport(List<LabelClass> classes, List<LabelClass> seen) {
    this.classes = classes;
    this.seen = seen;
  }

  /** Sums of a row. */
  private static final class Row {
    private int pictures;
    private long bytes;
    private double bpp;
    private double boundBpp;
    private double worst;
    private double psnr;
    private double msSsim;
    private Confusion confusion;
  }

  /** Sums of a class that was kept. */
  private static final class Kept {
    private int pictures;
    private double synthesised;
    private double bytes;
    private double allBytes;
    private double labelBytes;
  }

  /** Adds what was made of a picture. */
  void add(Picture picture, Optional<LabelMap> truth, GeneratedTrial trial) throws IOException {
    Row row = rows.computeIfAbsent(trial.row(), name -> new Row());
    double pixels = (double) picture.width() * picture.height();
    row.pictures++;
    row.bytes += trial.bytes();
    row.bpp += 8 * trial.bytes() / pixels;
    row.boundBpp += 8 * trial.bound().orElse(0.0) / pixels;
    trial.bound().ifPresent(bound -> row.worst = Math.max(row.worst, trial.bytes() / bound));
    row.psnr += Math.min(99, Psnr.of(picture, trial.decoded()));
    row.msSsim += MsSsim.of(picture, trial.decoded());
    if (truth.isPresent() && trial.seen().isPresent()) {
      if (row.confusion == null) {
        row.confusion = new Confusion(classes, seen);
      }
      row.confusion.add(truth.get(), trial.seen().get());
    }
  }

  /**
   * Adds a picture of which one class was kept.
   *
   * @param all bytes of the picture with labels of which everything was coded
   * @param labels bytes of the picture drawn from labels alone
   */
  void addKept(GeneratedTrial kept, long all, long labels) {
    Kept row = keptRows.computeIfAbsent(kept.row(), name -> new Kept());
    row.pictures++;
    row.synthesised += kept.synthesised();
    row.bytes += kept.bytes();
    row.allBytes += all;
    row.labelBytes += labels;
  }

  /** A table with a line for each way. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.of(
            "%-30s %8s %8s %8s %6s %8s %8s %9s",
            "means over pictures",
            "bytes",
            "bpp",
            "bound",
            "worst",
            "PSNR",
            "MS-SSIM",
            "mean IoU"));
    rows.forEach(
        (name, row) -> {
          double n = row.pictures;
          lines.add(
              Text.of(
                  "%-30s %8.0f %8.4f %8s %6s %8.2f %8.4f %9s",
                  name,
                  row.bytes / n,
                  row.bpp / n,
                  row.boundBpp > 0 ? Text.of("%.4f", row.boundBpp / n) : "-",
                  row.worst > 0 ? Text.of("%.3f", row.worst) : "-",
                  row.psnr / n,
                  row.msSsim / n,
                  row.confusion == null ? "-" : Text.of("%.4f", row.confusion.meanIou())));
        });
    return lines;
  }

  /** A table with a line for each class that was kept. */
  List<String> keptTable() {
    if (keptRows.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.of(
            "%-16s %8s %12s %8s %10s %12s",
            "class kept", "pictures", "synthesised", "bytes", "saved", "by the area"));
    keptRows.forEach(
        (name, row) -> {
          double n = row.pictures;
          double codes = (row.allBytes - row.labelBytes) / n;
          lines.add(
              Text.of(
                  "%-16s %8d %11.1f%% %8.0f %10.0f %12.0f",
                  name,
                  row.pictures,
                  100 * row.synthesised / n,
                  row.bytes / n,
                  (row.allBytes - row.bytes) / n,
                  codes * row.synthesised / n));
        });
    return lines;
  }
}
