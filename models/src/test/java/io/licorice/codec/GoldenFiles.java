package io.licorice.codec;

import io.licorice.bitstream.LicHeader;
import io.licorice.lossless.LosslessSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Writes the golden files of {@link GoldenStreamTest} and the seeds of {@link LicDecoderFuzzTest}
 * with the bundled pack. To be run when a pack or the format has changed on purpose, from the
 * repository's root:
 *
 * <pre>{@code
 * ./mvnw -pl models test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *     -Dexec.args="-cp %classpath io.licorice.codec.GoldenFiles src/test/resources"
 * }</pre>
 *
 * <p>Names behind the folder write these golden files alone, and no seeds.
 */
final class GoldenFiles {
  static final String FOLDER = "io/licorice/golden/";
  static final List<String> NAMES =
      List.of(
          "bare",
          "boxed",
          "lossless",
          "near",
          "alpha",
          "mapped",
          "exact",
          "generative",
          "selective",
          "floats");

  /** Edge of the blocks whose means are kept. */
  static final int BLOCK = 8;

  private static final List<LosslessSamples.Kind> SEED_KINDS =
      List.of(
          LosslessSamples.Kind.PHOTO,
          LosslessSamples.Kind.DRAWING,
          LosslessSamples.Kind.SPARSE,
          LosslessSamples.Kind.EXTREMES);

  private static EncodeOptions.Builder generative(EncodeOptions.Builder options) {
    int[] labels = new int[140 * 133];
    Arrays.setAll(labels, i -> (i % 140 + i / 140) / 40 % 3 - 1);
    List<LabelClass> classes =
        List.of(new LabelClass("Road", 0x804080), new LabelClass("Tree", 0x808000));
    QualityMap map = QualityMap.over(140, 133, 0).region(new Region(100, 90, 40, 43), 100).build();
    return options
        .model(EncodeOptions.DEFAULT_GENERATOR)
        .labels(LabelMap.of(140, 133, classes, labels))
        .qualityMap(map);
  }

  private static EncodeOptions.Builder selective(EncodeOptions.Builder options) {
    return options.qualityMap(
        QualityMap.over(140, 133, QualityMap.GENERATED)
            .region(new Region(20, 20, 50, 40), 40)
            .region(new Region(110, 100, 20, 20), QualityMap.LOSSLESS)
            .build());
  }

  private static final String SEEDS =
      "io/licorice/codec/LicDecoderFuzzTestInputs/decoder_throwsNothingButIoExceptions/";

  private GoldenFiles() {}

  /** Takes the folder of the test resources, and names if not all files are to be written. */
  public static void main(String[] arguments) throws IOException {
    Path resources = Path.of(arguments[0]);
    Path golden = Files.createDirectories(resources.resolve(FOLDER));
    List<String> named = List.of(arguments).subList(1, arguments.length);
    for (String name : named.isEmpty() ? NAMES : named) {
      byte[] file = encode(name);
      Files.write(golden.resolve(name + ".lic"), file);
      Files.writeString(golden.resolve(name + ".txt"), dump(file));
      System.out.println(golden.resolve(name + ".lic") + ": " + file.length + " bytes");
    }
    if (named.isEmpty()) {
      writeSeeds(Files.createDirectories(resources.resolve(SEEDS)));
    }
  }

  /**
   * Bare: colour, four tiles, the last column and row of less than a cell. Boxed: gray. Lossless:
   * colour. Near: gray and alpha of 16 bits, with errors of up to 2. Alpha: beside lossy colours.
   * Mapped: three qualities and their means, four tiles, one of them flat. Exact: glyphs over two
   * of four tiles, which the encoder codes exactly of its own accord. Generative: all drawn from
   * labels but some cells with codes, four tiles. Selective: a region, a lossless one, and between
   * them what was generated from codes. Floats: integers with all special values among them, in
   * four tiles, with the data of two applications.
   */
  private static byte[] encode(String name) throws IOException {
    EncodeOptions.Builder options = EncodeOptions.builder().tileSize(128);
    Picture colour = TestPictures.photoLike(140, 133, 3, 2026);
    return switch (name) {
      case "bare" -> Coding.encode(colour, options.quality(45).build());
      case "boxed" ->
          Coding.encode(
              TestPictures.photoLike(140, 133, 1, 2026), options.quality(75).boxed(true).build());
      case "lossless" -> Coding.encode(colour, options.lossless().build());
      case "near" -> Coding.encode(deep(2, 16), options.nearLossless(2).build());
      case "exact" -> encodeExact(withGlyphs(colour), options.quality(60).build());
      case "generative" -> Coding.encode(colour, generative(options).build());
      case "selective" -> Coding.encode(colour, selective(options).build());
      case "floats" -> encodeFloats();
      case "mapped" -> Coding.encode(colour, options.qualityMap(map(140, 133)).build());
      default -> Coding.encode(deep(4, 12), options.quality(30).build());
    };
  }

  private static byte[] encodeFloats() throws IOException {
    FloatPicture counts =
        FloatPictures.of(
            270, 260, (x, y) -> Math.round(800 + 500 * Math.sin(x / 40.0) * Math.cos(y / 30.0)));
    FloatPicture special = FloatPictures.special(270, 4, 2026);
    System.arraycopy(special.samples(), 0, counts.samples(), 0, special.samples().length);
    PictureMetadata metadata =
        PictureMetadata.NONE
            .withApplication("ImageJ", new byte[] {1, 2, 3})
            .withApplication("Another", new byte[] {4});
    return FloatPictures.encode(counts, metadata);
  }

  /**
   * Refuses a file without exact cells, which would be a golden file of nothing new after a change
   * of pack.
   */
  private static byte[] encodeExact(Picture picture, EncodeOptions options) throws IOException {
    byte[] file = Coding.encode(picture, options);
    if (!LicCodec.info(ByteSource.of(file)).losslessRegions()) {
      throw new IllegalStateException("no cell of the picture is better coded exactly");
    }
    return file;
  }

  /** With lines of what looks like black text on white; fonts would differ between machines. */
  private static Picture withGlyphs(Picture picture) {
    Random random = new Random(2026);
    for (int y = 20; y < 108; y++) {
      for (int x = 70; x < picture.width(); x++) {
        boolean inGlyph = y % 12 < 8 && x % 7 < 5;
        boolean ink = inGlyph && random.nextInt(5) < 2;
        for (int c = 0; c < picture.channels(); c++) {
          picture.plane(c)[y * picture.width() + x] = (short) (ink ? 0 : 255);
        }
      }
    }
    return picture;
  }

  /** Flat in the last tile of a picture of four. */
  static QualityMap map(int width, int height) {
    return QualityMap.over(width, height, 20)
        .region(new Region(30, 25, 40, 50), 80)
        .region(new Region(60, 90, 33, 1), 50)
        .build();
  }

  private static Picture deep(int channels, int bitDepth) {
    return new Picture(
        140,
        133,
        bitDepth,
        LosslessSamples.planes(LosslessSamples.Kind.PHOTO, channels, 140, 133, bitDepth, 2026));
  }

  private static void writeSeeds(Path folder) throws IOException {
    for (int i = 0; i < 6; i++) {
      EncodeOptions options =
          EncodeOptions.builder().quality(12).tileSize(128).boxed(i % 2 == 1).build();
      int width = i < 4 ? 20 : 130;
      byte[] file = Coding.encode(TestPictures.photoLike(width, 9, i < 2 ? 1 : 3, i), options);
      byte[] seed = new byte[file.length + 1];
      seed[0] = (byte) (i / 2);
      System.arraycopy(file, 0, seed, 1, file.length);
      Files.write(folder.resolve("seed-" + i), seed);
    }
    for (int i = 6; i < 10; i++) {
      EncodeOptions.Builder options = EncodeOptions.builder().quality(12);
      LosslessSamples.Kind kind = SEED_KINDS.get(i - 6);
      int depth = i % 2 == 0 ? 8 : 12;
      Picture picture =
          new Picture(20, 9, depth, LosslessSamples.planes(kind, i - 5, 20, 9, depth, i));
      byte[] file = Coding.encode(picture, i == 9 ? options.build() : options.lossless().build());
      byte[] seed = new byte[file.length + 1];
      seed[0] = 1;
      System.arraycopy(file, 0, seed, 1, file.length);
      Files.write(folder.resolve("seed-" + i), seed);
    }
    for (int i = 10; i < 12; i++) {
      Picture picture = TestPictures.photoLike(130, 140, 2 * i - 18, i);
      EncodeOptions options =
          EncodeOptions.builder().qualityMap(map(130, 140)).tileSize(128).build();
      byte[] file = Coding.encode(picture, options);
      byte[] seed = new byte[file.length + 1];
      seed[0] = 1;
      System.arraycopy(file, 0, seed, 1, file.length);
      Files.write(folder.resolve("seed-" + i), seed);
    }
    for (int i = 12; i < 14; i++) {
      writeExactSeed(folder.resolve("seed-" + i), i - 9);
    }
    System.out.println(folder);
  }

  /** Exact cells beside a lossy background. */
  private static void writeExactSeed(Path target, int channels) throws IOException {
    short[][] planes = LosslessSamples.planes(LosslessSamples.Kind.PHOTO, channels, 70, 40, 8, 3);
    QualityMap map =
        QualityMap.over(70, 40, 12).region(new Region(20, 9, 30, 9), QualityMap.LOSSLESS).build();
    EncodeOptions options = EncodeOptions.builder().qualityMap(map).tileSize(128).build();
    byte[] file = Coding.encode(new Picture(70, 40, 8, planes), options);
    byte[] seed = new byte[file.length + 1];
    seed[0] = 1;
    System.arraycopy(file, 0, seed, 1, file.length);
    Files.write(target, seed);
  }

  /** Everything about a file that must not change, in lines. */
  static String dump(byte[] bytes) throws IOException {
    CodedFile file = CodedFile.open(ByteSource.of(bytes));
    LicHeader header = file.header();
    StringBuilder text = new StringBuilder();
    line(text, "bytes %d", bytes.length);
    line(text, "codestream at %d, in boxes %b", FileSurgery.headerOffset(bytes), file.boxed());
    line(text, "header %s", HexFormat.of().formatHex(header.toBytes()));
    line(text, "size %dx%d, channels %d", header.width(), header.height(), header.channels());
    line(text, "bit depth %d, tile size %d", header.bitDepth(), header.tileSize());
    line(text, "family %d, pack %s", header.family(), header.packId());
    line(text, "pack hash %s, quality %d", header.packHashText(), header.quality());
    if (header.isMapped()) {
      line(text, "quality map %s", header.levels());
    }
    int number = 0;
    for (FileSurgery.TileSpan tile : FileSurgery.tiles(bytes)) {
      ByteBuffer sums = ByteBuffer.wrap(bytes, tile.offset(), 8);
      line(
          text,
          "tile %d at %d, payload %d, crc %08x, latents %08x",
          number++,
          tile.offset(),
          tile.end() - tile.payload(),
          sums.getInt(),
          sums.getInt());
    }
    if (file.isFloat()) {
      dumpFloats(bytes, text);
      return text.toString();
    }
    Picture picture = Coding.decode(bytes).picture();
    for (int c = 0; c < picture.channels(); c++) {
      line(text, "means %s", HexFormat.of().formatHex(means(picture, c)));
    }
    return text.toString();
  }

  private static void dumpFloats(byte[] bytes, StringBuilder text) throws IOException {
    FloatPart part = CodedFile.open(ByteSource.of(bytes)).floats().orElseThrow();
    line(text, "low halves at %d, tiles at %s", part.low().offset(), part.low().index().offset(0));
    PictureMetadata metadata = LicFile.open(ByteSource.of(bytes)).metadata(0);
    for (String name : metadata.applications()) {
      byte[] kept = metadata.application(name).orElseThrow();
      line(text, "%s keeps %s", name, HexFormat.of().formatHex(kept));
    }
    FloatPicture picture = FloatPictures.decode(bytes);
    ByteBuffer samples = ByteBuffer.allocate(Float.BYTES * picture.samples().length);
    for (float sample : picture.samples()) {
      samples.putInt(Float.floatToRawIntBits(sample));
    }
    CRC32C crc = new CRC32C();
    crc.update(samples.array());
    line(text, "floats have crc %08x", crc.getValue());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** The rounded mean of every block, row by row. */
  private static byte[] means(Picture picture, int channel) {
    int columns = (picture.width() + BLOCK - 1) / BLOCK;
    int rows = (picture.height() + BLOCK - 1) / BLOCK;
    int[] sums = new int[columns * rows];
    int[] counts = new int[sums.length];
    for (int i = 0; i < picture.plane(channel).length; i++) {
      int block = i / picture.width() / BLOCK * columns + i % picture.width() / BLOCK;
      sums[block] += picture.plane(channel)[i];
      counts[block]++;
    }
    byte[] means = new byte[sums.length];
    Arrays.setAll(sums, b -> (sums[b] + counts[b] / 2) / counts[b]);
    for (int b = 0; b < means.length; b++) {
      means[b] = (byte) sums[b];
    }
    return means;
  }
}
