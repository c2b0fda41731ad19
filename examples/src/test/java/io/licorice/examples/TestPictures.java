package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;

/** Generated pictures that behave like photographs: smooth shades, edges, texture. */
final class TestPictures {
  private TestPictures() {}

  static Picture photo(int width, int height, int channels, long seed) {
    Picture picture = Picture.blank(width, height, channels, 8);
    Random random = new Random(seed);
    for (int c = 0; c < channels; c++) {
      double[] noise = new double[width * height];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = random.nextGaussian() * 4;
      }
      short[] plane = picture.plane(c);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double shade = 120 + 60 * Math.sin((x + seed * 7) / 23.0) * Math.cos(y / 17.0 + c * 0.3);
          boolean disc = Math.hypot(x - width * 0.6, y - height * 0.4) < height * 0.25;
          double value = shade + (disc ? 50 - c * 30 : 0) + noise[y * width + x];
          plane[y * width + x] = (short) Math.max(0, Math.min(255, Math.round(value)));
        }
      }
    }
    return picture;
  }

  static Picture flat(int width, int height, int... values) {
    Picture picture = Picture.blank(width, height, values.length, 8);
    for (int c = 0; c < values.length; c++) {
      Arrays.fill(picture.plane(c), (short) values[c]);
    }
    return picture;
  }

  static Path write(Picture picture, Path file) throws IOException {
    return write(PictureImages.toImage(picture), file);
  }

  static Path write(BufferedImage image, Path file) throws IOException {
    if (!ImageIO.write(image, PictureFiles.suffix(file), file.toFile())) {
      throw new IOException("no writer for " + file);
    }
    return file;
  }
}
