package io.licorice.examples;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The codecs that others have, by their own programs at their best-known settings. */
final class Peers {
  private static final String PPM = "ppm";
  private static final String PNG = "png";

  private Peers() {}

  /** All, in the order of reports. */
  static List<Peer> all() {
    return List.of(
        cjpeg(),
        progressiveCjpeg(),
        webp(),
        plainWebp(),
        jpeg2000(),
        avif(),
        avif10(),
        fastAvif(),
        jxl(),
        hevc());
  }

  static Optional<Peer> named(String name) {
    return all().stream().filter(peer -> peer.name().equals(name)).findFirst();
  }

  /** JPEG by libjpeg's programs. */
  static Peer cjpeg() {
    return cjpeg("cjpeg", true, "cjpeg -optimize -sample 2x2 -quality");
  }

  /** JPEG whose coefficients come in several scans: smaller at high rates, larger at low ones. */
  static Peer progressiveCjpeg() {
    return cjpeg("cjpeg-progressive", false, "cjpeg -progressive -sample 2x2 -quality");
  }

  private static Peer cjpeg(String name, boolean byDefault, String command) {
    return new Peer(
        name,
        byDefault,
        PPM,
        "jpg",
        PPM,
        list(8, 12, 18, 26, 36, 48, 60, 72, 82, 90, 95),
        1,
        false,
        (in, out, q, c) -> Words.of(command, number(q), "-outfile").and(out, in),
        (in, out, c) -> Words.of("djpeg -pnm -outfile").and(out, in),
        Optional.empty(),
        TimeReport.NONE,
        "");
  }

  /** WebP by libwebp's programs, at its best in PSNR. */
  static Peer webp() {
    return webp("webp", true, "cwebp -v -m 6 -sharp_yuv -sns 0");
  }

  /** WebP as most people call it: bits go where the eye looks, which helps MS-SSIM. */
  static Peer plainWebp() {
    return webp("webp-m6", false, "cwebp -v -m 6");
  }

  private static Peer webp(String name, boolean byDefault, String command) {
    return new Peer(
        name,
        byDefault,
        PPM,
        "webp",
        PPM,
        list(2, 8, 16, 26, 38, 50, 64, 76, 84, 91, 96, 99),
        1,
        true,
        (in, out, q, c) ->
            Words.of(command, ifThreads(c, "-mt"), "-q", number(q), "-o").and(out, in),
        (in, out, c) -> Words.of("dwebp -v -ppm", ifThreads(c, "-mt"), "-o").and(out, in),
        Optional.empty(),
        TimeReport.WEBP,
        "");
  }

  /** JPEG 2000 by OpenJPEG's programs; the quality is the compression ratio. */
  static Peer jpeg2000() {
    return new Peer(
        "jpeg2000",
        true,
        PPM,
        "jp2",
        PPM,
        list(240, 160, 110, 80, 60, 45, 34, 25, 18, 13, 9.6),
        0.1,
        true,
        (in, out, q, c) ->
            Words.of("opj_compress -I -r", number(q), openJpegThreads(c), "-o").and(out, "-i", in),
        (in, out, c) ->
            Words.of("opj_decompress -quiet", openJpegThreads(c), "-o").and(out, "-i", in),
        Optional.empty(),
        // They print the time of all processors together.
        TimeReport.NONE,
        "Q is the compression ratio");
  }

  /** AVIF by libavif's programs: AV1 with constant quality, chroma at full size. */
  static Peer avif() {
    return avif("avif", true, "avifenc -s 4", "-d 8");
  }

  /** AVIF with 10 bits inside, which rounds less; the pictures that go in and out have 8. */
  static Peer avif10() {
    return avif("avif10", false, "avifenc -s 4", "-d 10");
  }

  /** AVIF at the speed that avifenc itself chooses. */
  static Peer fastAvif() {
    return avif("avif-s6", false, "avifenc -s 6", "-d 8");
  }

  private static Peer avif(String name, boolean byDefault, String command, String depth) {
    return new Peer(
        name,
        byDefault,
        PNG,
        "avif",
        PNG,
        list(62, 58, 53, 48, 43, 38, 33, 28, 23, 18, 13, 8),
        1,
        true,
        (in, out, q, c) ->
            Words.of(
                    command,
                    depth,
                    "--min 0 --max 63 -a end-usage=q -a tune=psnr",
                    "-a cq-level=" + number(q),
                    c.gray() ? "-y 400" : "-y 444",
                    "-j " + c.threads())
                .and(in, out),
        (in, out, c) -> Words.of("avifdec -d 8 --png-compress 0 -j " + c.threads()).and(in, out),
        Optional.of((in, out, c) -> Words.of("avifdec --info -j " + c.threads()).and(in)),
        TimeReport.NONE,
        "that decoder's own time has no conversion to RGB in it");
  }

  /** JPEG XL by libjxl's programs; the quality is Butteraugli's distance. */
  static Peer jxl() {
    return new Peer(
        "jxl",
        true,
        PPM,
        "jxl",
        PPM,
        list(20, 15, 11, 8, 6, 4.5, 3.3, 2.4, 1.7, 1.1, 0.7, 0.4),
        0.01,
        true,
        (in, out, q, c) ->
            Words.of("cjxl -e 7 -d", number(q), "--num_threads=" + jxlThreads(c)).and(in, out),
        (in, out, c) -> Words.of("djxl --num_threads=" + jxlThreads(c)).and(in, out),
        Optional.empty(),
        TimeReport.JXL,
        "Q is Butteraugli's distance");
  }

  /** HEVC intra in HEIF by libheif's programs and x265, chroma at full size. */
  static Peer hevc() {
    return new Peer(
        "hevc",
        true,
        PNG,
        "heic",
        PNG,
        list(2, 8, 14, 20, 26, 32, 38, 44, 50, 56, 62),
        1,
        true,
        (in, out, q, c) ->
            Words.of(
                    "heif-enc -p chroma=444 -p preset=slow -p tune=psnr -q",
                    number(q),
                    c.threads() == 1 ? "-p x265:pools=none -p x265:frame-threads=1" : "",
                    "-o")
                .and(out, in),
        (in, out, c) -> Words.of("heif-convert").and(in, out),
        Optional.of((in, out, c) -> Words.of("heif-convert").and(in, withSuffix(out, "y4m"))),
        TimeReport.NONE,
        "heif-convert has no option for threads; its own time has a conversion to 4:2:0 in it");
  }

  /** A number as programs take it: without a point where it is whole. */
  static String number(double value) {
    return value == Math.rint(value) ? Text.of("%.0f", value) : Double.toString(value);
  }

  private static String ifThreads(Peer.Conditions conditions, String option) {
    return conditions.threads() > 1 ? option : "";
  }

  private static String openJpegThreads(Peer.Conditions conditions) {
    return ifThreads(conditions, "-threads " + conditions.threads());
  }

  /** The number of threads beside the main one; 0 is none. */
  private static int jxlThreads(Peer.Conditions conditions) {
    return conditions.threads() == 1 ? 0 : conditions.threads();
  }

  private static String withSuffix(String file, String suffix) {
    return file.substring(0, file.lastIndexOf('.') + 1) + suffix;
  }

  private static List<Double> list(double... values) {
    return DoubleStream.of(values).boxed().toList();
  }

  /**
   * Words of a command line: options, which are taken apart at spaces, and files, which are not.
   */
  private static final class Words extends AbstractList<String> {
    private final List<String> words;

    private Words(List<String> words) {
      this.words = words;
    }

    static Words of(String... options) {
      return new Words(
          Stream.of(options)
              .flatMap(option -> Stream.of(option.split(" ", -1)))
              .filter(word -> !word.isEmpty())
              .toList());
    }

    Words and(String... files) {
      return new Words(Stream.concat(words.stream(), Stream.of(files)).toList());
    }

    @Override
    public String get(int index) {
      return words.get(index);
    }

    @Override
    public int size() {
      return words.size();
    }
  }
}
