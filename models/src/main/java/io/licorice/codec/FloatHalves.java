package io.licorice.codec;

/**
 * The two pictures of 16 bits that a picture of floats is coded as. Bits of floats are first put in
 * the order of the numbers, so that the high halves of neighbours that differ little differ little.
 */
final class FloatHalves {
  private FloatHalves() {}

  static PictureSource high(FloatPicture picture) {
    return new Half(picture, Short.SIZE);
  }

  static PictureSource low(FloatPicture picture) {
    return new Half(picture, 0);
  }

  /** The unsigned number whose order among others is that of the float of these bits. */
  private static int ordered(int bits) {
    return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
  }

  private static int bits(int ordered) {
    return ordered < 0 ? ordered & Integer.MAX_VALUE : ~ordered;
  }

  /** The floats of which two gray pictures are the halves. */
  static float[] join(Picture high, Picture low) {
    short[] upper = high.plane(0);
    short[] lower = low.plane(0);
    float[] samples = new float[upper.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Float.intBitsToFloat(bits(upper[i] << Short.SIZE | lower[i] & 0xFFFF));
    }
    return samples;
  }

  private record Half(FloatPicture whole, int shift) implements PictureSource {
    @Override
    public int width() {
      return whole.width();
    }

    @Override
    public int height() {
      return whole.height();
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int bitDepth() {
      return Short.SIZE;
    }

    @Override
    public Picture read(Region region) {
      Picture part = Picture.blank(region.width(), region.height(), 1, Short.SIZE);
      short[] plane = part.plane(0);
      for (int row = 0; row < region.height(); row++) {
        int from = (region.y() + row) * whole.width() + region.x();
        int to = row * region.width();
        for (int i = 0; i < region.width(); i++) {
          int bits = Float.floatToRawIntBits(whole.samples()[from + i]);
          plane[to + i] = (short) (ordered(bits) >>> shift);
        }
      }
      return part;
    }
  }
}
