package io.licorice.examples;

import io.licorice.codec.LabelMap;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.PictureMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic bench-labels}: measures what label maps take. */
@Command(
    name = "bench-labels",
    description = {
      "Measures what label maps take beside a picture.",
      "Prints for each map of a folder the bytes of its PNG file, of that file after optipng -o5 (if",
      "that is installed), and of the map's box in a .lic file, list of classes included, exact and",
      "for some tolerances; then the means, and the share of pixels whose label a tolerance changes."
    },
    footer = {
      "",
      "Examples:",
      "  lic bench-labels labels classes.csv",
      "  lic bench-labels labels classes.csv --tolerances 1.5,3"
    })
final class BenchLabelsCommand extends Subcommand {
  private static final String OPTIPNG = "optipng";

  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "A folder with label pictures in PNG, as lic encode --labels takes them.")
  Path folder;

  @Parameters(
      index = "1",
      paramLabel = "CLASSES.csv",
      description = "The classes, as lic encode --classes takes them.")
  Path classes;

  @Option(
      names = "--tolerances",
      split = ",",
      paramLabel = "PIXELS",
      defaultValue = "1.5,3,4.5,10",
      description = "Tolerances above 0, up to 64. Default: ${DEFAULT-VALUE}.")
  List<Double> tolerances;

  @Override
  public Integer call() throws IOException {
    if (!tolerances.stream().allMatch(t -> t > 0 && t <= LabelMap.MAX_TOLERANCE)) {
      throw wrongUsage("--tolerances: above 0, up to 64, expected");
    }
    LabelFiles.ClassTable table = LabelFiles.ClassTable.read(classes);
    List<Path> files =
        PictureFiles.inFolder(folder).stream()
            .filter(file -> PictureFiles.suffix(file).equals("png"))
            .toList();
    if (files.isEmpty()) {
      throw new IOException(folder + " has no PNG file");
    }
    boolean optimised = Programs.isInstalled(OPTIPNG);
    if (!optimised) {
      warn(OPTIPNG + " is not installed; its column is that of the files as they are");
    }
    StringBuilder header =
        new StringBuilder(Text.of("%-24s %8s %8s %8s", "file", "PNG", OPTIPNG, "exact"));
    tolerances.forEach(t -> header.append(Text.of(" %7s", "<=" + Text.of("%.1f", t))));
    print("%s", header);
    double[] means = new double[3 + 2 * tolerances.size()];
    for (Path file : files) {
      double[] measured = measure(file, table, optimised);
      print("%s", row(file.getFileName().toString(), measured, "%.0f"));
      for (int i = 0; i < means.length; i++) {
        means[i] += measured[i] / files.size();
      }
    }
    print("%s", row("mean", means, "%.1f"));
    print("exact: %.1f %% of optimised PNG", 100 * means[2] / means[1]);
    for (int t = 0; t < tolerances.size(); t++) {
      print(
          "within %.1f pixels: %.1f %% of optimised PNG, %.2f %% of the labels changed",
          tolerances.get(t), 100 * means[3 + t] / means[1], 100 * means[3 + tolerances.size() + t]);
    }
    return 0;
  }

  private String row(String name, double[] measured, String format) {
    StringBuilder row = new StringBuilder(Text.of("%-24s", name));
    for (int i = 0; i < 3 + tolerances.size(); i++) {
      row.append(Text.of(i < 3 ? " %8s" : " %7s", Text.of(format, measured[i])));
    }
    return row.toString();
  }

  /** Bytes of the file, of the optimised file, of boxes; then the shares of labels changed. */
  private double[] measure(Path file, LabelFiles.ClassTable table, boolean optimised)
      throws IOException {
    LabelMap map = LabelFiles.read(file, table);
    int count = tolerances.size();
    double[] measured = new double[3 + 2 * count];
    measured[0] = Files.size(file);
    measured[1] = optimised ? optimisedSize(file) : measured[0];
    measured[2] = boxBytes(map);
    for (int t = 0; t < count; t++) {
      LabelMap simple = map.simplified(tolerances.get(t));
      measured[3 + t] = boxBytes(simple);
      measured[3 + count + t] = changed(map, simple);
    }
    return measured;
  }

  private static double boxBytes(LabelMap map) {
    return LicFileWriter.overhead(PictureMetadata.NONE.withLabels(map), List.of())
        - LicFileWriter.overhead(PictureMetadata.NONE, List.of());
  }

  private static double changed(LabelMap a, LabelMap b) {
    long different =
        IntStream.range(0, a.width() * a.height())
            .filter(i -> a.at(i % a.width(), i / a.width()) != b.at(i % a.width(), i / a.width()))
            .count();
    return (double) different / a.width() / a.height();
  }

  private static double optimisedSize(Path file) throws IOException {
    try (ScratchFolder scratch = ScratchFolder.make()) {
      Path copy = scratch.file("labels.png");
      Path log = scratch.file("log");
      Programs.run(
          log, List.of(OPTIPNG, "-quiet", "-o5", "-out", copy.toString(), file.toString()));
      return Files.size(copy);
    }
  }
}
