package io.licorice.examples;

import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A codec that is a pair of programs; their time is that of the processes, file access included.
 */
final class ProgramCodec implements BenchCodec {
  private static final String IN = "IN";
  private static final String OUT = "OUT";
  private static final String QUALITY = "Q";

  private final String name;
  private final String suffix;
  private final List<Double> qualities;
  private final List<String> encoder;
  private final List<String> decoder;
  private ScratchFolder scratch;

  private ProgramCodec(
      String name,
      String suffix,
      List<Double> qualities,
      List<String> encoder,
      List<String> decoder) {
    this.name = name;
    this.suffix = suffix;
    this.qualities = qualities;
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** JPEG by libjpeg's programs. */
  static ProgramCodec cjpeg() {
    return new ProgramCodec(
        "cjpeg",
        "jpg",
        List.of(8.0, 12.0, 18.0, 26.0, 36.0, 48.0, 60.0, 72.0, 82.0, 90.0, 95.0),
        List.of("cjpeg", "-quality", QUALITY, "-optimize", "-sample", "2x2", "-outfile", OUT, IN),
        List.of("djpeg", "-pnm", "-outfile", OUT, IN));
  }

  /** WebP by libwebp's programs. */
  static ProgramCodec webp() {
    return new ProgramCodec(
        "webp",
        "webp",
        List.of(2.0, 8.0, 16.0, 26.0, 38.0, 50.0, 64.0, 76.0, 84.0, 91.0, 96.0, 99.0),
        List.of("cwebp", "-quiet", "-m", "6", "-q", QUALITY, IN, "-o", OUT),
        List.of("dwebp", "-quiet", "-ppm", IN, "-o", OUT));
  }

  /** JPEG 2000 by OpenJPEG's programs; the quality is the compression ratio. */
  static ProgramCodec jpeg2000() {
    return new ProgramCodec(
        "jpeg2000",
        "jp2",
        List.of(240.0, 160.0, 110.0, 80.0, 60.0, 45.0, 34.0, 25.0, 18.0, 13.0, 9.6),
        List.of("opj_compress", "-I", "-r", QUALITY, "-i", IN, "-o", OUT),
        List.of("opj_decompress", "-quiet", "-i", IN, "-o", OUT));
  }

  /** Programs that are needed and not installed. */
  List<String> missingPrograms() {
    return Stream.of(encoder.get(0), decoder.get(0))
        .filter(program -> !Programs.isInstalled(program))
        .toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return String.join(" ", encoder);
  }

  @Override
  public List<Double> qualities() {
    return qualities;
  }

  @Override
  public Trial run(Picture picture, double quality) throws IOException {
    if (scratch == null) {
      scratch = ScratchFolder.make();
    }
    boolean gray = picture.channels() == 1;
    Path original = scratch.file(gray ? "original.pgm" : "original.ppm");
    Path coded = scratch.file("coded." + suffix);
    Path decoded = scratch.file("decoded.ppm");
    Path log = scratch.file("log.txt");
    Pnm.write(picture, original);
    double encodeSeconds = Programs.run(log, command(encoder, original, coded, quality));
    double decodeSeconds = Programs.run(log, command(decoder, coded, decoded, quality));
    return new Trial(Files.size(coded), encodeSeconds, decodeSeconds, Pnm.read(decoded));
  }

  private static List<String> command(List<String> pattern, Path in, Path out, double quality) {
    String number =
        quality == Math.rint(quality) ? Text.of("%.0f", quality) : Double.toString(quality);
    return pattern.stream()
        .map(
            word ->
                switch (word) {
                  case IN -> in.toString();
                  case OUT -> out.toString();
                  case QUALITY -> number;
                  default -> word;
                })
        .toList();
  }

  @Override
  public void close() throws IOException {
    if (scratch != null) {
      scratch.close();
    }
  }
}
