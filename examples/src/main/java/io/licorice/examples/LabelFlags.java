package io.licorice.examples;

import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
      names = "--label-tolerance",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description = {
        "Smooth outlines: no label ends up farther from where it was than this, 0 to 64.",
        "Default: ${DEFAULT-VALUE}, every label is kept."
      })
  double tolerance;

  /**
   * The map that was asked for.
   *
   * @param map the label picture
   * @param classes the table of its classes
   * @param tolerance how far labels may move
   */
  record AskedLabels(Path map, Path classes, double tolerance) {
    /** Reads the map of a picture. */
    LabelMap read(Picture picture) throws IOException {
      LabelMap labels = LabelFiles.read(map, LabelFiles.ClassTable.read(classes));
      if (labels.width() != picture.width() || labels.height() != picture.height()) {
        throw new IOException(
            Text.of(
                "%s: %dx%d pixels expected, found %dx%d",
                map, picture.width(), picture.height(), labels.width(), labels.height()));
      }
      return labels.simplified(tolerance);
    }
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
    boolean inRange = tolerance >= 0 && tolerance <= LabelMap.MAX_TOLERANCE;
    if (!inRange || (tolerance > 0 && labels == null)) {
      throw new IllegalArgumentException(
          "--label-tolerance: 0 to 64 pixels, with --labels, expected; found " + tolerance);
    }
    return Optional.ofNullable(labels).map(map -> new AskedLabels(map, classes, tolerance));
  }
}
