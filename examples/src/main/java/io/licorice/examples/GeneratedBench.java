package io.licorice.examples;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFile;
import io.licorice.codec.Picture;
import io.licorice.codec.Provenance;
import io.licorice.codec.QualityMap;
import io.licorice.codec.Segmenter;
import io.licorice.examples.BenchCodec.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Codes a picture with a generative pack in all ways that there are, and with other codecs at the
 * same bytes.
 */
final class GeneratedBench implements AutoCloseable {
  private static final double BITS_OF_FIVE = Math.log(5) / Math.log(2);

  /** Where other codecs' ranges are taken to end. */
  private static final Map<String, Double> SMALLEST =
      Map.of("webp", 0.0, "avif", 63.0, "jpeg2000", 4000.0, "lic", 0.0);

  /** How much a quality moves towards larger files from one trial to the next. */
  private static final Map<String, Double> TOWARDS_LARGER =
      Map.of("webp", 10.0, "avif", -6.0, "jpeg2000", 0.4, "lic", 8.0);

  private final String model;
  private final List<Integer> channels;
  private final LicCodec codec;
  private final List<BenchCodec> peers;
  private final Optional<Segmenter> segmenter;

  /**
   * Opens what is needed.
   *
   * @param channels numbers of code channels of the pack, ascending
   * @param peers the caller's to close
   * @param segmenter the caller's to close
   */
  GeneratedBench(
      String model,
      List<Integer> channels,
      CodecSettings settings,
      List<BenchCodec> peers,
      Optional<Segmenter> segmenter) {
    this.model = model;
    this.channels = channels;
    this.codec = LicCodec.open(settings);
    this.peers = peers;
    this.segmenter = segmenter;
  }

  /** The quality of a number of code channels. */
  private double quality(int place) {
    return 100.0 * (place + 1) / channels.size();
  }

  /**
   * Codes in all ways.
   *
   * @param labels what the picture shows, if that is known
   */
  List<GeneratedTrial> run(Picture picture, Optional<LabelMap> labels) throws IOException {
    List<GeneratedTrial> trials = new ArrayList<>();
    double cells = Math.ceil(picture.width() / 16.0) * Math.ceil(picture.height() / 16.0);
    for (int place = 0; place < channels.size(); place++) {
      int count = channels.get(place);
      EncodeOptions.Builder options = options().quality(quality(place));
      double bound = cells * count * BITS_OF_FIVE / 8;
      trials.add(trial("GC C=" + count, picture, options, Optional.of(bound)));
    }
    if (labels.isPresent()) {
      EncodeOptions.Builder drawn = options().quality(0).labels(labels.get());
      trials.add(trial("SC labels alone", picture, drawn, Optional.empty()));
      EncodeOptions.Builder all = options().quality(100).labels(labels.get());
      trials.add(trial("GC C=" + last() + " + labels", picture, all, Optional.empty()));
    }
    List<GeneratedTrial> others = new ArrayList<>();
    for (BenchCodec peer : peers) {
      Map<Double, Trial> known = new HashMap<>();
      for (GeneratedTrial ours : trials) {
        Trial nearest = atBytes(peer, picture, ours.bytes(), known);
        String row = peer.name() + " at " + ours.row();
        others.add(
            new GeneratedTrial(
                row, nearest.bytes(), Optional.empty(), nearest.decoded(), 0, seen(nearest)));
      }
    }
    trials.addAll(others);
    return trials;
  }

  private int last() {
    return channels.get(channels.size() - 1);
  }

  /** One class is coded with all channels, everything else drawn; empty if nothing shows it. */
  Optional<GeneratedTrial> keeping(LabelClass kept, Picture picture, LabelMap labels)
      throws IOException {
    Optional<Picture> mask = LabelFiles.mask(labels, kept.name());
    if (mask.isEmpty()) {
      return Optional.empty();
    }
    QualityMap map =
        QualityMap.over(picture.width(), picture.height(), 0)
            .mask(mask.get(), 100)
            .feather(false)
            .build();
    long coded = 0;
    for (int i = 0; i < map.columns() * map.rows(); i++) {
      coded += map.quality(i % map.columns(), i / map.columns()) > 0 ? 1 : 0;
    }
    double share = 1 - coded / ((double) map.columns() * map.rows());
    EncodeOptions options = options().qualityMap(map).labels(labels).build();
    byte[] file = codec.encode(picture, options, CodecListener.SILENT).bytes();
    return Optional.of(
        new GeneratedTrial(
            kept.name(), file.length, Optional.empty(), picture, share, Optional.empty()));
  }

  private EncodeOptions.Builder options() {
    return EncodeOptions.builder().model(model).sampleSums(false);
  }

  private GeneratedTrial trial(
      String row, Picture picture, EncodeOptions.Builder options, Optional<Double> bound)
      throws IOException {
    byte[] file = codec.encode(picture, options.build(), CodecListener.SILENT).bytes();
    Picture decoded =
        codec
            .decode(
                ByteSource.of(file),
                DecodeOptions.DEFAULT.withMaxPixels(Long.MAX_VALUE),
                CodecListener.SILENT)
            .picture();
    double synthesised =
        LicFile.open(ByteSource.of(file))
            .metadata(0)
            .provenance()
            .map(Provenance::share)
            .orElse(0.0);
    return new GeneratedTrial(row, file.length, bound, decoded, synthesised, see(decoded));
  }

  private Optional<LabelMap> seen(Trial trial) throws IOException {
    return see(trial.decoded());
  }

  /** What the segmentation network sees in a picture. */
  Optional<LabelMap> see(Picture picture) throws IOException {
    return segmenter.isEmpty()
        ? Optional.empty()
        : Optional.of(segmenter.get().segment(picture, CodecListener.SILENT));
  }

  /** The codec's file whose bytes are nearest, or its smallest one if even that is larger. */
  private static Trial atBytes(
      BenchCodec peer, Picture picture, long bytes, Map<Double, Trial> known) throws IOException {
    double quality = SMALLEST.get(peer.name());
    double stride = TOWARDS_LARGER.get(peer.name());
    while (run(peer, picture, quality, known).bytes() < bytes && known.size() < 60) {
      quality = peer.name().equals("jpeg2000") ? quality * stride : quality + stride;
    }
    Map<Double, Long> sizes = new HashMap<>();
    known.forEach((q, trial) -> sizes.put(q, trial.bytes()));
    return new EqualBytes(bytes, peer.qualityStep())
        .search(sizes, q -> run(peer, picture, q, known))
        .trial();
  }

  private static Trial run(
      BenchCodec peer, Picture picture, double quality, Map<Double, Trial> known)
      throws IOException {
    Trial trial = known.get(quality);
    if (trial == null) {
      trial = peer.run(picture, quality);
      known.put(quality, trial);
    }
    return trial;
  }

  @Override
  public void close() throws IOException {
    codec.close();
  }
}
