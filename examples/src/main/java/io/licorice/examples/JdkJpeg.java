package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The JPEG codec of the JDK, in this process. */
final class JdkJpeg implements BenchCodec {
  @Override
  public String name() {
    return "jpeg";
  }

  @Override
  public String settings() {
    return "ImageIO of the JDK, quality / 100, in process";
  }

  @Override
  public String timing() {
    return "in process, after one warm-up";
  }

  @Override
  public List<Double> qualities() {
    return List.of(4.0, 8.0, 14.0, 22.0, 32.0, 45.0, 58.0, 70.0, 80.0, 88.0, 95.0);
  }

  @Override
  public Trial run(Picture picture, double quality) throws IOException {
    BufferedImage image = PictureImages.toImage(picture);
    long start = System.nanoTime();
    byte[] coded = encode(image, quality);
    long middle = System.nanoTime();
    Picture decoded =
        PictureImages.toPicture(
            ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(coded))));
    long end = System.nanoTime();
    return new Trial(coded.length, (middle - start) / 1e9, (end - middle) / 1e9, decoded);
  }

  @Override
  public Speed speed(Picture picture, double quality, int threads, int repeats) throws IOException {
    double encode = Double.POSITIVE_INFINITY;
    double decode = Double.POSITIVE_INFINITY;
    for (int i = -1; i < repeats; i++) {
      Trial trial = run(picture, quality);
      if (i >= 0) {
        encode = Math.min(encode, trial.encodeSeconds());
        decode = Math.min(decode, trial.decodeSeconds());
      }
    }
    return new Speed(Cost.ofCodec(encode), Cost.ofCodec(decode));
  }

  private static byte[] encode(BufferedImage image, double quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageFormats.write(image, "jpeg", (float) (quality / 100), bytes);
    return bytes.toByteArray();
  }
}
