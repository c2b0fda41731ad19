package io.licorice.examples;

import io.licorice.examples.VideoBenchReport.Comparison;
import io.licorice.examples.VideoBenchReport.Part;
import io.licorice.metrics.BjontegaardDelta.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * All that a run of the video bench found out.
 *
 * @param machine what it ran on, in words
 * @param folder as it was named
 * @param protocol how often codecs started anew
 * @param codecs in the order of tables, ours first
 * @param packs the packs of ours: of predicted frames, then of key frames
 * @param leftOut a sentence for each codec or video that was not measured
 * @param videos one report for each
 */
record VideoBenchSummary(
    String machine,
    String folder,
    VideoProtocol protocol,
    List<BenchSummary.Codec> codecs,
    List<Pack> packs,
    List<String> leftOut,
    List<VideoBenchReport> videos) {

  /** A pack by its id and the whole of its hash. */
  record Pack(String id, String family, String hash) {}

  /**
   * The mean of rate differences over the videos whose curves have enough in common.
   *
   * @param percent their mean; nothing if there is no such video
   * @param videos how many have
   */
  record Mean(OptionalDouble percent, int videos) {}

  /** Ours: {@code lic} and, with more than one model, {@code lic:MODEL}. */
  List<String> ours() {
    return names().stream().filter(VideoBenchSummary::isOurs).toList();
  }

  /** Codecs that ours are compared with: key frames alone last. */
  List<String> others() {
    List<String> others =
        new ArrayList<>(
            names().stream()
                .filter(name -> !isOurs(name) && !name.equals(VideoBenchReport.INTRA))
                .toList());
    names().stream().filter(VideoBenchReport.INTRA::equals).forEach(others::add);
    return others;
  }

  /** Whether a name is that of our codec with predicted frames. */
  static boolean isOurs(String codec) {
    return codec.equals(BenchReport.OURS) || codec.startsWith(BenchReport.OURS + ":");
  }

  private List<String> names() {
    return codecs.stream().map(BenchSummary.Codec::name).toList();
  }

  Mean mean(String codec, String anchor, Part part) {
    List<Double> percents =
        videos.stream()
            .map(video -> video.compare(codec, anchor, part))
            .map(Comparison::difference)
            .map(difference -> difference.map(Difference::percent).orElse(null))
            .filter(Objects::nonNull)
            .toList();
    return new Mean(percents.stream().mapToDouble(percent -> percent).average(), percents.size());
  }

  /** Frames in a second of a codec, averaged over the videos. */
  OptionalDouble framesPerSecond(String codec, boolean encoding) {
    return videos.stream()
        .map(video -> video.framesPerSecond(codec, encoding))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }
}
