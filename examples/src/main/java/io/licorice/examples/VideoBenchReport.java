package io.licorice.examples;

import io.licorice.examples.VideoTrial.CodedFrame;
import io.licorice.metrics.BjontegaardDelta;
import io.licorice.metrics.BjontegaardDelta.Difference;
import io.licorice.metrics.BjontegaardDelta.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the measurements of one video add up to.
 *
 * <p>Rates are bits of packets for each pixel of the frames that count; PSNR is the mean of these
 * frames' decibels.
 */
final class VideoBenchReport {
  /** Our still codec: every frame is a key frame. */
  static final String INTRA = BenchReport.OURS + "-intra";

  private final Video video;
  private final List<String> codecs;
  private final Map<String, List<Measurement>> measurements;

  /**
   * A report.
   *
   * @param codecs names in the order of tables, one of ours first
   */
  VideoBenchReport(Video video, List<String> codecs, List<Measurement> measurements) {
    this.video = video;
    this.codecs = List.copyOf(codecs);
    this.measurements =
        measurements.stream()
            .collect(
                Collectors.groupingBy(Measurement::codec, LinkedHashMap::new, Collectors.toList()));
  }

  /** A video that was measured; the pixel format is that of the file. */
  record Video(
      String name, int width, int height, int frames, double framesPerSecond, String pixelFormat) {
    static Video of(VideoClip clip) {
      Ffmpeg.VideoStream stream = clip.stream();
      return new Video(
          clip.name(),
          stream.width(),
          stream.height(),
          clip.frameCount(),
          stream.framesPerSecond(),
          stream.pixelFormat());
    }

    long pixels() {
      return (long) width * height;
    }
  }

  /** A video, coded once. */
  record Measurement(String codec, double quality, VideoTrial trial) {}

  /** Which frames count. */
  enum Part {
    ALL("all"),
    KEY("key"),
    PREDICTED("predicted");

    final String key;

    Part(String key) {
      this.key = key;
    }
  }

  /** Bits a pixel and decibels of some frames. */
  record Worth(int frames, long bytes, double bpp, double psnr) {}

  /** A comparison of a codec with another on one video. */
  record Comparison(String codec, String anchor, Part part, Optional<Difference> difference) {}

  Video video() {
    return video;
  }

  List<String> codecs() {
    return codecs;
  }

  List<Measurement> measurements(String codec) {
    return measurements.getOrDefault(codec, List.of());
  }

  /**
   * What some frames of a measurement cost, and how good they are; nothing if there are none.
   *
   * <p>Of {@link #INTRA}, key and predicted are the frames that they are to the first codec, so
   * that the same frames are compared.
   */
  Optional<Worth> worth(Measurement measurement, Part part) {
    List<CodedFrame> all = measurement.trial().frames();
    List<CodedFrame> frames =
        IntStream.range(0, all.size())
            .filter(counts(measurement, part))
            .mapToObj(all::get)
            .toList();
    if (frames.isEmpty()) {
      return Optional.empty();
    }
    long bytes = frames.stream().mapToLong(CodedFrame::bytes).sum();
    return Optional.of(
        new Worth(
            frames.size(),
            bytes,
            8.0 * bytes / (frames.size() * (double) video.pixels()),
            frames.stream().mapToDouble(CodedFrame::psnr).average().orElseThrow()));
  }

  private IntPredicate counts(Measurement measurement, Part part) {
    List<CodedFrame> frames =
        (measurement.codec().equals(INTRA) ? measurements(codecs.get(0)).get(0) : measurement)
            .trial()
            .frames();
    return switch (part) {
      case ALL -> i -> true;
      case KEY -> i -> frames.get(i).isKey();
      case PREDICTED -> i -> !frames.get(i).isKey();
    };
  }

  /** The points of a codec's curve; lossless ones are in none. */
  List<Point> points(String codec, Part part) {
    return measurements(codec).stream()
        .map(measurement -> worth(measurement, part).orElse(null))
        .filter(Objects::nonNull)
        .filter(worth -> Double.isFinite(worth.psnr()))
        .map(worth -> new Point(worth.bpp(), worth.psnr()))
        .toList();
  }

  /** Compares two curves of some frames. */
  Comparison compare(String codec, String anchor, Part part) {
    return new Comparison(
        codec, anchor, part, BjontegaardDelta.rate(points(anchor, part), points(codec, part)));
  }

  /** Frames in a second of a codec, over all qualities. */
  OptionalDouble framesPerSecond(String codec, boolean encoding) {
    List<Measurement> all = measurements(codec);
    double seconds =
        all.stream()
            .map(Measurement::trial)
            .mapToDouble(trial -> encoding ? trial.encodeSeconds() : trial.decodeSeconds())
            .sum();
    return seconds == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) all.size() * video.frames() / seconds);
  }
}
