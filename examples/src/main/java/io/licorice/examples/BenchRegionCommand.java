package io.licorice.examples;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.QualityMap;
import io.licorice.codec.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic bench-roi}: measures what a region of its own quality costs and how good it is. */
@Command(
    name = "bench-roi",
    description = {
      "Measures what a region of its own quality costs and how good it is.",
      "The region is in the middle of each picture and has its proportions. Prints the bytes of the",
      "picture at the region's quality, those of the file with a quality map and their ratio; then",
      "the PSNR inside the region of both, and the difference; then how far samples on both sides of",
      "the region's border are apart in the picture and in the file, in 255ths. Of a lossless region (-q lossless):",
      "the bytes of the picture as a lossless file, those of the file with the region and their",
      "ratio; what the region adds to the file at the background's quality; the bytes of the",
      "region's cells cut out as a rectangle and coded losslessly; and whether all came back as it",
      "was."
    },
    footer = {
      "",
      "Examples:",
      "  lic bench-roi pictures",
      "  lic bench-roi pictures --shape ellipse --area 5 -q 90 --background 20",
      "  lic bench-roi pictures --shape ellipse --background generated",
      "  lic bench-roi pictures --shape corners --area 4 -q lossless"
    })
final class BenchRegionCommand extends Subcommand {
  /** Forms of a region. */
  enum Shape {
    RECTANGLE,
    ELLIPSE,
    /** Half of it each in the upper left and in the lower right corner. */
    CORNERS
  }

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder with pictures.")
  Path folder;

  @Option(
      names = {"-q", "--quality"},
      paramLabel = "0..100|lossless",
      defaultValue = "80",
      description = "Quality of the region. Default: ${DEFAULT-VALUE}.")
  String qualityText;

  private double quality;

  @Option(
      names = "--background",
      paramLabel = "0..100|generated",
      defaultValue = "10",
      description = "Quality of the rest. Default: ${DEFAULT-VALUE}.")
  String backgroundText;

  private double background;

  @Option(
      names = "--area",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description = "Area of the region. Default: ${DEFAULT-VALUE}.")
  double area;

  @Option(
      names = "--shape",
      paramLabel = "rectangle|ellipse|corners",
      defaultValue = "rectangle",
      description = "Form of the region. Default: ${DEFAULT-VALUE}.")
  String shape;

  @Option(
      names = "--no-feather",
      description = "Leave the borders between qualities as hard as they are.")
  boolean hard;

  @Mixin CodecFlags codecFlags;

  /** What was measured on one picture. */
  private record Row(
      long plain, long mapped, double plainPsnr, double psnr, double step, double mappedStep) {
    double ratio() {
      return (double) mapped / plain;
    }

    double loss() {
      return plainPsnr - psnr;
    }
  }

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    quality = checked(() -> RegionFlags.parseQuality("--quality", qualityText));
    Shape form = checked(() -> form(shape));
    background = checked(() -> RegionFlags.parseQuality("--background", backgroundText));
    if (background == QualityMap.LOSSLESS || quality == QualityMap.GENERATED) {
      throw wrongUsage("--background: 0 to 100 or 'generated', -q: 0 to 100 or 'lossless'");
    }
    if (!(area > 0 && area <= 100)) {
      throw wrongUsage("--area: above 0 and at most 100 expected, found " + area);
    }
    return quality == QualityMap.LOSSLESS
        ? benchLossless(settings, form)
        : benchLossy(settings, EncodeOptions.ofQuality(quality), form);
  }

  private int benchLossless(CodecSettings settings, Shape form) throws IOException {
    List<LosslessRegionBench> rows = new ArrayList<>();
    print(
        "%-24s %9s %9s %7s %9s %9s %7s %6s",
        "file", "lossless", "roi", "ratio", "adds", "crop", "ratio", "exact");
    try (LicCodec codec = LicCodec.open(settings)) {
      PictureFiles.forEach(
          folder,
          this::warn,
          (name, picture) -> {
            Picture mask = mask(picture.width(), picture.height(), form);
            LosslessRegionBench row =
                LosslessRegionBench.measure(codec, picture, mask, pieces(mask, form), background);
            losslessLine(name, row);
            rows.add(row);
          });
    }
    LosslessRegionBench sum = rows.stream().reduce(LosslessRegionBench::plus).orElseThrow();
    losslessLine("sum", sum);
    return sum.exact() ? 0 : 1;
  }

  private void losslessLine(String name, LosslessRegionBench row) {
    print(
        "%-24s %9d %9d %7.3f %9d %9d %7.3f %6s",
        name,
        row.whole(),
        row.file(),
        (double) row.file() / row.whole(),
        row.cost(),
        row.crops(),
        (double) row.cost() / row.crops(),
        row.exact() ? "yes" : "no");
  }

  private int benchLossy(CodecSettings settings, EncodeOptions whole, Shape form)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    print(
        "%-24s %9s %9s %7s %9s %9s %7s %6s %6s",
        "file", "whole", "roi", "ratio", "dB", "dB roi", "loss", "step", "roi");
    try (LicCodec codec = LicCodec.open(settings)) {
      PictureFiles.forEach(
          folder,
          this::warn,
          (name, picture) -> {
            Row row = measure(codec, picture, whole, form);
            line(name, row);
            rows.add(row);
          });
    }
    long plain = rows.stream().mapToLong(Row::plain).sum();
    long mapped = rows.stream().mapToLong(Row::mapped).sum();
    print(
        "sum %d of %d bytes, ratio %.3f; worst ratio %.3f, worst loss %.2f dB; mean steps %.1f, %.1f",
        mapped,
        plain,
        (double) mapped / plain,
        rows.stream().mapToDouble(Row::ratio).max().orElseThrow(),
        rows.stream().mapToDouble(Row::loss).max().orElseThrow(),
        rows.stream().mapToDouble(Row::step).average().orElseThrow(),
        rows.stream().mapToDouble(Row::mappedStep).average().orElseThrow());
    return 0;
  }

  private void line(String name, Row row) {
    print(
        "%-24s %9d %9d %7.3f %9.2f %9.2f %7.2f %6.1f %6.1f",
        name,
        row.plain,
        row.mapped,
        row.ratio(),
        row.plainPsnr,
        row.psnr,
        row.loss(),
        row.step,
        row.mappedStep);
  }

  private static Shape form(String name) {
    return switch (name) {
      case "rectangle" -> Shape.RECTANGLE;
      case "ellipse" -> Shape.ELLIPSE;
      case "corners" -> Shape.CORNERS;
      default ->
          throw new IllegalArgumentException(
              "--shape: rectangle, ellipse or corners expected, found " + name);
    };
  }

  private Row measure(LicCodec codec, Picture picture, EncodeOptions whole, Shape form)
      throws IOException {
    Picture mask = mask(picture.width(), picture.height(), form);
    QualityMap map =
        QualityMap.over(picture.width(), picture.height(), background)
            .mask(mask, quality)
            .feather(!hard)
            .build();
    EncodeOptions selective = EncodeOptions.builder().qualityMap(map).build();
    byte[] plain = codec.encode(picture, whole, CodecListener.SILENT).bytes();
    byte[] mapped = codec.encode(picture, selective, CodecListener.SILENT).bytes();
    Picture decoded = decode(codec, mapped);
    SeamStep step = new SeamStep(mask);
    return new Row(
        plain.length,
        mapped.length,
        psnr(picture, decode(codec, plain), mask),
        psnr(picture, decoded, mask),
        step.of(picture),
        step.of(decoded));
  }

  private static Picture decode(LicCodec codec, byte[] file) throws IOException {
    return codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
  }

  /** Rectangles that hold the pixels of a mask together. */
  private static List<Region> pieces(Picture mask, Shape form) {
    int middle = mask.width() / 2;
    return form == Shape.CORNERS && middle > 0
        ? List.of(bounds(mask, 0, middle), bounds(mask, middle, mask.width()))
        : List.of(bounds(mask, 0, mask.width()));
  }

  private static Region bounds(Picture mask, int fromX, int toX) {
    int left = toX;
    int right = fromX;
    int top = mask.height();
    int bottom = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = fromX; x < toX; x++) {
        if (mask.plane(0)[y * mask.width() + x] != 0) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return new Region(left, top, right - left, bottom - top);
  }

  private Picture mask(int width, int height, Shape form) {
    return form == Shape.CORNERS ? corners(width, height) : centred(width, height, form);
  }

  /** Two rectangles of the picture's proportions, of at least a pixel each. */
  private Picture corners(int width, int height) {
    Picture mask = Picture.blank(width, height, 1, 8);
    double scale = Math.min(0.5, Math.sqrt(area / 200));
    int right = Math.max(1, (int) Math.round(width * scale));
    int bottom = Math.max(1, (int) Math.round(height * scale));
    for (int y = 0; y < bottom; y++) {
      for (int x = 0; x < right; x++) {
        mask.plane(0)[y * width + x] = 255;
        mask.plane(0)[(height - 1 - y) * width + width - 1 - x] = 255;
      }
    }
    return mask;
  }

  /** A centred region of the picture's proportions; it has at least one pixel. */
  private Picture centred(int width, int height, Shape form) {
    Picture mask = Picture.blank(width, height, 1, 8);
    boolean round = form == Shape.ELLIPSE;
    double scale = Math.sqrt(area / 100 / (round ? Math.PI / 4 : 1));
    for (int y = 0; y < height; y++) {
      double v = Math.abs(2.0 * y + 1 - height) / (height * scale);
      for (int x = 0; x < width; x++) {
        double u = Math.abs(2.0 * x + 1 - width) / (width * scale);
        boolean inside = round ? u * u + v * v < 1 : Math.max(u, v) < 1;
        mask.plane(0)[y * width + x] = (short) (inside ? 255 : 0);
      }
    }
    mask.plane(0)[height / 2 * width + width / 2] = 255;
    return mask;
  }

  /** PSNR of the colours inside a mask. */
  private static double psnr(Picture a, Picture b, Picture mask) {
    int colours = a.channels() - (a.hasAlpha() ? 1 : 0);
    double sum = 0;
    long count = 0;
    for (int i = 0; i < mask.plane(0).length; i++) {
      if (mask.plane(0)[i] != 0) {
        for (int c = 0; c < colours; c++) {
          double difference = (a.plane(c)[i] & 0xFFFF) - (b.plane(c)[i] & 0xFFFF);
          sum += difference * difference;
          count++;
        }
      }
    }
    double peak = (1 << a.bitDepth()) - 1;
    return 10 * Math.log10(peak * peak * count / sum);
  }
}
