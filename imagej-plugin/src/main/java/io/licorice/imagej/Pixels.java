package io.licorice.imagej;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.licorice.codec.FloatPicture;
import io.licorice.codec.Picture;
import java.util.Optional;

/** ImageJ's arrays of pixels made from pictures, and the other way round. */
final class Pixels {
  private static final int WORD = 0x10000;

  private Pixels() {}

  /** The pixels of a channel, or of all three of an RGB plane. */
  static Object of(Picture picture, PixelKind kind, int channel) {
    short[] samples = picture.plane(channel);
    return switch (kind) {
      case GRAY8 -> {
        byte[] pixels = new byte[samples.length];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = (byte) samples[i];
        }
        yield pixels;
      }
      case GRAY16 -> samples.clone();
      case GRAY32 -> {
        float[] pixels = new float[samples.length];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = samples[i] & 0xFFFF;
        }
        yield pixels;
      }
      case RGB -> rgb(picture);
    };
  }

  private static int[] rgb(Picture picture) {
    short[] red = picture.plane(0);
    short[] green = picture.plane(1);
    short[] blue = picture.plane(2);
    int[] pixels = new int[red.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 0xFF << 24 | red[i] << 16 | green[i] << 8 | blue[i];
    }
    return pixels;
  }

  /** A plane of 8 or 16 bits or of colours as a picture. */
  static Picture picture(ImageProcessor plane) {
    int width = plane.getWidth();
    int height = plane.getHeight();
    if (plane instanceof ByteProcessor) {
      byte[] pixels = (byte[]) plane.getPixels();
      short[] samples = new short[pixels.length];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (short) (pixels[i] & 0xFF);
      }
      return new Picture(width, height, Byte.SIZE, samples);
    }
    if (plane instanceof ShortProcessor) {
      return new Picture(width, height, Short.SIZE, ((short[]) plane.getPixels()).clone());
    }
    if (plane instanceof ColorProcessor) {
      return colours(width, height, (int[]) plane.getPixels());
    }
    throw new IllegalArgumentException("a plane of 8 or 16 bits or of colours expected");
  }

  private static Picture colours(int width, int height, int[] pixels) {
    short[][] planes = new short[3][pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      planes[0][i] = (short) (pixels[i] >> 16 & 0xFF);
      planes[1][i] = (short) (pixels[i] >> 8 & 0xFF);
      planes[2][i] = (short) (pixels[i] & 0xFF);
    }
    return new Picture(width, height, Byte.SIZE, planes);
  }

  /** A plane of 32-bit numbers as it is. */
  static FloatPicture floats(ImageProcessor plane) {
    float[] pixels = (float[]) ((FloatProcessor) plane).getPixels();
    return new FloatPicture(plane.getWidth(), plane.getHeight(), pixels.clone());
  }

  /**
   * A plane of 32-bit numbers as a picture of 16 bits, from which the same numbers come back.
   *
   * @return empty if some are not among 0, 1, .. 65535
   */
  static Optional<Picture> wholeNumbers(ImageProcessor plane) {
    float[] pixels = (float[]) plane.getPixels();
    short[] samples = new short[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int value = (int) pixels[i];
      boolean whole = value >= 0 && value < WORD;
      // Compared by bits, so that a negative zero is none.
      if (!whole || Float.floatToRawIntBits(value) != Float.floatToRawIntBits(pixels[i])) {
        return Optional.empty();
      }
      samples[i] = (short) value;
    }
    return Optional.of(new Picture(plane.getWidth(), plane.getHeight(), Short.SIZE, samples));
  }
}
