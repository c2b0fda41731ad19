package io.licorice.examples;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic bench-lossless}: measures lossless codecs on a folder of pictures. */
@Command(
    name = "bench-lossless",
    description = {
      "Measures lossless codecs on a folder of pictures.",
      "Prints for every file, with all its pictures, the bytes of lic, of PNG and deflate TIFF as",
      "ImageIO writes them at their best, of the file itself if it is a PNG, and of",
      "cwebp -lossless -m 6 if that is installed and the pictures have 8 bits; then sums, and the",
      "speed at which lic decodes after a warm-up."
    },
    footer = {"", "Examples:", "  lic bench-lossless pictures", "  lic bench-lossless scans -k 2"})
final class BenchLosslessCommand extends Subcommand {
  private static final int DECODE_ROUNDS = 5;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder with pictures.")
  Path folder;

  @Option(
      names = {"-k", "--near-lossless"},
      paramLabel = "K",
      defaultValue = "0",
      description = "Largest error of a sample. Default: ${DEFAULT-VALUE}.")
  int maxError;

  @Mixin CodecFlags codecFlags;

  /** Bytes by codec, 0 where a codec does not take part; and what it took to decode ours. */
  private static final class Sums {
    long pixels;
    long lic;
    long png;
    long tiff;
    long webp;
    long pngFile;
    double decodeSeconds;

    void add(Sums other) {
      pixels += other.pixels;
      lic += other.lic;
      png += other.png;
      tiff += other.tiff;
      webp += other.webp;
      pngFile += other.pngFile;
      decodeSeconds += other.decodeSeconds;
    }
  }

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    EncodeOptions options = checked(() -> EncodeOptions.builder().nearLossless(maxError).build());
    Sums all = new Sums();
    boolean webp = Programs.isInstalled("cwebp");
    print(
        "%-40s %10s %10s %10s %10s %10s %7s",
        "file", "lic", "png", "png file", "tiff", "webp", "bpp");
    try (LicCodec codec = LicCodec.open(settings);
        ScratchFolder scratch = ScratchFolder.make()) {
      for (Path file : PictureFiles.inFolder(folder, "lic", "jpg", "jpeg")) {
        try {
          Sums sums = measure(codec, file, options, webp ? scratch : null);
          line(file.getFileName().toString(), sums);
          all.add(sums);
        } catch (IOException | IllegalArgumentException e) {
          warn(Sentences.leftOut(file, e));
        }
      }
    }
    if (all.pixels == 0) {
      throw new IOException(folder + " has no picture that can be read");
    }
    line("sum", all);
    print(
        "lic decodes %.1f megapixels/s on %d threads",
        all.pixels * (double) DECODE_ROUNDS / all.decodeSeconds / 1e6, settings.effectiveThreads());
    return 0;
  }

  private void line(String name, Sums sums) {
    print(
        "%-40s %10d %10d %10d %10d %10d %7.3f",
        name, sums.lic, sums.png, sums.pngFile, sums.tiff, sums.webp, 8.0 * sums.lic / sums.pixels);
  }

  private static Sums measure(LicCodec codec, Path file, EncodeOptions options, ScratchFolder webp)
      throws IOException {
    Sums sums = new Sums();
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("not a picture of a known format");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        int count = reader.getNumImages(true);
        for (int i = 0; i < count; i++) {
          measure(codec, reader.read(i), options, webp, sums);
        }
      } finally {
        reader.dispose();
      }
    }
    sums.pngFile = PictureFiles.suffix(file).equals("png") ? Files.size(file) : 0;
    return sums;
  }

  private static void measure(
      LicCodec codec, BufferedImage image, EncodeOptions options, ScratchFolder webp, Sums sums)
      throws IOException {
    Picture picture = PictureImages.toPicture(image);
    byte[] coded = codec.encode(picture, options, CodecListener.SILENT).bytes();
    for (int round = -1; round < DECODE_ROUNDS; round++) {
      long start = System.nanoTime();
      Picture decoded =
          codec.decode(ByteSource.of(coded), DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
      sums.decodeSeconds += round < 0 ? 0 : (System.nanoTime() - start) / 1e9;
      if (round < 0 && options.maxError() == 0 && !decoded.equals(picture)) {
        throw new IOException("lic gives another picture");
      }
    }
    sums.pixels += (long) picture.width() * picture.height();
    sums.lic += coded.length;
    sums.png += size(image, "png", null, 0f);
    sums.tiff += size(image, "tiff", "Deflate", 1f);
    if (webp != null && picture.bitDepth() == 8 && !picture.hasAlpha()) {
      Path original = webp.file("original.ppm");
      Path target = webp.file("coded.webp");
      Pnm.write(PictureFiles.asRgb(picture), original);
      Programs.run(
          webp.file("log.txt"),
          List.of(
              "cwebp",
              "-quiet",
              "-lossless",
              "-m",
              "6",
              original.toString(),
              "-o",
              target.toString()));
      sums.webp += Files.size(target);
    }
  }

  /** Bytes of an image in a format of ImageIO; its qualities say how hard it tries. */
  private static long size(BufferedImage image, String format, String type, float quality)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      if (type != null) {
        param.setCompressionType(type);
      }
      param.setCompressionQuality(quality);
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.size();
  }
}
