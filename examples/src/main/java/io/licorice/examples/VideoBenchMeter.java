package io.licorice.examples;

import io.licorice.examples.VideoBenchReport.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures codecs on the videos of a folder. */
final class VideoBenchMeter {
  private static final Set<String> SUFFIXES =
      Set.of("y4m", "mkv", "mp4", "m4v", "mov", "webm", "avi", "ts", "mpg");

  private final List<VideoBenchCodec> codecs;
  private final Plan plan;
  private final Ffmpeg ffmpeg;
  private final Consumer<String> leftOut;

  /**
   * A meter.
   *
   * @param leftOut hears of videos that cannot be measured
   */
  VideoBenchMeter(
      List<VideoBenchCodec> codecs, Plan plan, Ffmpeg ffmpeg, Consumer<String> leftOut) {
    this.codecs = codecs;
    this.plan = plan;
    this.ffmpeg = ffmpeg;
    this.leftOut = leftOut;
  }

  /**
   * What is to be measured.
   *
   * @param qualities of codecs that are not to be measured at their own
   * @param frames most frames of a video
   */
  record Plan(VideoProtocol protocol, Map<String, List<Double>> qualities, OptionalInt frames) {
    List<Double> qualities(VideoBenchCodec codec) {
      return qualities.getOrDefault(codec.name(), codec.qualities());
    }
  }

  /** The videos of a folder by name. */
  static List<Path> videos(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is not a folder");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> videos =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> SUFFIXES.contains(PictureFiles.suffix(file)))
              .sorted()
              .toList();
      if (videos.isEmpty()) {
        throw new IOException(folder + " has no video");
      }
      return videos;
    }
  }

  /** Measures the videos of a folder; each report is handed over as soon as it is complete. */
  List<VideoBenchReport> measure(Path folder, Consumer<VideoBenchReport> reports)
      throws IOException {
    List<Path> videos = videos(folder);
    int points = codecs.stream().mapToInt(codec -> plan.qualities(codec).size()).sum();
    List<VideoBenchReport> measured = new ArrayList<>();
    try (Progress progress = new Progress("video bench", true)) {
      for (int i = 0; i < videos.size(); i++) {
        Optional<VideoClip> opened = open(videos.get(i));
        if (opened.isEmpty()) {
          continue;
        }
        try (VideoClip clip = opened.get()) {
          List<Measurement> measurements = new ArrayList<>();
          for (VideoBenchCodec codec : codecs) {
            for (double quality : plan.qualities(codec)) {
              measurements.add(
                  new Measurement(
                      codec.name(), quality, codec.run(clip, quality, plan.protocol())));
              double done = (double) measurements.size() / points;
              progress.at((i + done) / videos.size(), clip.name());
            }
          }
          VideoBenchReport report =
              new VideoBenchReport(
                  VideoBenchReport.Video.of(clip),
                  codecs.stream().map(VideoBenchCodec::name).toList(),
                  measurements);
          measured.add(report);
          reports.accept(report);
        }
      }
    }
    if (measured.isEmpty()) {
      throw new IOException(folder + " has no video that can be measured");
    }
    return measured;
  }

  /** Decodes a video; one that cannot be is told of and left out. */
  private Optional<VideoClip> open(Path file) {
    try {
      Ffmpeg.VideoStream stream = ffmpeg.probe(file);
      Path rgb = ffmpeg.file("reference.rgb");
      ffmpeg.decode(file, plan.frames(), rgb);
      RgbFrames frames = RgbFrames.open(rgb, stream.width(), stream.height());
      if (frames.count() == 0) {
        frames.close();
        throw new IOException("it has no frames");
      }
      return Optional.of(new VideoClip(file.getFileName().toString(), file, stream, frames));
    } catch (IOException e) {
      leftOut.accept(Sentences.leftOut(file, e));
      return Optional.empty();
    }
  }
}
