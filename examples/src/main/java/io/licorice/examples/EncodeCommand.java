package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.EncodedFile;
import io.licorice.codec.LabelMap;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Provenance;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic encode}: codes a picture. */
@Command(
    name = "encode",
    description = "Codes a picture, decodes it once and says what it cost and how good it is.",
    footer = {
      "",
      "The object that --json prints has the keys bytes (of the file on disk), bpp, psnr (of the",
      "decoded file against the input; the string \"Infinity\" if they are identical),",
      "encode_seconds (loading of the networks included), device, model, quality, width, height,",
      "mode, synthesised (the share of the pixels that were made up). Lossless files have no model and no quality. With --roi, quality is the lowest one in",
      "the file and qualities has all of them but lossless ones, which lossless_regions tells;",
      "borders between qualities are softened by a cell of 16 x 16 pixels. A target shifts all",
      "qualities alike and lets lossless regions be. A file that is lossless everywhere is one as",
      "--lossless makes it: drawings and screens often are, where that takes fewer bytes; see",
      "--learned-only.",
      "",
      "Examples:",
      "  lic encode photo.png photo.lic",
      "  lic encode photo.png photo.lic -q 80 -f",
      "  lic encode photo.png photo.lic --target-bpp 0.25 --json",
      "  lic encode photo.png photo.lic --target-size 20000 --device cuda",
      "  lic encode photo.png photo.lic --roi face.png:80 --background 10",
      "  lic encode scan.png scan.lic --roi finding.png:lossless --background 20",
      "  lic encode photo.png photo.lic --roi face.png:80 --background generated",
      "  lic encode street.png street.lic --labels map.png --classes classes.csv",
      "  lic encode street.png street.lic --segment --label-tolerance 2",
      "  lic encode street.png street.lic --segment --keep-classes car,pedestrian:60 \\",
      "    --background generated",
      "  lic encode scan.tif scan.lic --lossless",
      "  lic encode scan.tif scan.lic --near-lossless 2"
    })
final class EncodeCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IN", description = "A picture that ImageIO reads.")
  Path input;

  @Parameters(index = "1", paramLabel = "OUT.lic", description = "The file to write.")
  Path output;

  @ArgGroup RateFlags rate;

  @Mixin RegionFlags regionFlags;

  @Mixin LabelFlags labelFlags;

  @Mixin ModelFlag modelFlag;

  @Option(
      names = "--tile-size",
      paramLabel = "PIXELS",
      description =
          "Edge of a tile, a power of two, 128 to 4096. Default: 1024, or 256 with --lossless and"
              + " --near-lossless.")
  Integer tileSize;

  @Option(names = "--boxed", description = "Write a box file instead of a bare codestream.")
  boolean boxed;

  @Option(
      names = "--learned-only",
      description =
          "Leave all of a lossy picture to the networks, text and drawings too; without it cells,"
              + " or all of the picture, are coded exactly where that is better for its bytes.")
  boolean learnedOnly;

  @Option(
      names = "--no-sums",
      description =
          "Leave out the check sums of decoded samples, for which the encoder decodes the file:"
              + " about twice as fast.")
  boolean withoutSums;

  @Mixin CodecFlags codecFlags;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Option(
      names = {"-f", "--force"},
      description = "Replace OUT.lic if it exists.")
  boolean force;

  /** What decides the size and how much is kept; one at most. */
  static final class RateFlags {
    @Option(
        names = {"-q", "--quality"},
        paramLabel = "0..100",
        description = "Quality, 0 (smallest) to 100 (best). Default: 50.")
    Double quality;

    @Option(
        names = "--target-bpp",
        paramLabel = "B",
        description = "Most bits a pixel of the whole file.")
    Double bitsPerPixel;

    @Option(names = "--target-size", paramLabel = "BYTES", description = "Most bytes of the file.")
    Long bytes;

    @Option(
        names = "--ratio",
        paramLabel = "R",
        description = "Least ratio of raw bytes to bytes of the file.")
    Double ratio;

    @Option(names = "--lossless", description = "Every sample comes back as it was.")
    boolean lossless;

    @Option(
        names = "--near-lossless",
        paramLabel = "K",
        description = "No sample differs by more than K.")
    Integer maxError;

    void apply(EncodeOptions.Builder builder) {
      if (lossless) {
        builder.lossless();
      } else if (maxError != null) {
        builder.nearLossless(maxError);
      } else {
        builder.rate(rate());
      }
    }

    private EncodeOptions.Rate rate() {
      if (bitsPerPixel != null) {
        return new EncodeOptions.Rate.TargetBpp(bitsPerPixel);
      }
      if (bytes != null) {
        return new EncodeOptions.Rate.TargetBytes(bytes);
      }
      return ratio != null
          ? new EncodeOptions.Rate.TargetRatio(ratio)
          : new EncodeOptions.Rate.Quality(quality);
    }
  }

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    EncodeOptions.Builder builder = checked(this::options);
    Optional<RegionFlags.Regions> regions = checked(() -> regionFlags.parse(rate));
    checked(builder::build);
    Optional<LabelFlags.AskedLabels> asked = checked(labelFlags::parse);
    OutputFile file = OutputFile.at(output, force);
    Picture picture = PictureFiles.read(input, this::warn);
    LabelMap labels =
        asked.isPresent() ? asked.get().of(picture, settings, !json, this::warn) : null;
    if (regions.isPresent()) {
      builder.qualityMap(regions.get().map(picture, labels, this::warn));
    }
    builder.labels(labels);
    builder.boxed(boxed && labels == null);
    EncodedFile coded;
    Picture decoded;
    double seconds;
    try (LicCodec codec = LicCodec.open(settings);
        Progress progress = new Progress("encode", !json)) {
      EncodeOptions options = options(builder, picture, labels, codec);
      long start = System.nanoTime();
      try (SpooledPicture spooled =
          codec.spool(
              picture, options, Scratch.in(file.folder()), progress.part(0, 0.8, this::warn))) {
        seconds = (System.nanoTime() - start) / 1e9;
        coded = spooled.summary();
        DecodeOptions whole = DecodeOptions.DEFAULT.withMaxPixels(Long.MAX_VALUE);
        decoded = codec.decode(spooled, whole, progress.part(0.8, 1, this::warn)).picture();
        file.write(stream -> write(spooled, labels, stream));
      }
    }
    report(picture, coded, Psnr.of(picture, decoded), seconds);
    return 0;
  }

  /** The options of the codestream: with a target a label map takes its part of it. */
  private EncodeOptions options(
      EncodeOptions.Builder builder, Picture picture, LabelMap labels, LicCodec codec)
      throws IOException {
    EncodeOptions options = builder.build();
    if (labels == null) {
      return options;
    }
    PictureMetadata metadata = PictureMetadata.NONE.withLabels(labels);
    long overhead = codec.overhead(options, metadata, List.of());
    return builder.rate(options.rate().beside(picture, overhead)).build();
  }

  /** Writes a file, with its label map if there is one, else null. */
  private static void write(SpooledPicture coded, LabelMap labels, OutputStream stream)
      throws IOException {
    if (labels == null) {
      coded.writeTo(stream);
    } else {
      PictureMetadata metadata = PictureMetadata.NONE.withLabels(labels);
      new LicFileWriter(stream).write(coded, metadata, List.of());
    }
  }

  private EncodeOptions.Builder options() {
    EncodeOptions.Builder builder = EncodeOptions.builder();
    if (rate != null) {
      rate.apply(builder);
    }
    if (tileSize != null) {
      builder.tileSize(tileSize);
    }
    regionFlags.apply(builder);
    return builder
        .model(modelFlag.id)
        .boxed(boxed)
        .learnedOnly(learnedOnly)
        .sampleSums(!withoutSums);
  }

  private void report(Picture picture, EncodedFile coded, double psnr, double seconds)
      throws IOException {
    long bytes = Files.size(output);
    double bpp = 8.0 * bytes / ((double) picture.width() * picture.height());
    PictureInfo info = PictureFiles.info(output);
    double synthesised =
        PictureFiles.metadata(output).provenance().map(Provenance::share).orElse(0.0);
    String mode = Text.mode(info.mode(), info.maxError());
    if (json) {
      ObjectNode object = Json.object();
      object.put("bytes", bytes).put("bpp", bpp).put("psnr", psnr).put("encode_seconds", seconds);
      object.put("device", coded.device().toString());
      if (!coded.model().isEmpty()) {
        object.put("model", coded.model()).put("quality", coded.quality());
      }
      if (info.hasQualityMap()) {
        Json.putNumbers(object, "qualities", info.qualityLevels());
        object.put("lossless_regions", info.losslessRegions());
      }
      object.put("width", picture.width()).put("height", picture.height());
      object.put("mode", mode).put("synthesised", synthesised);
      out().println(Json.line(object));
    } else {
      String how =
          coded.model().isEmpty()
              ? mode
              : Text.of("model %s, %s", coded.model(), Text.quality(info));
      print(
          "%s: %d bytes, %.4f bpp, PSNR %s, %.2f s on %s, %s, %dx%d%s",
          output,
          bytes,
          bpp,
          Text.decibels(psnr),
          seconds,
          coded.device(),
          how,
          picture.width(),
          picture.height(),
          synthesised == 0 ? "" : Text.of(", %.1f %% synthesised", 100 * synthesised));
    }
  }
}
