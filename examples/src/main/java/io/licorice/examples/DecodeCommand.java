package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.LabelMap;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.Provenance;
import io.licorice.codec.Region;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic decode}: decodes a picture or a region of it. */
@Command(
    name = "decode",
    description = "Decodes a picture or a region of it.",
    footer = {
      "",
      "The object that --json prints has the keys width, height, decode_seconds (loading of the",
      "networks included), device, warnings (a list of sentences, which also go to standard",
      "error).",
      "",
      "Examples:",
      "  lic decode photo.lic photo.png",
      "  lic decode photo.lic part.tif --region 100,50,640,480",
      "  lic decode photo.lic photo.png --device cuda:1 --json -f"
    })
final class DecodeCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IN.lic", description = "The file to decode.")
  Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUT.png",
      description = "The file to write: .png, .jpg, .jpeg, .bmp, .tif or .tiff.")
  Path output;

  @Option(
      names = "--region",
      paramLabel = "X,Y,W,H",
      converter = RegionConverter.class,
      description = "Decode this part only; nothing else is read.")
  Region region;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "268435456",
      description = "Refuse to decode more pixels than this. Default: ${DEFAULT-VALUE}.")
  long maxPixels;

  @Option(
      names = "--labels",
      paramLabel = "MAP.png",
      description = {
        "Write the file's label map too: a picture with a palette whose samples are numbers of",
        "classes, in the order of lic info, and 255 for none."
      })
  Path labels;

  @Option(
      names = "--provenance",
      paramLabel = "MASK.png",
      description = {
        "Write which pixels were synthesised too: a gray picture of the decoded part, 255 where one",
        "was and 0 elsewhere."
      })
  Path provenance;

  @Mixin CodecFlags codecFlags;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Option(
      names = {"-f", "--force"},
      description = "Replace OUT.png if it exists.")
  boolean force;

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    DecodeOptions options =
        checked(() -> new DecodeOptions(Optional.ofNullable(region), maxPixels));
    String format = checked(() -> ImageFormats.of(output));
    OutputFile file = OutputFile.at(output, force);
    Optional<LabelImage> map = Optional.empty();
    if (labels != null) {
      map = Optional.of(new LabelImage(OutputFile.at(labels, force), labelImage()));
    }
    Optional<LabelImage> mask = Optional.empty();
    if (provenance != null) {
      mask = Optional.of(new LabelImage(OutputFile.at(provenance, force), provenanceImage()));
    }
    DecodedPicture decoded;
    double seconds;
    try (LicCodec codec = LicCodec.open(settings);
        Progress progress = new Progress("decode", !json)) {
      long start = System.nanoTime();
      // The result holds the warnings too, and they are told once.
      decoded = PictureFiles.decode(codec, input, options, progress.part(0, 1, message -> {}));
      seconds = (System.nanoTime() - start) / 1e9;
    }
    for (String warning : decoded.warnings()) {
      warn(input + ": " + warning);
    }
    BufferedImage image = PictureImages.toImage(decoded.picture());
    file.write(stream -> ImageFormats.write(image, format, stream));
    for (LabelImage drawn : Stream.concat(map.stream(), mask.stream()).toList()) {
      drawn.file.write(stream -> ImageFormats.write(drawn.image, "png", stream));
    }
    report(decoded, seconds);
    return 0;
  }

  /** A label map or a mask that is to be written. */
  private record LabelImage(OutputFile file, BufferedImage image) {}

  private static void requirePng(Path file) throws IOException {
    if (!PictureFiles.suffix(file).equals("png")) {
      throw new IOException(file + " should end in .png");
    }
  }

  private BufferedImage labelImage() throws IOException {
    requirePng(labels);
    LabelMap map =
        PictureFiles.metadata(input)
            .labels()
            .orElseThrow(() -> new IOException(input + " has no label map"));
    return LabelFiles.toImage(map);
  }

  /** Black all over if nothing was synthesised. */
  private BufferedImage provenanceImage() throws IOException {
    requirePng(provenance);
    PictureInfo info = PictureFiles.info(input);
    Picture mask =
        PictureFiles.metadata(input)
            .provenance()
            .map(Provenance::mask)
            .orElseGet(() -> Picture.blank(info.width(), info.height(), 1, 8));
    return PictureImages.toImage(region == null ? mask : mask.read(region));
  }

  private void report(DecodedPicture decoded, double seconds) throws IOException {
    Picture picture = decoded.picture();
    if (json) {
      ObjectNode object = Json.object();
      object.put("width", picture.width()).put("height", picture.height());
      object.put("decode_seconds", seconds).put("device", decoded.device().toString());
      ArrayNode warnings = object.putArray("warnings");
      decoded.warnings().forEach(warnings::add);
      out().println(Json.line(object));
    } else {
      print(
          "%s: %dx%d, %.2f s on %s",
          output, picture.width(), picture.height(), seconds, decoded.device());
    }
  }
}
