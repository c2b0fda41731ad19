package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PackInfo;
import io.licorice.examples.VideoBenchSummary.Pack;
import io.licorice.video.VideoEncodeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic video bench}: measures our codec and others on a folder of videos. */
@Command(
    name = "bench",
    description = {
      "Measures Licorice, x264 and x265 on the videos of a folder; needs ffmpeg and ffprobe.",
      "Codes every video with every codec at every quality, and prints rates, PSNR, BD-rates of lic",
      "against the others, what predicted frames cost for key frames, and frames a second."
    },
    footer = {
      "",
      "Protocols: low-delay is a key frame every --gop frames; long-gop is one key frame, the first.",
      "In both no codec reorders frames, and none puts key frames elsewhere. Rates are bytes of",
      "coded packets, PSNR is over red, green and blue, the mean of frames' decibels.",
      "",
      "Codecs: lic, lic-intra (every frame a key frame), and of others x264-PRESET, x265-PRESET,",
      "such as x264-slow. With several --models the first is lic, the others are lic:MODEL.",
      "Qualities are ours from 0 to 100 and rate factors (crf) of x264 and x265.",
      "",
      "Examples:",
      "  lic video bench videos",
      "  lic video bench videos --gop 10 --peers x264-medium,x265-slow --html bench.html",
      "  lic video bench videos --protocol long-gop --frames 96 --json bench.json",
      "  lic video bench videos --qualities lic=10,30,50,70 --qualities x264-veryfast=15,23,31"
    })
final class VideoBenchCommand extends Subcommand {
  private static final List<String> DEFAULT_PEERS =
      List.of("x264-veryfast", "x264-medium", "x265-medium");

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder with videos.")
  Path folder;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Measure no more than the first N frames of a video.")
  Integer frames;

  @Option(
      names = "--protocol",
      paramLabel = "low-delay|long-gop",
      defaultValue = VideoProtocol.LOW_DELAY,
      description = "How often all codecs start anew. Default: ${DEFAULT-VALUE}.")
  String protocol;

  @Option(
      names = "--gop",
      paramLabel = "N",
      description = "Frames from key frame to key frame of low-delay. Default: 12.")
  Integer gop;

  @Option(
      names = "--qualities",
      paramLabel = "[CODEC=]Q,Q,...",
      description =
          "Qualities of one codec, or without its name of ours. May be repeated. Default: 5, 20,"
              + " 35, 50, 65, 80; crf 15, 19, 23, 27, 31, 35.")
  List<String> qualities = List.of();

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description =
          "What ours is compared with. Default: x264-veryfast, x264-medium, x265-medium, as far as"
              + " this ffmpeg has them.")
  List<String> peers;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "fvc|mlvc|dvc",
      defaultValue = "fvc",
      description =
          "How frames are predicted: mlvc, from the two frames before and the motion between"
              + " them; fvc, as mlvc and from features that other motion leads to; dvc, from the"
              + " frame before alone; or ids of packs. Default: ${DEFAULT-VALUE}.")
  List<String> models;

  @Option(
      names = "--key-advance",
      paramLabel = "N",
      defaultValue = "" + VideoEncodeOptions.DEFAULT_KEY_ADVANCE,
      description =
          "By how many points of quality our key frames are better. Default: ${DEFAULT-VALUE}.")
  double keyAdvance;

  @Option(
      names = "--cascade",
      paramLabel = "N",
      defaultValue = "" + VideoEncodeOptions.DEFAULT_CASCADE,
      description =
          "By how many points of quality the best of four predicted frames is better than asked for,"
              + " so that it carries the others; 0: all are alike. Default: ${DEFAULT-VALUE}.")
  double cascade;

  @Option(names = "--no-intra", description = "Do without lic-intra, which takes its time.")
  boolean withoutIntra;

  @Mixin CodecFlags codecFlags;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every measurement, frame by frame, and the BD-rates to a JSON file.")
  Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with plots and tables.")
  Path html;

  @Option(
      names = {"-f", "--force"},
      description = "Replace output files that exist.")
  boolean force;

  private final List<String> leftOut = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    VideoProtocol wanted = protocol();
    checkNames();
    BenchOutputs outputs = BenchOutputs.at(json, html, null, List.of(), force);
    VideoBenchMeter.videos(folder);
    List<VideoBenchCodec> codecs = new ArrayList<>();
    try (ScratchFolder scratch = ScratchFolder.make()) {
      Ffmpeg ffmpeg = Ffmpeg.in(scratch);
      try {
        List<PackInfo> packs = new ArrayList<>();
        for (String model : models) {
          packs.add(VideoModels.find(settings, model));
        }
        openOurs(packs, settings, scratch, codecs);
        openPeers(ffmpeg, codecs);
        Map<String, List<Double>> points = points(codecs);
        OptionalInt most = frames == null ? OptionalInt.empty() : OptionalInt.of(frames);
        VideoBenchMeter meter =
            new VideoBenchMeter(
                codecs, new VideoBenchMeter.Plan(wanted, points, most), ffmpeg, this::leaveOut);
        VideoBenchSummary summary = measure(meter, wanted, codecs, allPacks(settings, packs));
        print(VideoBenchText.lines(summary));
        outputs.write(
            () -> VideoBenchJson.of(summary),
            () -> VideoBenchPage.html(summary).getBytes(StandardCharsets.UTF_8));
      } finally {
        for (VideoBenchCodec codec : codecs) {
          codec.close();
        }
      }
    }
    return 0;
  }

  private VideoBenchSummary measure(
      VideoBenchMeter meter, VideoProtocol wanted, List<VideoBenchCodec> codecs, List<Pack> packs)
      throws IOException {
    List<VideoBenchReport> reports =
        meter.measure(
            folder,
            report -> {
              print(VideoBenchText.lines(report));
              out().println();
            });
    return new VideoBenchSummary(
        BenchSummary.thisMachine(),
        folder.toString(),
        wanted,
        codecs.stream()
            .map(c -> new BenchSummary.Codec(c.name(), c.settings(wanted), c.timing()))
            .toList(),
        packs,
        leftOut,
        reports);
  }

  private void print(List<String> lines) {
    lines.forEach(out()::println);
    out().flush();
  }

  private void leaveOut(String sentence) {
    leftOut.add(sentence);
    warn(sentence);
  }

  private VideoProtocol protocol() {
    if (frames != null && frames < 1) {
      throw wrongUsage("--frames: at least 1 expected, found " + frames);
    }
    if (gop != null && gop < 1) {
      throw wrongUsage("--gop: at least 1 expected, found " + gop);
    }
    if (protocol.equals(VideoProtocol.LOW_DELAY)) {
      return new VideoProtocol(protocol, gop == null ? VideoProtocol.DEFAULT_GOP : gop);
    }
    if (!protocol.equals(VideoProtocol.LONG_GOP)) {
      throw wrongUsage("--protocol: low-delay or long-gop expected, found " + protocol);
    }
    if (gop != null) {
      throw wrongUsage("--gop goes with low-delay; long-gop has one key frame");
    }
    return new VideoProtocol(protocol, VideoProtocol.ONE_KEY_FRAME);
  }

  private void checkNames() {
    for (String name : peers == null ? List.<String>of() : peers) {
      if (!VideoPeer.isName(name)) {
        throw wrongUsage("--peers: x264-PRESET or x265-PRESET expected, found " + name);
      }
    }
    requireOnce("--peers", peers == null ? List.of() : peers);
    requireOnce("--models", models);
  }

  private void requireOnce(String option, List<String> names) {
    if (names.stream().distinct().count() < names.size()) {
      throw wrongUsage(option + ": every name once expected, found " + String.join(",", names));
    }
  }

  private void openOurs(
      List<PackInfo> packs,
      CodecSettings settings,
      ScratchFolder scratch,
      List<VideoBenchCodec> codecs)
      throws IOException {
    for (int i = 0; i < packs.size(); i++) {
      String name = i == 0 ? BenchReport.OURS : BenchReport.OURS + ":" + models.get(i);
      codecs.add(
          new LicVideoBench(name, packs.get(i), false, keyAdvance, cascade, settings, scratch));
    }
    if (!withoutIntra) {
      codecs.add(
          new LicVideoBench(VideoBenchReport.INTRA, packs.get(0), true, 0, 0, settings, scratch));
    }
    for (VideoBenchCodec codec : codecs) {
      codec.rehearse();
    }
  }

  /** Peers that this FFmpeg does not have are an error only if they were asked for. */
  private void openPeers(Ffmpeg ffmpeg, List<VideoBenchCodec> codecs) throws IOException {
    for (String name : peers == null ? DEFAULT_PEERS : peers) {
      VideoPeer peer = VideoPeer.named(name, ffmpeg);
      try {
        peer.rehearse();
        codecs.add(peer);
      } catch (IOException e) {
        if (peers != null) {
          throw new IOException(name + " does not work here: " + e.getMessage(), e);
        }
        leaveOut(name + " is left out: " + Sentences.of(e));
      }
    }
  }

  private Map<String, List<Double>> points(List<VideoBenchCodec> codecs) {
    List<String> names = codecs.stream().map(VideoBenchCodec::name).toList();
    Map<String, List<Double>> lists = new LinkedHashMap<>();
    for (String text : qualities) {
      int equals = text.indexOf('=');
      List<Double> list = numbers(text.substring(equals + 1));
      if (equals < 0) {
        names.stream()
            .filter(name -> !VideoPeer.isName(name))
            .forEach(name -> lists.put(name, list));
      } else if (names.contains(text.substring(0, equals))) {
        lists.put(text.substring(0, equals), list);
      } else {
        throw wrongUsage("--qualities: " + text.substring(0, equals) + " is not measured");
      }
    }
    return lists;
  }

  private List<Double> numbers(String text) {
    try {
      List<Double> list = Stream.of(text.split(",", -1)).map(Double::valueOf).distinct().toList();
      if (list.stream().allMatch(q -> q >= 0 && q <= 100)) {
        return list;
      }
    } catch (NumberFormatException e) {
      // told below, with those that are numbers but none that can be
    }
    throw wrongUsage(
        "--qualities: numbers of 0 to 100 with commas between them expected, found " + text);
  }

  /** The packs that were measured, and that of key frames. */
  private static List<Pack> allPacks(CodecSettings settings, List<PackInfo> packs)
      throws IOException {
    Stream<PackInfo> keys =
        LicCodec.packs(settings).stream()
            .filter(pack -> pack.id().equals(EncodeOptions.DEFAULT_MODEL));
    return Stream.concat(packs.stream(), keys)
        .map(pack -> new Pack(pack.id(), pack.family(), pack.hash()))
        .toList();
  }
}
