package io.licorice.codec;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * Encodes pictures with one thread, for a processor that this program is run on in place of the
 * real one.
 *
 * <p>Arguments: quality, folder for the files, pictures that the JDK reads as RGB.
 */
final class EncodePictures {
  private EncodePictures() {}

  /** Prints one line a file. */
  public static void main(String[] arguments) throws IOException {
    EncodeOptions options = EncodeOptions.ofQuality(Double.parseDouble(arguments[0]));
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(1))) {
      for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
        Path picture = Path.of(name);
        BufferedImage image = ImageIO.read(picture.toFile());
        if (image == null) {
          throw new IOException(picture + ": the JDK has no reader for it");
        }
        Path file = folder.resolve(picture.getFileName() + ".lic");
        Files.write(file, codec.encode(picture(image), options, CodecListener.SILENT).bytes());
        System.out.println(file + ": " + Files.size(file) + " bytes");
      }
    }
  }

  private static Picture picture(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Picture picture = Picture.blank(width, height, 3, 8);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          picture.plane(c)[y * width + x] = (short) (row[x] >> 16 - 8 * c & 0xFF);
        }
      }
    }
    return picture;
  }
}
