package io.licorice.codec;

import java.util.Arrays;

/**
 * A picture in memory as planes of unsigned samples.
 *
 * <p>The planes are not copied: whoever builds a picture hands its arrays over, and whoever asks
 * for a plane sees the picture's own array. Safe for use by several threads as long as none writes.
 */
public final class Picture implements PictureSource {
  /** What one array can hold. */
  static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

  private final int width;
  private final int height;
  private final int bitDepth;
  private final short[][] planes;

  /**
   * A picture over the given planes.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   * @param bitDepth bits of a sample, 1 to 16
   * @param planes one array of width x height samples (row by row) for each of 1 (gray), 2 (gray,
   *     alpha), 3 (red, green, blue) or 4 (red, green, blue, alpha) channels; alpha is straight,
   *     the colours are not multiplied by it; a short holds an unsigned sample of 0 to 2^bitDepth -
   *     1
   * @throws IllegalArgumentException if sizes, depth or planes do not fit together
   */
  public Picture(int width, int height, int bitDepth, short[]... planes) {
    if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
      throw new IllegalArgumentException("picture of " + width + "x" + height + " pixels");
    }
    if (bitDepth < 1 || bitDepth > 16) {
      throw new IllegalArgumentException("bit depth 1 to 16 expected, found " + bitDepth);
    }
    if (planes.length < 1 || planes.length > 4) {
      throw new IllegalArgumentException("1 to 4 planes expected, found " + planes.length);
    }
    for (short[] plane : planes) {
      if (plane.length != width * height) {
        throw new IllegalArgumentException(
            "plane of " + width * height + " samples expected, found " + plane.length);
      }
    }
    this.width = width;
    this.height = height;
    this.bitDepth = bitDepth;
    this.planes = planes.clone();
  }

  /**
   * A black picture.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   * @param channels 1 to 4
   * @param bitDepth bits of a sample, 1 to 16
   * @return a picture of zeros
   */
  public static Picture blank(int width, int height, int channels, int bitDepth) {
    short[][] planes = new short[channels][Math.multiplyExact(width, height)];
    return new Picture(width, height, bitDepth, planes);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int channels() {
    return planes.length;
  }

  @Override
  public int bitDepth() {
    return bitDepth;
  }

  /**
   * The samples of a channel.
   *
   * @param channel 0 to channels - 1
   * @return the picture's own array, row by row
   */
  public short[] plane(int channel) {
    return planes[channel];
  }

  @Override
  public Picture read(Region region) {
    if (!region.isInside(width, height)) {
      throw new IllegalArgumentException(
          "region " + region + " is not inside " + width + "x" + height);
    }
    if (region.width() == width && region.height() == height) {
      return this;
    }
    Picture part = blank(region.width(), region.height(), planes.length, bitDepth);
    for (int c = 0; c < planes.length; c++) {
      for (int row = 0; row < region.height(); row++) {
        int from = (region.y() + row) * width + region.x();
        System.arraycopy(planes[c], from, part.planes[c], row * region.width(), region.width());
      }
    }
    return part;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture
        && width == picture.width
        && height == picture.height
        && bitDepth == picture.bitDepth
        && Arrays.deepEquals(planes, picture.planes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.deepHashCode(planes);
  }

  @Override
  public String toString() {
    return width + "x" + height + ", " + planes.length + " x " + bitDepth + " bit";
  }
}
