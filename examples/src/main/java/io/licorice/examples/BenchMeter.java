package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.examples.BenchCodec.Speed;
import io.licorice.examples.BenchCodec.Trial;
import io.licorice.examples.BenchReport.BppRange;
import io.licorice.examples.BenchReport.Mean;
import io.licorice.examples.BenchReport.Measurement;
import io.licorice.examples.BenchReport.Showcase;
import io.licorice.examples.BenchReport.SpeedRow;
import io.licorice.metrics.MsSsim;
import io.licorice.metrics.Psnr;
import io.licorice.metrics.Ssim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures codecs on the pictures of a folder. */
final class BenchMeter {
  private final List<BenchCodec> codecs;
  private final Plan plan;
  private final Consumer<String> warnings;

  BenchMeter(List<BenchCodec> codecs, Plan plan, Consumer<String> warnings) {
    this.codecs = codecs;
    this.plan = plan;
    this.warnings = warnings;
  }

  /**
   * What is to be measured.
   *
   * @param qualities of codecs that are not to be measured at their own
   * @param rate bits a pixel at which speed is measured and pictures are shown
   * @param repeats how often each time is taken; 0 for no measurement of speed
   * @param timed on how many pictures speed is measured
   * @param showcases how many pictures are shown
   * @param range of a restricted comparison
   */
  record Plan(
      Map<String, List<Double>> qualities,
      double rate,
      int repeats,
      int timed,
      int showcases,
      Optional<BppRange> range) {
    List<Double> qualities(BenchCodec codec) {
      return qualities.getOrDefault(codec.name(), codec.qualities());
    }
  }

  /** A picture and its file's name. */
  record Sample(String name, Picture picture) {
    long pixels() {
      return (long) picture.width() * picture.height();
    }
  }

  /**
   * Lets every codec code a little picture, so that one that cannot is known before hours of work.
   */
  void rehearse() throws IOException {
    Sample little = new Sample("a picture of 64x64", Picture.blank(64, 64, 3, 8));
    for (BenchCodec codec : codecs) {
      run(codec, little, plan.qualities(codec).get(0));
    }
  }

  BenchReport measure(Path folder) throws IOException {
    List<Path> measured = new ArrayList<>();
    List<Measurement> measurements = curvePoints(folder, measured);
    return new BenchReport(
        folder.toString(),
        codecs.stream().map(BenchCodec::name).toList(),
        measurements,
        plan.repeats() == 0 ? List.of() : speeds(spread(measured, plan.timed()), measurements),
        showcases(measured, measurements),
        plan.range());
  }

  private List<Measurement> curvePoints(Path folder, List<Path> measured) throws IOException {
    List<Path> files = PictureFiles.inFolder(folder, "lic");
    List<Measurement> measurements = new ArrayList<>();
    int pointsOfAPicture = codecs.stream().mapToInt(codec -> plan.qualities(codec).size()).sum();
    try (Progress progress = new Progress("bench", true)) {
      for (int i = 0; i < files.size(); i++) {
        Optional<Sample> sample = read(files.get(i));
        if (sample.isEmpty()) {
          continue;
        }
        measured.add(files.get(i));
        int done = 0;
        for (BenchCodec codec : codecs) {
          for (double quality : plan.qualities(codec)) {
            Trial trial = run(codec, sample.get(), quality);
            measurements.add(measurement(codec, sample.get(), quality, trial));
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

  private static Trial run(BenchCodec codec, Sample sample, double quality) throws IOException {
    try {
      return codec.run(sample.picture(), quality);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          codec.name() + " failed on " + sample.name() + ": " + e.getMessage(), e);
    }
  }

  /** What a trial's picture is worth. */
  static Measurement measurement(BenchCodec codec, Sample sample, double quality, Trial trial) {
    Picture original = PictureFiles.asRgb(sample.picture());
    Picture decoded = PictureFiles.asRgb(trial.decoded());
    return new Measurement(
        sample.name(),
        original.width(),
        original.height(),
        codec.name(),
        quality,
        trial.bytes(),
        8.0 * trial.bytes() / sample.pixels(),
        Psnr.of(original, decoded),
        Ssim.of(original, decoded),
        MsSsim.of(original, decoded),
        trial.encodeSeconds(),
        trial.decodeSeconds());
  }

  /** Every codec alone, picture after picture, at its rate point nearest to the rate. */
  private List<SpeedRow> speeds(List<Path> files, List<Measurement> measurements)
      throws IOException {
    List<SpeedRow> rows = new ArrayList<>();
    int processors = Runtime.getRuntime().availableProcessors();
    try (Progress progress = new Progress("speed", true)) {
      for (BenchCodec codec : codecs) {
        Mean point = nearest(BenchReport.curve(codec.name(), measurements));
        List<Integer> threads =
            codec.isThreaded() && processors > 1 ? List.of(1, processors) : List.of(1);
        for (int count : threads) {
          List<Speed> speeds = new ArrayList<>();
          double pixels = 0;
          for (Path file : files) {
            Sample sample = read(file).orElseThrow(() -> new IOException(file + " has changed"));
            pixels += sample.pixels();
            speeds.add(codec.speed(sample.picture(), point.quality(), count, plan.repeats()));
            progress.at(
                (rows.size() + (double) speeds.size() / files.size()) / (2 * codecs.size()));
          }
          double megapixels = pixels / files.size() / 1e6;
          rows.add(SpeedRow.of(point, count, megapixels, speeds));
        }
      }
    }
    return rows;
  }

  private Mean nearest(List<Mean> curve) {
    return curve.stream()
        .min(Comparator.comparingDouble(mean -> Math.abs(Math.log(mean.bpp() / plan.rate()))))
        .orElseThrow();
  }

  /** Some of the pictures, each from every codec at about the same bytes. */
  private List<Showcase> showcases(List<Path> files, List<Measurement> measurements)
      throws IOException {
    List<Showcase> showcases = new ArrayList<>();
    for (Path file : spread(files, plan.showcases())) {
      Sample sample = read(file).orElseThrow(() -> new IOException(file + " has changed"));
      long target = Math.max(1, Math.round(plan.rate() * sample.pixels() / 8));
      ShowcaseMaker maker = new ShowcaseMaker(sample, target);
      for (BenchCodec codec : codecs) {
        Map<Double, Long> known = new LinkedHashMap<>();
        measurements.stream()
            .filter(m -> m.codec().equals(codec.name()) && m.picture().equals(sample.name()))
            .forEach(m -> known.put(m.quality(), m.bytes()));
        maker.add(codec, known);
      }
      showcases.add(maker.showcase());
    }
    return showcases;
  }

  /** At most so many of the files, from all over the list. */
  static <T> List<T> spread(List<T> files, int most) {
    int count = Math.min(most, files.size());
    return IntStream.range(0, count).mapToObj(i -> files.get(i * files.size() / count)).toList();
  }

  /** Reads a picture; what cannot be measured is left out with a word. */
  private Optional<Sample> read(Path file) {
    try {
      Picture picture = PictureFiles.read(file, warnings);
      if (picture.hasAlpha()) {
        warnings.accept(file + " is left out, because it has alpha.");
      } else if (picture.bitDepth() != 8) {
        warnings.accept(
            file + " is left out, because it has " + picture.bitDepth() + " bits a sample.");
      } else {
        return Optional.of(new Sample(file.getFileName().toString(), picture));
      }
    } catch (IOException e) {
      warnings.accept(Sentences.leftOut(file, e));
    }
    return Optional.empty();
  }
}
