package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A codec that is a pair of programs; it runs with a thread for each core. */
final class ProgramCodec implements BenchCodec {
  /** Edge of the picture whose time counts as a program's start-up. */
  private static final int SMALL = 64;

  private final Peer peer;
  private final Map<List<Integer>, StartUp> startUps = new HashMap<>();
  private ScratchFolder scratch;
  private ProcessMemory memory;

  ProgramCodec(Peer peer) {
    this.peer = peer;
  }

  @Override
  public String name() {
    return peer.name();
  }

  @Override
  public String settings() {
    return peer.settings();
  }

  @Override
  public String timing() {
    return peer.timing();
  }

  @Override
  public List<Double> qualities() {
    return peer.qualities();
  }

  @Override
  public double qualityStep() {
    return peer.qualityStep();
  }

  @Override
  public boolean isThreaded() {
    return peer.threaded();
  }

  /** Programs that are needed and not installed. */
  List<String> missingPrograms() {
    return peer.programs().stream().filter(program -> !Programs.isInstalled(program)).toList();
  }

  /** The files and the conditions of one coding. */
  private record Job(Path original, Path coded, Path decoded, double quality, Peer.Conditions how) {
    List<String> encode(Peer peer) {
      return peer.encoder().command(original.toString(), coded.toString(), quality, how);
    }

    List<String> decode(Peer peer) {
      return peer.decoder().command(coded.toString(), decoded.toString(), how);
    }

    /** The command whose time is the codec's own. */
    List<String> decodeToTime(Peer peer) {
      return peer.decoderToTime()
          .map(decoder -> decoder.command(coded.toString(), decoded.toString(), how))
          .orElseGet(() -> decode(peer));
    }
  }

  /** What a command took: until its end, and by what it printed. */
  private record Time(double processSeconds, OptionalDouble reportedSeconds) {}

  /** What the programs take for a picture that is next to nothing. */
  private record StartUp(double encodeSeconds, double decodeSeconds) {}

  @Override
  public Trial run(Picture picture, double quality) throws IOException {
    Job job = prepare(picture, "picture", quality, 0);
    double encodeSeconds = Programs.run(log(), job.encode(peer));
    double decodeSeconds = Programs.run(log(), job.decode(peer));
    Picture decoded =
        peer.outputSuffix().equals("png")
            ? PictureFiles.read(job.decoded(), warning -> {})
            : Pnm.read(job.decoded());
    return new Trial(Files.size(job.coded()), encodeSeconds, decodeSeconds, decoded);
  }

  @Override
  public Speed speed(Picture picture, double quality, int threads, int repeats) throws IOException {
    StartUp startUp = startUp(picture.channels(), quality, threads, repeats);
    Job job = prepare(picture, "picture", quality, threads);
    Time encode = shortest(job.encode(peer), repeats);
    OptionalLong encodeBytes = memory.peakBytes(log(), job.encode(peer));
    Time decode = shortest(job.decode(peer), repeats);
    OptionalLong decodeBytes = memory.peakBytes(log(), job.decode(peer));
    Time codec =
        peer.decoderToTime().isPresent() ? shortest(job.decodeToTime(peer), repeats) : decode;
    return new Speed(
        cost(encode, encode, startUp.encodeSeconds(), encodeBytes),
        cost(decode, codec, startUp.decodeSeconds(), decodeBytes));
  }

  private StartUp startUp(int channels, double quality, int threads, int repeats)
      throws IOException {
    if (peer.report() != TimeReport.NONE) {
      return new StartUp(0, 0); // nobody will ask
    }
    List<Integer> conditions = List.of(channels, threads);
    StartUp known = startUps.get(conditions);
    if (known == null) {
      Picture small = Picture.blank(SMALL, SMALL, channels, 8);
      Job job = prepare(small, "small", quality, threads);
      double encode = shortest(job.encode(peer), repeats).processSeconds();
      known = new StartUp(encode, shortest(job.decodeToTime(peer), repeats).processSeconds());
      startUps.put(conditions, known);
    }
    return known;
  }

  /** The codec's time is what the program tells of it, or else what the picture's size adds. */
  private static Cost cost(Time process, Time codec, double startUp, OptionalLong peakBytes) {
    double own = codec.reportedSeconds().orElse(Math.max(0, codec.processSeconds() - startUp));
    return new Cost(OptionalDouble.of(own), OptionalDouble.of(process.processSeconds()), peakBytes);
  }

  private Time shortest(List<String> command, int repeats) throws IOException {
    double process = Double.POSITIVE_INFINITY;
    double reported = Double.POSITIVE_INFINITY;
    for (int i = 0; i < repeats; i++) {
      process = Math.min(process, Programs.run(log(), command));
      String printed = Files.readString(log(), StandardCharsets.ISO_8859_1);
      reported = Math.min(reported, peer.report().seconds(printed).orElse(reported));
    }
    return new Time(
        process, Double.isFinite(reported) ? OptionalDouble.of(reported) : OptionalDouble.empty());
  }

  private Job prepare(Picture picture, String stem, double quality, int threads)
      throws IOException {
    if (scratch == null) {
      scratch = ScratchFolder.make();
      memory = ProcessMemory.in(scratch);
    }
    Path original = scratch.file(stem + "." + peer.inputSuffix());
    if (peer.inputSuffix().equals("png")) {
      ImageFormats.writeStored(PictureImages.toImage(picture), original);
    } else {
      Pnm.write(picture, original);
    }
    int actual = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    return new Job(
        original,
        scratch.file(stem + "-coded." + peer.codedSuffix()),
        scratch.file(stem + "-decoded." + peer.outputSuffix()),
        quality,
        new Peer.Conditions(picture.channels() == 1, actual));
  }

  private Path log() {
    return scratch.file("log.txt");
  }

  @Override
  public void close() throws IOException {
    if (scratch != null) {
      scratch.close();
    }
  }
}
