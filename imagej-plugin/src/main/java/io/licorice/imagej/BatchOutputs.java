package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.NewFile;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;
import javax.imageio.ImageIO;

/** Writes images to files that are there whole or not at all. */
final class BatchOutputs {
  private BatchOutputs() {}

  /**
   * Writes.
   *
   * @throws IOException if that cannot be
   * @throws IllegalArgumentException if the format has no place for such an image
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static void write(
      ImagePlus image, Path file, BatchFormat format, EncodeOptions options, Work work)
      throws IOException {
    Files.createDirectories(file.getParent());
    switch (format) {
      case LIC -> StackSaver.save(image, file, slice -> options, work);
      case TIFF -> writeTiff(image, file, work);
      case PNG -> {
        BufferedImage pixels = pngPixels(image);
        work.check();
        NewFile.at(file).write(stream -> ImageIO.write(pixels, "png", stream));
      }
    }
  }

  private static void writeTiff(ImagePlus image, Path file, Work work) throws IOException {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path part = file.resolveSibling("." + file.getFileName() + "." + random + ".part");
    IJ.redirectErrorMessages(true);
    try {
      if (!new FileSaver(image).saveAsTiff(part.toString())) {
        throw new IOException("it cannot be written as TIFF, see the line before");
      }
      work.check();
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      IJ.redirectErrorMessages(false);
      Files.deleteIfExists(part);
    }
  }

  private static BufferedImage pngPixels(ImagePlus image) {
    if (image.getStackSize() > 1) {
      throw new IllegalArgumentException(
          "a PNG file has no place for " + image.getStackSize() + " planes: choose TIFF");
    }
    if (image.getBitDepth() == PixelKind.GRAY32.bits()) {
      throw new IllegalArgumentException("a PNG file has no place for 32-bit pixels: choose TIFF");
    }
    ImageProcessor plane = image.getProcessor();
    return plane instanceof ByteProcessor && !plane.isDefaultLut()
        ? plane.getBufferedImage()
        : PictureImages.toImage(Pixels.picture(plane));
  }
}
