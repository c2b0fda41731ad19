package io.licorice.codec;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Generated pictures with some of a photograph's traits: shading, edges, texture. */
public final class TestPictures {
  private TestPictures() {}

  /** A picture that depends on nothing but its arguments. */
  public static Picture photoLike(int width, int height, int channels, long seed) {
    Random random = new Random(seed);
    double[] parameters = random.doubles(24, 0, 1).toArray();
    short[][] planes = new short[channels][width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double shade = 110 + 60 * Math.sin(x / (40 + 80 * parameters[0]) + 6 * parameters[1]);
        shade += 40 * Math.cos(y / (30 + 90 * parameters[2]) + x / 150.0);
        for (int k = 0; k < 4; k++) {
          double dx = x - width * parameters[4 + 3 * k];
          double dy = y - height * parameters[5 + 3 * k];
          double radius = 12 + 90 * parameters[6 + 3 * k];
          if (dx * dx + dy * dy < radius * radius) {
            shade += k % 2 == 0 ? 45 : -45;
          }
        }
        double texture =
            8 * Math.sin(x * 0.9 + y * 0.35) * Math.cos(y / 23.0) + 4 * random.nextGaussian();
        for (int c = 0; c < channels; c++) {
          double tint = 20 * Math.sin((x + y) / 70.0 + 2 * c);
          planes[c][y * width + x] = (short) Math.max(0, Math.min(255, shade + texture + tint));
        }
      }
    }
    return new Picture(width, height, 8, planes);
  }

  /** A picture file that the JDK reads, as 8-bit RGB. */
  public static Picture read(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IOException(file + ": the JDK has no reader for it");
    }
    return of(image);
  }

  /** An image as 8-bit RGB. */
  static Picture of(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    Picture picture = Picture.blank(width, image.getHeight(), 3, 8);
    for (int i = 0; i < pixels.length; i++) {
      for (int c = 0; c < 3; c++) {
        picture.plane(c)[i] = (short) (pixels[i] >> 16 - 8 * c & 0xFF);
      }
    }
    return picture;
  }
}
