package io.licorice.examples;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import io.licorice.codec.Segmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lic bench-segmenter}: measures how often a segmentation network is right. */
@Command(
    name = "bench-segmenter",
    description = {
      "Measures how often a segmentation network is right.",
      "Segments every picture of a folder, compares with the label picture of the same name but for",
      "the suffix .png, and prints the intersection over union of each class over all pictures,",
      "their mean, the share of pixels that are right, and the time a picture takes. Pixels without",
      "a class in the label picture do not count. A class that neither occurs nor was found has",
      "no intersection over union (NaN) and is not in the mean."
    },
    footer = {
      "",
      "Examples:",
      "  lic bench-segmenter val/images val/labels classes.csv --threads 1"
    })
final class BenchSegmenterCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IMAGES", description = "A folder with pictures.")
  Path images;

  @Parameters(
      index = "1",
      paramLabel = "LABELS",
      description = "A folder with label pictures in PNG, as lic encode --labels takes them.")
  Path labels;

  @Parameters(
      index = "2",
      paramLabel = "CLASSES.csv",
      description =
          "The classes of the label pictures, as lic encode --classes takes them; the network's of"
              + " the same names are compared with them.")
  Path classes;

  @Mixin SegmenterFlag model;

  @Mixin DeviceFlags deviceFlags;

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(deviceFlags::settings);
    LabelFiles.ClassTable table = LabelFiles.ClassTable.read(classes);
    List<Path> files = PictureFiles.inFolder(images);
    if (files.isEmpty()) {
      throw new IOException(images + " has no picture");
    }
    try (Segmenter segmenter = Segmenter.open(model.name, settings)) {
      Confusion confusion = new Confusion(table.classes(), segmenter.classes());
      // The first run of a network is slower than all others.
      segmenter.segment(PictureFiles.read(files.get(0), this::warn), CodecListener.SILENT);
      double seconds = 0;
      for (Path file : files) {
        Picture picture = PictureFiles.read(file, this::warn);
        LabelMap truth = truth(file, picture, table);
        long start = System.nanoTime();
        LabelMap found = segmenter.segment(picture, CodecListener.SILENT);
        seconds += (System.nanoTime() - start) / 1e9;
        confusion.add(truth, found);
      }
      report(table, confusion, seconds / files.size(), files.size());
    }
    return 0;
  }

  private LabelMap truth(Path image, Picture picture, LabelFiles.ClassTable table)
      throws IOException {
    String name = image.getFileName().toString();
    Path file = labels.resolve(name.substring(0, name.lastIndexOf('.')) + ".png");
    LabelMap truth = LabelFiles.read(file, table);
    if (truth.width() != picture.width() || truth.height() != picture.height()) {
      throw new IOException(
          Text.of(
              "%s: %dx%d pixels expected, found %dx%d",
              file, picture.width(), picture.height(), truth.width(), truth.height()));
    }
    return truth;
  }

  private void report(
      LabelFiles.ClassTable table, Confusion confusion, double seconds, int pictures) {
    for (int c = 0; c < table.classes().size(); c++) {
      print("%-24s %7.4f", table.classes().get(c).name(), confusion.iou(c));
    }
    print("%-24s %7.4f", "mean IoU", confusion.meanIou());
    print("%-24s %7.4f", "pixels right", confusion.accuracy());
    print("%d pictures, %.3f s each on %s", pictures, seconds, deviceFlags.device);
  }
}
