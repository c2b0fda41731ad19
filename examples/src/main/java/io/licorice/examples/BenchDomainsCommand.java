package io.licorice.examples;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.CodingMode;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic bench-domains}: measures what exact cells win in pictures that are no photographs. */
@Command(
    name = "bench-domains",
    description = {
      "Measures what coding parts exactly wins in pictures that are no photographs.",
      "Prints for each picture and quality the bytes and the PSNR of the file that networks alone",
      "make and of the file as it is by default, whether that one is learned, mixed or lossless, and",
      "the bytes of the lossless file, which none may exceed. Without a folder it draws text, a",
      "screen, line art and a chart with the fonts of this machine, and what a fluorescence and an",
      "electron microscope show."
    },
    footer = {
      "",
      "Of a file with several pictures the first is measured. PSNR is relative to 255 in pictures of",
      "8 bits; in deeper ones to the range between their darkest and their brightest sample, of",
      "which cameras fill a part.",
      "",
      "Examples:",
      "  lic bench-domains",
      "  lic bench-domains microscopy -q 30,60,90"
    })
final class BenchDomainsCommand extends Subcommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "A folder with pictures.")
  Path folder;

  @Option(
      names = {"-q", "--qualities"},
      paramLabel = "Q,Q,...",
      split = ",",
      defaultValue = "10,30,50,70,90",
      description = "Qualities, 0 to 100. Default: ${DEFAULT-VALUE}.")
  List<Double> qualities;

  @Mixin CodecFlags codecFlags;

  /** Whether a file was larger than the lossless one. */
  private boolean exceeded;

  /** A coded file and what came back. */
  private record Coded(int bytes, String kind, double psnr) {}

  private static String kind(byte[] file) throws IOException {
    PictureInfo info = LicCodec.info(ByteSource.of(file));
    if (info.mode() == CodingMode.LOSSLESS) {
      return "lossless";
    }
    if (info.mode() == CodingMode.NEAR_LOSSLESS) {
      return "within " + info.maxError();
    }
    return info.losslessRegions() ? "mixed" : "learned";
  }

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    for (double quality : qualities) {
      checked(() -> EncodeOptions.ofQuality(quality));
    }
    print(
        "%-24s %5s %9s %7s %9s %7s %-8s %9s",
        "picture", "q", "networks", "dB", "file", "dB", "is", "lossless");
    try (LicCodec codec = LicCodec.open(settings)) {
      PictureFiles.Work work = (name, picture) -> bench(codec, name, picture);
      if (folder == null) {
        for (Map.Entry<String, Picture> drawn : DomainPictures.all().entrySet()) {
          work.on(drawn.getKey(), drawn.getValue());
        }
      } else {
        PictureFiles.forEach(folder, this::warn, work);
      }
    }
    return exceeded ? LicTool.FAILED : 0;
  }

  private void bench(LicCodec codec, String name, Picture picture) throws IOException {
    int lossless = code(codec, picture, EncodeOptions.builder().lossless().build()).bytes;
    for (double quality : qualities) {
      EncodeOptions.Builder options = EncodeOptions.builder().quality(quality);
      Coded coded = code(codec, picture, options.build());
      Coded learned = code(codec, picture, options.learnedOnly(true).build());
      exceeded |= coded.bytes > lossless;
      print(
          "%-24s %5.0f %9d %7s %9d %7s %-8s %9d",
          name,
          quality,
          learned.bytes,
          decibels(learned.psnr),
          coded.bytes,
          decibels(coded.psnr),
          coded.kind,
          lossless);
    }
  }

  private static String decibels(double psnr) {
    return Double.isInfinite(psnr) ? "exact" : Text.of("%.2f", psnr);
  }

  /** Cameras fill a part of 16 bits, so that errors say little beside 65535. */
  private static double psnr(Picture picture, Picture decoded) {
    double peak = (1 << picture.bitDepth()) - 1;
    double used = picture.bitDepth() <= 8 ? peak : range(picture);
    return Psnr.of(picture, decoded) + 20 * Math.log10(used / peak);
  }

  /** What the darkest and the brightest sample of the colours lie apart, at least 1. */
  private static int range(Picture picture) {
    int low = Integer.MAX_VALUE;
    int high = 0;
    for (int c = 0; c < picture.channels() - (picture.hasAlpha() ? 1 : 0); c++) {
      for (short sample : picture.plane(c)) {
        low = Math.min(low, sample & 0xFFFF);
        high = Math.max(high, sample & 0xFFFF);
      }
    }
    return Math.max(1, high - low);
  }

  private static Coded code(LicCodec codec, Picture picture, EncodeOptions options)
      throws IOException {
    byte[] file = codec.encode(picture, options, CodecListener.SILENT).bytes();
    Picture decoded =
        codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
    return new Coded(file.length, kind(file), psnr(picture, decoded));
  }
}
