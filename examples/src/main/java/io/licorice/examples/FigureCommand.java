package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import io.licorice.metrics.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic figure}: a picture beside itself as JPEG and as {@code .lic} of the same size. */
@Command(
    name = "figure",
    description = {
      "Draws a picture beside itself after JPEG and .lic of the same size.",
      "Shows a crop at 1:1, with bytes and PSNR of the whole picture. JPEG has the lowest quality"
          + " at",
      "which its file is at least as large as the .lic file; cjpeg -optimize makes it if"
          + " installed,",
      "the JDK otherwise."
    },
    footer = {
      "",
      "Examples:",
      "  lic figure photo.png figure.png",
      "  lic figure photo.png figure.png -q 20 --crop 100,60,400,300"
    })
final class FigureCommand extends Subcommand {
  private static final int LARGEST_CROP = 400;
  private static final int BEST_JPEG = 100;

  @Parameters(
      index = "0",
      paramLabel = "REFERENCE",
      description = "An 8-bit picture that ImageIO reads.")
  Path reference;

  @Parameters(
      index = "1",
      paramLabel = "OUT.png",
      description = "The file to write: .png, .jpg, .jpeg, .bmp, .tif or .tiff.")
  Path output;

  @Option(
      names = {"-q", "--quality"},
      paramLabel = "0..100",
      defaultValue = "20",
      description = "Quality of the .lic file. Default: ${DEFAULT-VALUE}.")
  double quality;

  @Option(
      names = "--crop",
      paramLabel = "X,Y,W,H",
      converter = RegionConverter.class,
      description = "The part to show, at most 400 wide. Default: 400x400 in the middle.")
  Region crop;

  @Mixin ModelFlag modelFlag;

  @Mixin CodecFlags codecFlags;

  @Option(
      names = {"-f", "--force"},
      description = "Replace OUT.png if it exists.")
  boolean force;

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    EncodeOptions options =
        checked(() -> EncodeOptions.builder().model(modelFlag.id).quality(quality).build());
    if (crop != null && crop.width() > LARGEST_CROP) {
      throw wrongUsage("--crop: at most 400 pixels wide expected, found " + crop.width());
    }
    String format = checked(() -> ImageFormats.of(output));
    OutputFile file = OutputFile.at(output, force);
    Picture original = PictureFiles.read(reference, this::warn);
    Region part = part(original);
    BenchCodec.Trial lic;
    BenchCodec.Trial jpeg;
    ProgramCodec cjpeg = new ProgramCodec(Peers.cjpeg());
    try (Progress progress = new Progress("figure", true);
        LicCodec codec = LicCodec.open(settings);
        BenchCodec theirs = cjpeg.missingPrograms().isEmpty() ? cjpeg : new JdkJpeg()) {
      lic = LicBench.measure(codec, original, options);
      progress.at(0.5);
      jpeg = jpegOfSize(theirs, original, lic.bytes());
    }
    FigureDrawing drawing =
        new FigureDrawing(
            List.of(
                panel("Original", original, part),
                panel(caption("JPEG", original, jpeg), jpeg.decoded(), part),
                panel(caption("Licorice", original, lic), lic.decoded(), part)));
    BufferedImage image = drawing.draw();
    file.write(stream -> ImageFormats.write(image, format, stream));
    print("%s: %s; %s", output, caption("JPEG", original, jpeg), caption(".lic", original, lic));
    return 0;
  }

  private Region part(Picture picture) throws IOException {
    if (crop == null) {
      int width = Math.min(LARGEST_CROP, picture.width());
      int height = Math.min(LARGEST_CROP, picture.height());
      int x = (picture.width() - width) / 2;
      return new Region(x, (picture.height() - height) / 2, width, height);
    }
    if (!crop.isInside(picture.width(), picture.height())) {
      throw new IOException("the crop " + crop + " is not inside " + reference);
    }
    return crop;
  }

  /** The lowest quality whose file is at least as large as ours, or the best if there is none. */
  private static BenchCodec.Trial jpegOfSize(BenchCodec jpeg, Picture picture, long bytes)
      throws IOException {
    int low = 1;
    int high = BEST_JPEG;
    BenchCodec.Trial best = jpeg.run(picture, BEST_JPEG);
    while (low < high) {
      int middle = (low + high) / 2;
      BenchCodec.Trial trial = jpeg.run(picture, middle);
      if (trial.bytes() >= bytes) {
        best = trial;
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return best;
  }

  private static String caption(String name, Picture original, BenchCodec.Trial trial) {
    double psnr = Psnr.of(PictureFiles.asRgb(original), PictureFiles.asRgb(trial.decoded()));
    return Text.of("%s, %,d bytes, %s", name, trial.bytes(), Text.decibels(psnr));
  }

  private static FigureDrawing.Panel panel(String caption, Picture picture, Region part) {
    return new FigureDrawing.Panel(caption, picture.read(part));
  }
}
