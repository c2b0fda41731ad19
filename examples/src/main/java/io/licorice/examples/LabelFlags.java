package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import io.licorice.codec.Segmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options that say what a picture shows. */
final class LabelFlags {
  @Option(
      names = "--labels",
      paramLabel = "MAP.png",
      description = {
        "Keep this label map in the file, which is then a box file: a picture of the size of IN,",
        "gray or with a palette, whose samples are indices of CLASSES.csv and 255 for none, or in",
        "the classes' colours."
      })
  Path labels;

  @Option(
      names = "--classes",
      paramLabel = "CLASSES.csv",
      description =
          "The classes of --labels: lines index,name,r,g,b under a line with these words.")
  Path classes;

  @Option(
      names = "--segment",
      arity = "0..1",
      paramLabel = "MODEL",
      fallbackValue = Segmenter.DEFAULT_MODEL,
      description =
          "Keep the label map that a segmentation network makes of the picture, which lic segment"
              + " shows: its own for street scenes, ${FALLBACK-VALUE}, unless another is named. In"
              + " front of IN write --segment=MODEL.")
  String segmenter;

  @Option(
      names = "--label-tolerance",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description = {
        "Smooth outlines: no label ends up farther from where it was than this, 0 to 64.",
        "Default: ${DEFAULT-VALUE}, every label is kept."
      })
  double tolerance;

  /** The map that was asked for. */
  interface AskedLabels {
    /**
     * Reads or makes the map of a picture.
     *
     * @param settings where a network runs
     * @param bar whether a bar may show how far it is
     * @param warnings takes what is warned of
     */
    LabelMap of(Picture picture, CodecSettings settings, boolean bar, Consumer<String> warnings)
        throws IOException;
  }

  /**
   * What was asked for, with no file read yet.
   *
   * @throws IllegalArgumentException if the command line makes no sense
   */
  Optional<AskedLabels> parse() {
    if ((labels == null) != (classes == null)) {
      throw new IllegalArgumentException("--labels and --classes go together");
    }
    if (labels != null && segmenter != null) {
      throw new IllegalArgumentException("--labels and --segment exclude each other");
    }
    boolean inRange = tolerance >= 0 && tolerance <= LabelMap.MAX_TOLERANCE;
    if (!inRange || (tolerance > 0 && labels == null && segmenter == null)) {
      throw new IllegalArgumentException(
          "--label-tolerance: 0 to 64 pixels, with --labels or --segment, expected; found "
              + tolerance);
    }
    if (segmenter != null) {
      return Optional.of(
          (picture, settings, bar, warnings) ->
              segment(picture, settings, bar, warnings).simplified(tolerance));
    }
    return Optional.ofNullable(labels)
        .map(map -> (picture, settings, bar, warnings) -> read(picture).simplified(tolerance));
  }

  private LabelMap segment(
      Picture picture, CodecSettings settings, boolean bar, Consumer<String> warnings)
      throws IOException {
    try (Segmenter network = Segmenter.open(segmenter, settings);
        Progress progress = new Progress("segment", bar)) {
      return network.segment(picture, progress.part(0, 1, warnings));
    }
  }

  private LabelMap read(Picture picture) throws IOException {
    LabelMap map = LabelFiles.read(labels, LabelFiles.ClassTable.read(classes));
    if (map.width() != picture.width() || map.height() != picture.height()) {
      throw new IOException(
          Text.of(
              "%s: %dx%d pixels expected, found %dx%d",
              labels, picture.width(), picture.height(), map.width(), map.height()));
    }
    return map;
  }
}
