package io.licorice.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures in the formats that everybody reads. */
final class ImageFormats {
  /** High, since whoever decodes to JPEG wants to see the codec's errors and not JPEG's. */
  private static final float JPEG_QUALITY = 0.95f;

  private static final Map<String, String> FORMATS =
      Map.of(
          "png", "png", "jpg", "jpeg", "jpeg", "jpeg", "bmp", "bmp", "tif", "tiff", "tiff", "tiff");

  private ImageFormats() {}

  /**
   * The format that a file's suffix asks for.
   *
   * @throws IllegalArgumentException if the suffix is another; the message lists those possible
   */
  static String of(Path file) {
    String format = FORMATS.get(PictureFiles.suffix(file));
    if (format == null) {
      throw new IllegalArgumentException(
          file + " should end in .png, .jpg, .jpeg, .bmp, .tif or .tiff");
    }
    return format;
  }

  static void write(BufferedImage image, String format, OutputStream stream) throws IOException {
    write(image, format, JPEG_QUALITY, stream);
  }

  /**
   * Writes an image.
   *
   * @param jpegQuality 0 to 1; other formats have none
   */
  static void write(BufferedImage image, String format, float jpegQuality, OutputStream stream)
      throws IOException {
    Iterator<ImageWriter> writers =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format);
    if (!writers.hasNext()) {
      throw new IOException(format + " has no place for pictures of this kind");
    }
    ImageWriter writer = writers.next();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(stream)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(jpegQuality);
      }
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
  }

  /** Writes a PNG file whose samples are not compressed, which takes next to no time to read. */
  static void writeStored(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (OutputStream stream = Files.newOutputStream(file);
        ImageOutputStream output = new MemoryCacheImageOutputStream(stream)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(1); // the least effort, in the words of the JDK's writer
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
  }
}
