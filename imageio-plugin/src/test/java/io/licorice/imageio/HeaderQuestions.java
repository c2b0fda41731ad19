package io.licorice.imageio;

import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Asks everything of the file named by the first argument that can be answered without decoding,
 * through {@code javax.imageio} alone; with a second argument it reads the picture too.
 */
final class HeaderQuestions {
  private HeaderQuestions() {}

  /** Prints one line an answer. */
  public static void main(String[] arguments) throws IOException {
    try (ImageInputStream stream = ImageIO.createImageInputStream(new File(arguments[0]))) {
      ImageReader reader = ImageIO.getImageReaders(stream).next();
      reader.setInput(stream);
      for (int i = 0; i < reader.getNumImages(true); i++) {
        System.out.println(reader.getWidth(i) + "x" + reader.getHeight(i));
        System.out.println(reader.getRawImageType(i).getNumBands() + " bands");
        System.out.println(reader.getTileWidth(i) + " " + reader.isImageTiled(i));
        System.out.println(reader.getImageMetadata(i).getAsTree(LicMetadataFormat.NAME));
        for (int t = 0; t < reader.getNumThumbnails(i); t++) {
          System.out.println(reader.getThumbnailWidth(i, t) + " wide");
        }
      }
      if (arguments.length > 1) {
        try {
          System.out.println("read " + reader.read(0).getWidth());
        } catch (IOException e) {
          System.out.println("sentence: " + e.getMessage());
        }
      }
    }
  }
}
