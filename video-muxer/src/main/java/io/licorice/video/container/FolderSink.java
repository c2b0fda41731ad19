package io.licorice.video.container;

import io.licorice.codec.NewFile;
import io.licorice.codec.Picture;
import io.licorice.video.FrameSink;
import io.licorice.video.TimedFrame;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Writes frames as PNG files into a folder beside its final place, which it takes at the end. */
final class FolderSink implements FrameSink {
  private final Path folder;
  private final Path scratch;
  private int count;

  private FolderSink(Path folder, Path scratch) {
    this.folder = folder;
    this.scratch = scratch;
  }

  static FolderSink create(Path folder) throws IOException {
    Path target = folder.toAbsolutePath();
    if (Files.exists(target)) {
      if (!Files.isDirectory(target)) {
        throw new IOException(folder + " is no folder");
      }
      try (Stream<Path> entries = Files.list(target)) {
        if (entries.findAny().isPresent()) {
          throw new IOException("the folder " + folder + " is not empty");
        }
      }
    }
    Path parent = NewFile.at(target).folder();
    return new FolderSink(target, Files.createTempDirectory(parent, ".frames-"));
  }

  @Override
  public void write(TimedFrame frame) throws IOException {
    Picture picture = frame.picture();
    FrameChecks.check(picture, picture.width(), picture.height());
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    int[] row = new int[picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int at = y * row.length + x;
        row[x] = picture.plane(0)[at] << 16 | picture.plane(1)[at] << 8 | picture.plane(2)[at];
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    count++;
    Path file = scratch.resolve("frame-%06d.png".formatted(count));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ImageIO.write(image, "png", out);
    }
  }

  @Override
  public void finish() throws IOException {
    // Made for its owner alone, as temporary folders are; a new one has the usual rights.
    Files.deleteIfExists(folder);
    Files.createDirectory(folder);
    try (Stream<Path> files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.move(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(scratch)) {
      try (Stream<Path> files = Files.list(scratch)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(scratch);
    }
  }
}
