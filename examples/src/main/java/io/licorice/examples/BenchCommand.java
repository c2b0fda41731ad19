package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.Picture;
import io.licorice.examples.BenchReport.BppRange;
import io.licorice.examples.BenchReport.Measurement;
import io.licorice.metrics.MsSsim;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic bench}: measures codecs on a folder of pictures. */
@Command(
    name = "bench",
    description = {
      "Measures codecs on a folder of pictures.",
      "Codes every picture with every codec at every quality, and prints means over the pictures",
      "and BD-rates against the first codec."
    },
    footer = {
      "",
      "Codecs: lic (in this process, after one warm-up a picture size), jpeg (the JDK's), cjpeg",
      "(-optimize -sample 2x2), webp (cwebp -m 6), jpeg2000 (opj_compress -I; its quality is the",
      "compression ratio). The time of a program is that of its process. Bytes are those of whole",
      "files. A program that is not installed is left out, unless --codecs names it.",
      "",
      "Examples:",
      "  lic bench pictures",
      "  lic bench pictures --codecs cjpeg,lic,webp --range 0.1,1 --json bench.json",
      "  lic bench pictures --codecs lic,jpeg --qualities lic=20,50,80 --qualities"
          + " jpeg=10,40,70,90",
      "  lic bench pictures --csv curves -f"
    })
final class BenchCommand extends Subcommand {
  private static final List<String> ALL = List.of("lic", "jpeg", "cjpeg", "webp", "jpeg2000");

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder with 8-bit pictures.")
  Path folder;

  @Option(
      names = "--codecs",
      split = ",",
      paramLabel = "NAME",
      description = "The codecs; the first is the anchor. Default: all that are installed.")
  List<String> names;

  @Option(
      names = "--qualities",
      paramLabel = "[CODEC=]Q,Q,...",
      description = "Qualities of one codec, or of all. May be repeated.")
  List<String> qualities = List.of();

  @Option(
      names = "--range",
      paramLabel = "LO,HI",
      description =
          "Compute BD-rates also over the qualities between LO and HI bpp (interpolated).")
  String rangeText;

  @Option(
      names = "--model",
      paramLabel = "ID",
      defaultValue = EncodeOptions.DEFAULT_MODEL,
      description = "The model pack of lic. Default: ${DEFAULT-VALUE}.")
  String model;

  @Mixin CodecFlags codecFlags;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every measurement, the means and the BD-rates to a JSON file.")
  Path json;

  @Option(
      names = "--csv",
      paramLabel = "FOLDER",
      description = "Write a file CODEC.csv with lines bpp,psnr for each codec.")
  Path csv;

  @Option(
      names = {"-f", "--force"},
      description = "Replace output files that exist.")
  boolean force;

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    Optional<BppRange> range = range();
    List<String> wanted = wantedCodecs();
    Map<String, List<Double>> points = qualityLists(wanted);
    Outputs outputs = outputs(wanted);
    List<BenchCodec> codecs = new ArrayList<>();
    try {
      for (String name : wanted) {
        codecs.add(open(name, settings));
      }
      BenchReport report = new BenchReport(codecs, measure(codecs, points), range);
      report.lines().forEach(out()::println);
      outputs.write(report);
    } finally {
      for (BenchCodec codec : codecs) {
        codec.close();
      }
    }
    return 0;
  }

  /** Files to write, checked before the measurement starts. */
  private record Outputs(Optional<OutputFile> json, Map<String, OutputFile> csv) {
    void write(BenchReport report) throws IOException {
      if (json.isPresent()) {
        json.get().write(stream -> Json.write(report.json(), stream));
      }
      for (Map.Entry<String, OutputFile> entry : csv.entrySet()) {
        byte[] text = report.csv(entry.getKey()).getBytes(StandardCharsets.US_ASCII);
        entry.getValue().write(stream -> stream.write(text));
      }
    }
  }

  private Outputs outputs(List<String> codecs) throws IOException {
    Optional<OutputFile> jsonFile =
        json == null ? Optional.empty() : Optional.of(OutputFile.at(json, force));
    Map<String, OutputFile> csvFiles = new LinkedHashMap<>();
    if (csv != null) {
      OutputFile.makeFolder(csv);
      for (String codec : codecs) {
        csvFiles.put(codec, OutputFile.at(csv.resolve(codec + ".csv"), force));
      }
    }
    return new Outputs(jsonFile, csvFiles);
  }

  private Optional<BppRange> range() {
    if (rangeText == null) {
      return Optional.empty();
    }
    List<Double> ends = numbers(rangeText, "--range");
    if (ends.size() != 2 || !(ends.get(0) > 0) || !(ends.get(0) < ends.get(1))) {
      throw wrongUsage("--range: LO,HI expected with 0 < LO < HI, found " + rangeText);
    }
    return Optional.of(new BppRange(ends.get(0), ends.get(1)));
  }

  /** The codecs to measure; programs that are not installed are an error only if asked for. */
  private List<String> wantedCodecs() throws IOException {
    for (String name : names == null ? ALL : names) {
      if (!ALL.contains(name)) {
        throw wrongUsage("--codecs: " + String.join(", ", ALL) + " expected, found " + name);
      }
    }
    if (names != null && names.stream().distinct().count() < names.size()) {
      throw wrongUsage("--codecs: every codec once expected, found " + String.join(",", names));
    }
    List<String> wanted = new ArrayList<>();
    for (String name : names == null ? ALL : names) {
      List<String> missing = program(name).map(ProgramCodec::missingPrograms).orElse(List.of());
      if (missing.isEmpty()) {
        wanted.add(name);
      } else if (names != null) {
        throw new IOException(name + " needs " + missing.get(0) + ", which is not installed");
      } else {
        warn(name + " is left out, because " + missing.get(0) + " is not installed.");
      }
    }
    return wanted;
  }

  private static Optional<ProgramCodec> program(String name) {
    return switch (name) {
      case "cjpeg" -> Optional.of(ProgramCodec.cjpeg());
      case "webp" -> Optional.of(ProgramCodec.webp());
      case "jpeg2000" -> Optional.of(ProgramCodec.jpeg2000());
      default -> Optional.empty();
    };
  }

  private BenchCodec open(String name, CodecSettings settings) throws IOException {
    Optional<ProgramCodec> program = program(name);
    if (program.isPresent()) {
      return program.get();
    }
    return name.equals("lic") ? LicBench.open(settings, model) : new JdkJpeg();
  }

  private Map<String, List<Double>> qualityLists(List<String> codecs) {
    Map<String, List<Double>> lists = new LinkedHashMap<>();
    for (String text : qualities) {
      int equals = text.indexOf('=');
      List<Double> list = numbers(text.substring(equals + 1), "--qualities");
      if (list.stream().anyMatch(q -> q < 0)) {
        throw wrongUsage("--qualities: numbers of at least 0 expected, found " + text);
      }
      if (equals < 0) {
        codecs.forEach(codec -> lists.put(codec, list));
      } else if (codecs.contains(text.substring(0, equals))) {
        lists.put(text.substring(0, equals), list);
      } else {
        throw wrongUsage("--qualities: " + text.substring(0, equals) + " is not measured");
      }
    }
    return lists;
  }

  private List<Double> numbers(String text, String option) {
    try {
      return Stream.of(text.split(",", -1)).map(Double::valueOf).distinct().toList();
    } catch (NumberFormatException e) {
      throw wrongUsage(option + ": numbers with commas between them expected, found " + text);
    }
  }

  /** Files of the folder whose suffix says that they are pictures, by name. */
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is not a folder");
    }
    Set<String> suffixes = PictureFiles.readableSuffixes();
    suffixes.remove("lic");
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> suffixes.contains(PictureFiles.suffix(file)))
          .sorted()
          .toList();
    }
  }

  /** Reads a picture; what cannot be measured is left out with a word. */
  private Optional<Picture> read(Path file) {
    try {
      Picture picture = PictureFiles.read(file, this::warn);
      if (picture.bitDepth() == 8 && !picture.hasAlpha()) {
        return Optional.of(picture);
      }
      if (picture.hasAlpha()) {
        warn(file + " is left out, because it has alpha.");
        return Optional.empty();
      }
      warn(file + " is left out, because it has " + picture.bitDepth() + " bits a sample.");
    } catch (IOException e) {
      warn("left out: " + Sentences.of(e));
    }
    return Optional.empty();
  }

  private List<Measurement> measure(List<BenchCodec> codecs, Map<String, List<Double>> points)
      throws IOException {
    List<Path> files = files();
    List<Measurement> measurements = new ArrayList<>();
    int pointsOfAPicture = 0;
    for (BenchCodec codec : codecs) {
      pointsOfAPicture += points.getOrDefault(codec.name(), codec.qualities()).size();
    }
    try (Progress progress = new Progress("bench", true)) {
      for (int i = 0; i < files.size(); i++) {
        Optional<Picture> picture = read(files.get(i));
        if (picture.isEmpty()) {
          continue;
        }
        int done = 0;
        String name = files.get(i).getFileName().toString();
        for (BenchCodec codec : codecs) {
          for (double quality : points.getOrDefault(codec.name(), codec.qualities())) {
            measurements.add(measure(codec, name, picture.get(), quality));
            done++;
            progress.at((i + (double) done / pointsOfAPicture) / files.size());
          }
        }
      }
    }
    if (measurements.isEmpty()) {
      throw new IOException(folder + " has no 8-bit picture that can be read");
    }
    return measurements;
  }

  private static Measurement measure(BenchCodec codec, String name, Picture picture, double quality)
      throws IOException {
    BenchCodec.Trial trial;
    try {
      trial = codec.run(picture, quality);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(codec.name() + " failed on " + name + ": " + e.getMessage(), e);
    }
    Picture original = PictureFiles.asRgb(picture);
    Picture decoded = PictureFiles.asRgb(trial.decoded());
    return new Measurement(
        name,
        picture.width(),
        picture.height(),
        codec.name(),
        quality,
        trial.bytes(),
        8.0 * trial.bytes() / ((double) picture.width() * picture.height()),
        Psnr.of(original, decoded),
        MsSsim.of(original, decoded),
        trial.encodeSeconds(),
        trial.decodeSeconds());
  }
}
