package io.licorice.examples;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFile;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.PictureMetadata;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Reads pictures from files. */
final class PictureFiles {
  private PictureFiles() {}

  /** Suffixes of the files that ImageIO reads, with {@code lic} when its plugin is there. */
  static Set<String> readableSuffixes() {
    return Arrays.stream(ImageIO.getReaderFileSuffixes())
        .filter(suffix -> !suffix.isEmpty())
        .map(suffix -> suffix.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What follows the last point of a file's name, in lower case. */
  static String suffix(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Files of a folder whose suffix says that they are pictures, but for some suffixes; by name. */
  static List<Path> inFolder(Path folder, String... without) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is not a folder");
    }
    Set<String> suffixes = readableSuffixes();
    suffixes.removeAll(List.of(without));
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> suffixes.contains(suffix(file)))
          .sorted()
          .toList();
    }
  }

  /** What is done with a picture of a folder. */
  interface Work {
    void on(String name, Picture picture) throws IOException;
  }

  /**
   * Works on the pictures of a folder, by name. Files that cannot be read are named in {@code
   * warnings} and left out; if the work fails, it ends there, as it would fail on the next picture
   * too.
   *
   * @throws IOException if no file can be read, or the work fails
   */
  static void forEach(Path folder, Consumer<String> warnings, Work work) throws IOException {
    boolean found = false;
    for (Path file : inFolder(folder)) {
      Picture picture;
      try {
        picture = read(file, warnings);
      } catch (IOException e) {
        warnings.accept(Sentences.leftOut(file, e));
        continue;
      }
      found = true;
      work.on(file.getFileName().toString(), picture);
    }
    if (!found) {
      throw new IOException(folder + " has no picture that can be read");
    }
  }

  /** Reads any picture; what the {@code .lic} decoder warns of goes to {@code warnings}. */
  static Picture read(Path file, Consumer<String> warnings) throws IOException {
    if (suffix(file).equals("lic")) {
      CodecListener listener =
          new CodecListener() {
            @Override
            public void warning(String message) {
              warnings.accept(file + ": " + message);
            }
          };
      return decode(LicCodec.shared(), file, DecodeOptions.DEFAULT, listener).picture();
    }
    try {
      return PictureImages.toPicture(readImage(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Reads a picture as ImageIO makes it. */
  static BufferedImage readImage(Path file) throws IOException {
    requireFile(file);
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException | RuntimeException e) {
      // JDK readers throw runtime exceptions at some damaged files.
      throw new IOException(file + " cannot be read: " + Sentences.of(e), e);
    }
    if (image == null) {
      throw new IOException(
          file + " is not a picture of a known format: " + String.join(", ", readableSuffixes()));
    }
    return image;
  }

  /** Decodes a {@code .lic} file. */
  static DecodedPicture decode(
      LicCodec codec, Path file, DecodeOptions options, CodecListener listener) throws IOException {
    requireFile(file);
    try (FileChannel channel = FileChannel.open(file)) {
      return codec.decode(ByteSource.of(channel), options, listener);
    } catch (LicFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Reads what a {@code .lic} file says of its first picture. */
  static PictureMetadata metadata(Path file) throws IOException {
    requireFile(file);
    try (FileChannel channel = FileChannel.open(file)) {
      return LicFile.open(ByteSource.of(channel)).metadata(0);
    } catch (LicFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Reads what made up a part of a {@code .lic} file's first picture. */
  static Optional<PictureInfo> generator(Path file) throws IOException {
    requireFile(file);
    try (FileChannel channel = FileChannel.open(file)) {
      return LicFile.open(ByteSource.of(channel)).generator(0);
    } catch (LicFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Reads the header of a {@code .lic} file. */
  static PictureInfo info(Path file) throws IOException {
    requireFile(file);
    try (FileChannel channel = FileChannel.open(file)) {
      return LicCodec.info(ByteSource.of(channel));
    } catch (LicFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** A gray picture with its plane three times, a colour picture as it is; both without alpha. */
  static Picture asRgb(Picture picture) {
    if (picture.channels() == 3) {
      return picture;
    }
    boolean gray = picture.channels() < 3;
    return new Picture(
        picture.width(),
        picture.height(),
        picture.bitDepth(),
        picture.plane(0),
        picture.plane(gray ? 0 : 1),
        picture.plane(gray ? 0 : 2));
  }

  private static void requireFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder");
    }
  }
}
