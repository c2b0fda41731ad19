package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.Picture;
import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The pictures of a folder as frames. */
final class FolderSource implements FrameSource {
  private final List<Path> files;
  private final TimeBase frameTime;
  private final Picture first;
  private int next;

  private FolderSource(List<Path> files, TimeBase frameTime) throws IOException {
    this.files = files;
    this.frameTime = frameTime;
    this.first = read(files.get(0));
  }

  static FolderSource open(Path folder, TimeBase frameTime) throws IOException {
    Set<String> suffixes =
        Arrays.stream(ImageIO.getReaderFileSuffixes())
            .map(suffix -> suffix.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    NaturalOrder order = new NaturalOrder();
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> !name(file).startsWith(".") && suffixes.contains(suffix(file)))
              .sorted((a, b) -> order.compare(name(a), name(b)))
              .toList();
      if (files.isEmpty()) {
        throw new IOException("no pictures in " + folder);
      }
      return new FolderSource(files, frameTime);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static String suffix(Path file) {
    String name = name(file);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static Picture read(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new LicFormatException(-1, "no picture that can be read: " + file);
    }
    int width = image.getWidth();
    int height = image.getHeight();
    short[][] planes = new short[3][Math.multiplyExact(width, height)];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        planes[0][at] = (short) (row[x] >> 16 & 0xFF);
        planes[1][at] = (short) (row[x] >> 8 & 0xFF);
        planes[2][at] = (short) (row[x] & 0xFF);
      }
    }
    return new Picture(width, height, 8, planes);
  }

  @Override
  public int width() {
    return first.width();
  }

  @Override
  public int height() {
    return first.height();
  }

  @Override
  public TimeBase timeBase() {
    return frameTime;
  }

  @Override
  public OptionalLong frameCount() {
    return OptionalLong.of(files.size());
  }

  @Override
  public Optional<TimedFrame> next() throws IOException {
    if (next == files.size()) {
      return Optional.empty();
    }
    Picture picture = next == 0 ? first : read(files.get(next));
    if (picture.width() != first.width() || picture.height() != first.height()) {
      throw new LicFormatException(
          -1,
          "%s has %dx%d pixels, the first picture %dx%d"
              .formatted(
                  files.get(next),
                  picture.width(),
                  picture.height(),
                  first.width(),
                  first.height()));
    }
    return Optional.of(new TimedFrame(picture, next++, 1));
  }

  @Override
  public void close() {
    // holds nothing open
  }
}
