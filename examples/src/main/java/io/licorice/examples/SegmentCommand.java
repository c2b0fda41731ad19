package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import io.licorice.codec.Segmenter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic segment}: finds out what each pixel of a picture shows. */
@Command(
    name = "segment",
    description = {
      "Finds out what each pixel of a picture shows.",
      "Writes the numbers of classes as a gray picture of 8 bits, 255 for none, and prints the share",
      "that each class has."
    },
    footer = {
      "",
      "The object that --json prints has the keys model, width, height, seconds (loading of the",
      "network not included), classes (name and share of each, by number) and unlabelled (a share).",
      "",
      "Examples:",
      "  lic segment street.png labels.png",
      "  lic segment street.png labels.png --colour -f",
      "  lic segment street.png labels.png --model my-networks/fields.onnx"
    })
final class SegmentCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IN", description = "A picture that ImageIO reads.")
  Path input;

  @Parameters(index = "1", paramLabel = "OUT.png", description = "The file to write.")
  Path output;

  @Mixin SegmenterFlag model;

  @Option(
      names = "--colour",
      description = "Write a palette of the classes' colours too, black for none.")
  boolean colour;

  @Mixin DeviceFlags deviceFlags;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Option(
      names = {"-f", "--force"},
      description = "Replace OUT.png if it exists.")
  boolean force;

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(deviceFlags::settings);
    if (!PictureFiles.suffix(output).equals("png")) {
      throw wrongUsage(output + " should end in .png");
    }
    OutputFile file = OutputFile.at(output, force);
    Picture picture = PictureFiles.read(input, this::warn);
    LabelMap map;
    double seconds;
    try (Segmenter segmenter = Segmenter.open(model.name, settings);
        Progress progress = new Progress("segment", !json)) {
      long start = System.nanoTime();
      map = segmenter.segment(picture, progress.part(0, 1, this::warn));
      seconds = (System.nanoTime() - start) / 1e9;
    }
    BufferedImage image = colour ? LabelFiles.toImage(map) : LabelFiles.toGray(map);
    file.write(stream -> ImageFormats.write(image, "png", stream));
    report(map, seconds);
    return 0;
  }

  private void report(LabelMap map, double seconds) throws IOException {
    double pixels = (double) map.width() * map.height();
    double[] shares = Arrays.stream(map.areas()).mapToDouble(area -> area / pixels).toArray();
    double unlabelled = 1 - Arrays.stream(map.areas()).sum() / pixels;
    if (json) {
      ObjectNode object = Json.object();
      object.put("model", model.name).put("width", map.width()).put("height", map.height());
      object.put("seconds", seconds);
      ArrayNode classes = object.putArray("classes");
      for (int c = 0; c < shares.length; c++) {
        classes.addObject().put("name", map.classes().get(c).name()).put("share", shares[c]);
      }
      object.put("unlabelled", unlabelled);
      out().println(Json.line(object));
      return;
    }
    print("%6s  %-24s %8s", "number", "class", "share");
    for (int c = 0; c < shares.length; c++) {
      print("%6d  %-24s %6.2f %%", c, map.classes().get(c).name(), 100 * shares[c]);
    }
    print("%6d  %-24s %6.2f %%", LabelFiles.NO_CLASS, "none", 100 * unlabelled);
    print(
        "%s: %dx%d, %.2f s on %s", output, map.width(), map.height(), seconds, deviceFlags.device);
  }
}
