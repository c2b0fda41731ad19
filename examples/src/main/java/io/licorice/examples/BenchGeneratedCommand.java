package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import io.licorice.codec.Segmenter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic bench-generated}: measures generative coding. */
@Command(
    name = "bench-generated",
    description = {
      "Measures what a generative pack makes of pictures at very few bytes.",
      "GC C=n are pictures from n integers a cell; bound is what these take if all five values are",
      "equally likely, worst the largest file by its bound. With --labels also SC, drawn from the",
      "label map alone, and GC with labels; then a table of what keeping one class saves, all others",
      "being drawn, beside the codes that the synthesised area would have taken. Others are coded at",
      "the same bytes, or as small as they can be. mean IoU is what the segmentation network sees in",
      "decoded pictures, against the label pictures. All bytes are those of whole files, label maps",
      "included."
    },
    footer = {
      "",
      "Examples:",
      "  lic bench-generated pictures --html generated.html",
      "  lic bench-generated val/images --labels val/labels --classes classes.csv --every 5"
    })
final class BenchGeneratedCommand extends Subcommand {
  private static final List<Integer> CHANNELS = List.of(2, 4, 8);

  @Parameters(index = "0", paramLabel = "IMAGES", description = "A folder with 8-bit pictures.")
  Path images;

  @Option(
      names = "--labels",
      paramLabel = "FOLDER",
      description = "Label pictures in PNG of the same names, as lic encode --labels takes them.")
  Path labels;

  @Option(names = "--classes", paramLabel = "CLASSES.csv", description = "Their classes.")
  Path classes;

  @Option(
      names = "--label-tolerance",
      paramLabel = "PIXELS",
      defaultValue = "3",
      description = "How far labels may move in files. Default: ${DEFAULT-VALUE}.")
  double tolerance;

  @Option(
      names = "--model",
      paramLabel = "PACK",
      defaultValue = EncodeOptions.DEFAULT_GENERATOR,
      description = "The generative pack. Default: ${DEFAULT-VALUE}.")
  String model;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      arity = "0..1",
      fallbackValue = "",
      defaultValue = "webp,avif,jpeg2000,lic",
      description = "Of webp, avif, jpeg2000 and lic (with its default pack). Default: all.")
  List<String> peers;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "Take every N-th picture only. Default: ${DEFAULT-VALUE}.")
  int every;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with the tables and pictures side by side.")
  Path html;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "3",
      description = "Pictures on the page. Default: ${DEFAULT-VALUE}.")
  int shown;

  @Mixin CodecFlags codecFlags;

  @Option(
      names = {"-f", "--force"},
      description = "Replace FILE if it exists.")
  boolean force;

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    if ((labels == null) != (classes == null) || every < 1) {
      throw wrongUsage("--labels and --classes go together; --every is at least 1");
    }
    OutputFile page = html == null ? null : OutputFile.at(html, force);
    List<LabelClass> known =
        classes == null ? List.of() : LabelFiles.ClassTable.read(classes).classes();
    List<Path> files = PictureFiles.inFolder(images);
    List<BenchCodec> others = new ArrayList<>();
    Optional<Segmenter> segmenter =
        labels == null
            ? Optional.empty()
            : Optional.of(Segmenter.open(Segmenter.DEFAULT_MODEL, settings));
    try (GeneratedBench bench = new GeneratedBench(model, CHANNELS, settings, others, segmenter)) {
      for (String name : peers.stream().filter(peer -> !peer.isEmpty()).toList()) {
        others.add(open(name, settings));
      }
      GeneratedReport report =
          new GeneratedReport(known, segmenter.map(Segmenter::classes).orElse(List.of()));
      GeneratedPage drawn = new GeneratedPage();
      for (int i = 0; i < files.size(); i += every) {
        measure(files.get(i), bench, report, i / every < shown ? drawn : null);
      }
      report.table().forEach(line -> print("%s", line));
      report.keptTable().forEach(line -> print("%s", line));
      if (page != null) {
        byte[] bytes = drawn.html(report).getBytes(StandardCharsets.UTF_8);
        page.write(stream -> stream.write(bytes));
      }
    } finally {
      for (BenchCodec other : others) {
        other.close();
      }
      if (segmenter.isPresent()) {
        segmenter.get().close();
      }
    }
    return 0;
  }

  private BenchCodec open(String name, CodecSettings settings) throws IOException {
    if (name.equals(BenchReport.OURS)) {
      return LicBench.open(name, settings, EncodeOptions.DEFAULT_MODEL);
    }
    Peer peer =
        Peers.named(name)
            .filter(p -> List.of("webp", "avif", "jpeg2000").contains(name))
            .orElseThrow(() -> wrongUsage("--peers: webp, avif, jpeg2000 or lic, found " + name));
    ProgramCodec codec = new ProgramCodec(peer);
    if (!codec.missingPrograms().isEmpty()) {
      throw new IOException(
          name + " needs programs that are not installed: " + codec.missingPrograms());
    }
    return codec;
  }

  /** Measures a picture; a page is null if it need not show it. */
  private void measure(Path file, GeneratedBench bench, GeneratedReport report, GeneratedPage page)
      throws IOException {
    Picture picture = PictureFiles.asRgb(PictureFiles.read(file, this::warn));
    Optional<LabelMap> truth = labels == null ? Optional.empty() : Optional.of(truth(file));
    Optional<LabelMap> simple = truth.map(map -> map.simplified(tolerance));
    report.add(
        picture,
        truth,
        new GeneratedTrial(
            "the pictures themselves", 0, Optional.empty(), picture, 0, bench.see(picture)));
    List<GeneratedTrial> trials = bench.run(picture, simple);
    for (GeneratedTrial trial : trials) {
      report.add(picture, truth, trial);
    }
    if (simple.isPresent()) {
      for (LabelClass kept : simple.get().classes()) {
        Optional<GeneratedTrial> trial = bench.keeping(kept, picture, simple.get());
        trial.ifPresent(
            t -> report.addKept(t, bytes(trials, "+ labels"), bytes(trials, "SC labels alone")));
      }
    }
    if (page != null) {
      page.add(file.getFileName().toString(), picture, trials);
    }
  }

  private static long bytes(List<GeneratedTrial> trials, String end) {
    return trials.stream()
        .filter(t -> t.row().endsWith(end))
        .findFirst()
        .map(GeneratedTrial::bytes)
        .orElseThrow();
  }

  private LabelMap truth(Path image) throws IOException {
    String name = image.getFileName().toString();
    Path file = labels.resolve(name.substring(0, name.lastIndexOf('.')) + ".png");
    return LabelFiles.read(file, LabelFiles.ClassTable.read(classes));
  }
}
