package io.licorice.imageio;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Generated images, and files made of them by the writer itself. */
final class TestImages {
  private TestImages() {}

  /** Slopes in every band, with some noise. */
  static BufferedImage gradient(int width, int height, int type) {
    return draw(width, height, type, 6);
  }

  /** Little but noise. */
  static BufferedImage noise(int width, int height, int type) {
    return draw(width, height, type, 255);
  }

  private static BufferedImage draw(int width, int height, int type, int noise) {
    BufferedImage image = new BufferedImage(width, height, type);
    WritableRaster raster = image.getRaster();
    SplittableRandom random = new SplittableRandom(width * 31L + height);
    int[] slopes = {255, 160, 90};
    for (int b = 0; b < raster.getNumBands(); b++) {
      int max = (1 << raster.getSampleModel().getSampleSize(b)) - 1;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int slope = (x * slopes[b % 3] / width + y * slopes[(b + 1) % 3] / height) / 2;
          int value = Math.floorMod(slope + random.nextInt(noise + 1) - noise / 2, 256);
          raster.setSample(x, y, b, (int) ((long) value * max / 255));
        }
      }
    }
    return image;
  }

  static LicImageReader reader(byte[] file) {
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi());
    reader.setInput(stream(file));
    return reader;
  }

  static ImageInputStream stream(byte[] file) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
  }

  static BufferedImage read(byte[] file) throws IOException {
    return reader(file).read(0);
  }

  static BufferedImage read(byte[] file, ImageReadParam param) throws IOException {
    return reader(file).read(0, param);
  }

  static byte[] write(RenderedImage image, ImageWriteParam param) throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    try {
      return write(writer, image, param);
    } finally {
      writer.dispose();
    }
  }

  static byte[] write(LicImageWriter writer, RenderedImage image, ImageWriteParam param)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    }
    return bytes.toByteArray();
  }

  /** A file whose tiles are 128 pixels wide. */
  static byte[] tiled(RenderedImage image) {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    param.setTiling(128, 128, 0, 0);
    try {
      return write(image, param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A parameter for a compression type. */
  static LicImageWriteParam param(String type) {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType(type);
    return param;
  }

  static double psnr(BufferedImage a, BufferedImage b) {
    int[] one = a.getRaster().getPixels(0, 0, a.getWidth(), a.getHeight(), (int[]) null);
    int[] two = b.getRaster().getPixels(0, 0, b.getWidth(), b.getHeight(), (int[]) null);
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) (one[i] - two[i]) * (one[i] - two[i]);
    }
    return 10 * Math.log10(255.0 * 255 * one.length / Math.max(sum, 1e-9));
  }
}
