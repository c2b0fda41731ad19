package io.licorice.examples;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic bench-targets}: measures how near files come to target sizes. */
@Command(
    name = "bench-targets",
    description = {
      "Measures how near files come to target sizes.",
      "Encodes every picture of a folder once for each target and prints the target, the file's",
      "bytes, the part of the target that it uses, its quality, and at the end how many targets",
      "were exceeded (always 0, or the command fails) and how many files use less than 99 %% of",
      "theirs."
    },
    footer = {
      "",
      "A target below the smallest file of a picture is named and counted as refused; where even",
      "quality 100 is smaller than the target, nothing can use all of it.",
      "",
      "Examples:",
      "  lic bench-targets pictures",
      "  lic bench-targets pictures --bpp 0.1,0.2,0.5"
    })
final class BenchTargetsCommand extends Subcommand {
  private static final double NEAR = 0.99;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder with pictures.")
  Path folder;

  @Option(
      names = "--bpp",
      split = ",",
      paramLabel = "BPP",
      defaultValue = "0.15,0.4,0.9,1.4",
      description = "The targets, in bits a pixel. Default: ${DEFAULT-VALUE}.")
  List<Double> targets;

  @Mixin ModelFlag modelFlag;

  @Mixin CodecFlags codecFlags;

  private int files;
  private int exceeded;
  private int loose;
  private int refused;
  private double least = 1;

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    List<EncodeOptions> options =
        checked(
            () -> targets.stream().map(EncodeOptions.Rate.TargetBpp::new).map(this::to).toList());
    print("%-24s %7s %9s %9s %7s %8s", "file", "bpp", "target", "bytes", "used", "quality");
    try (LicCodec codec = LicCodec.open(settings)) {
      PictureFiles.forEach(
          folder,
          this::warn,
          (name, picture) -> {
            for (int i = 0; i < targets.size(); i++) {
              measure(codec, name, picture, targets.get(i), options.get(i));
            }
          });
    }
    print(
        "%d files, %d above their target, %d below 99 %% of it, %d refused; least used %.4f",
        files, exceeded, loose, refused, least);
    return exceeded == 0 ? 0 : 1;
  }

  private EncodeOptions to(EncodeOptions.Rate rate) {
    return EncodeOptions.builder().model(modelFlag.id).rate(rate).build();
  }

  private void measure(
      LicCodec codec, String name, Picture picture, double bpp, EncodeOptions options)
      throws IOException {
    long target = (long) Math.floor(bpp * picture.width() * picture.height() / Byte.SIZE);
    byte[] bytes;
    try {
      bytes = codec.encode(picture, options, CodecListener.SILENT).bytes();
    } catch (IllegalArgumentException e) {
      refused++;
      warn(name + ": " + Sentences.of(e));
      return;
    }
    double used = (double) bytes.length / target;
    files++;
    exceeded += bytes.length > target ? 1 : 0;
    loose += used < NEAR ? 1 : 0;
    least = Math.min(least, used);
    double quality = LicCodec.info(ByteSource.of(bytes)).quality();
    print("%-24s %7.3f %9d %9d %7.4f %8.2f", name, bpp, target, bytes.length, used, quality);
  }
}
