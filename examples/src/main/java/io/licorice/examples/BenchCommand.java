package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.examples.BenchReport.BppRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic bench}: measures codecs on folders of pictures. */
@Command(
    name = "bench",
    description = {
      "Measures codecs on folders of pictures, each folder by itself.",
      "Codes every picture with every codec at every quality, and prints means over the pictures,",
      "BD-rates against the first codec and of lic against the others, times and memory."
    },
    footer = {
      "",
      "Codecs: lic (in this process), jpeg (the JDK's), and the programs of others: cjpeg, webp,",
      "jpeg2000 (OpenJPEG), avif (libavif), jxl (libjxl), hevc (libheif with x265); by name alone",
      "cjpeg-progressive, webp-m6 (no other option), avif10 (10 bits inside) and avif-s6 (speed 6",
      "instead of 4). --json and --html tell how each is called. A program that is not installed is",
      "named and left out; if --codecs names it, nothing is done.",
      "",
      "Bytes are those of whole files. The means' times are those of one run with a thread a core,",
      "of the process where the codec is a program. For the table of times every codec works alone",
      "at its quality nearest to --rate, with one thread and with one a core; the shortest of",
      "--repeats runs counts, on --timed pictures. The codec's own time is what the program reports, or else its",
      "process's time less that for a picture of 64x64. Peak memory is the process's largest",
      "resident set as GNU time tells it; lic starts a Java of its own for it.",
      "",
      "Examples:",
      "  lic bench pictures",
      "  lic bench pictures --codecs cjpeg,lic,webp --range 0.1,1 --json bench.json",
      "  lic bench photos screens microscopy --html bench.html",
      "  lic bench pictures --codecs lic,jpeg --qualities lic=20,50,80 --qualities"
          + " jpeg=10,40,70,90",
      "  lic bench pictures --html bench.html --published curves.json --curves vtm,bpg"
    })
final class BenchCommand extends Subcommand {
  /** Begins the name of our codec with a pack that is not the one of --model. */
  private static final String WITH_PACK = BenchReport.OURS + ":";

  @Parameters(
      index = "0",
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "Folders with 8-bit pictures.")
  List<Path> folders;

  @Option(
      names = "--codecs",
      split = ",",
      paramLabel = "NAME",
      description =
          "The codecs; the first is the anchor; lic:PACK is lic with another pack than --model's."
              + " Default: JPEG and all that are installed.")
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
      names = "--rate",
      paramLabel = "BPP",
      defaultValue = "0.5",
      description = "Where speed is measured and pictures are shown. Default: ${DEFAULT-VALUE}.")
  double rate;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs for each time, 0 for no table of times. Default: ${DEFAULT-VALUE}.")
  int repeats;

  @Option(
      names = "--timed",
      paramLabel = "N",
      defaultValue = "4",
      description = "Pictures of each folder that times are taken of. Default: ${DEFAULT-VALUE}.")
  int timed;

  @Mixin ModelFlag modelFlag;

  @Mixin CodecFlags codecFlags;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every measurement, the means and the BD-rates to a JSON file.")
  Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with plots, tables and pictures at equal bytes.")
  Path html;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "3",
      description = "Pictures of each folder that the page shows. Default: ${DEFAULT-VALUE}.")
  int pictures;

  @Option(
      names = "--published",
      paramLabel = "FILE",
      description = "A JSON file with published curves to draw on the page.")
  Path published;

  @Option(
      names = "--curves",
      split = ",",
      paramLabel = "ID",
      description = "Which published curves are drawn at first. Default: none; all can be ticked.")
  List<String> curves = List.of();

  @Option(
      names = "--csv",
      paramLabel = "FOLDER",
      description = "Write a file CODEC.csv with lines bpp,psnr for each codec; for one FOLDER.")
  Path csv;

  @Option(
      names = {"-f", "--force"},
      description = "Replace output files that exist.")
  boolean force;

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    checkNumbers();
    Optional<BppRange> range = range();
    List<String> leftOut = new ArrayList<>();
    List<String> wanted = wantedCodecs(leftOut);
    Map<String, List<Double>> points = qualityLists(wanted);
    PublishedCurves others = publishedCurves();
    BenchOutputs outputs = BenchOutputs.at(json, html, csv, wanted, force);
    List<BenchCodec> codecs = new ArrayList<>();
    try {
      for (String name : wanted) {
        codecs.add(open(name, settings));
      }
      BenchMeter.Plan plan =
          new BenchMeter.Plan(points, rate, repeats, timed, html == null ? 0 : pictures, range);
      BenchMeter meter = new BenchMeter(codecs, plan, this::warn);
      meter.rehearse();
      List<BenchReport> reports = new ArrayList<>();
      for (Path folder : folders) {
        BenchReport report = meter.measure(folder);
        if (!reports.isEmpty()) {
          out().println();
        }
        BenchText.lines(report).forEach(out()::println);
        out().flush();
        reports.add(report);
      }
      outputs.write(
          new BenchSummary(
              BenchSummary.thisMachine(),
              codecs.stream().map(BenchSummary.Codec::of).toList(),
              leftOut,
              reports),
          new BenchPage.Published(others, curves));
    } finally {
      for (BenchCodec codec : codecs) {
        codec.close();
      }
    }
    return 0;
  }

  private void checkNumbers() {
    if (!(rate > 0) || !Double.isFinite(rate)) {
      throw wrongUsage("--rate: a number above 0 expected, found " + rate);
    }
    if (repeats < 0 || pictures < 0 || timed < 1) {
      throw wrongUsage("--repeats, --pictures: at least 0 expected; --timed: at least 1");
    }
    if (csv != null && folders.size() > 1) {
      throw wrongUsage("--csv: one FOLDER expected, found " + folders.size());
    }
    if (published != null && html == null) {
      throw wrongUsage("--published: --html expected too");
    }
    if (folders.stream().distinct().count() < folders.size()) {
      throw wrongUsage("FOLDER: every folder once expected");
    }
  }

  private PublishedCurves publishedCurves() throws IOException {
    PublishedCurves others =
        published == null ? PublishedCurves.NONE : PublishedCurves.read(published);
    for (String id : curves) {
      if (!others.curves().containsKey(id)) {
        throw wrongUsage("--curves: " + id + " is not in the file of --published");
      }
    }
    return others;
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
  private List<String> wantedCodecs(List<String> leftOut) throws IOException {
    List<String> all = new ArrayList<>(List.of("cjpeg", "jpeg", BenchReport.OURS));
    Peers.all().stream().map(Peer::name).filter(name -> !all.contains(name)).forEach(all::add);
    for (String name : names == null ? all : names) {
      if (!all.contains(name) && !name.startsWith(WITH_PACK)) {
        throw wrongUsage(
            "--codecs: "
                + String.join(", ", all)
                + " or "
                + WITH_PACK
                + "PACK expected, found "
                + name);
      }
    }
    if (names != null && names.stream().distinct().count() < names.size()) {
      throw wrongUsage("--codecs: every codec once expected, found " + String.join(",", names));
    }
    List<String> wanted = new ArrayList<>();
    for (String name : names == null ? all : names) {
      Optional<Peer> peer = Peers.named(name);
      if (names == null && peer.isPresent() && !peer.get().byDefault()) {
        continue;
      }
      List<String> missing = peer.map(p -> new ProgramCodec(p).missingPrograms()).orElse(List.of());
      if (missing.isEmpty()) {
        wanted.add(name);
      } else if (names != null) {
        throw new IOException(name + " needs " + missing.get(0) + ", which is not installed");
      } else {
        leftOut.add(name + " is left out, because " + missing.get(0) + " is not installed.");
      }
    }
    leftOut.forEach(this::warn);
    return wanted;
  }

  private BenchCodec open(String name, CodecSettings settings) throws IOException {
    Optional<Peer> peer = Peers.named(name);
    if (peer.isPresent()) {
      return new ProgramCodec(peer.get());
    }
    if (name.startsWith(WITH_PACK)) {
      return LicBench.open(name, settings, name.substring(WITH_PACK.length()));
    }
    return name.equals(BenchReport.OURS)
        ? LicBench.open(name, settings, modelFlag.id)
        : new JdkJpeg();
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
}
