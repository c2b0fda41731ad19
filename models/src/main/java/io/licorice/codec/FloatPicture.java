package io.licorice.codec;

/**
 * A gray picture in memory whose samples are 32-bit floating-point numbers of any bit pattern.
 *
 * <p>The samples are not copied: whoever builds a picture hands its array over, and whoever asks
 * for it sees the picture's own. Pictures are equal if all bits of their samples are: 0.0 and -0.0
 * differ, and so do NaNs of different payloads. Safe for use by several threads as long as none
 * writes.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param samples width x height of them, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its bits
public record FloatPicture(int width, int height, float[] samples) {
  /**
   * Checks the sizes.
   *
   * @param width see the record
   * @param height see the record
   * @param samples see the record
   * @throws IllegalArgumentException if sizes and samples do not fit together
   */
  public FloatPicture {
    if (width < 1 || height < 1 || (long) width * height > Picture.MAX_PIXELS) {
      throw new IllegalArgumentException("picture of " + width + "x" + height + " pixels");
    }
    if (samples.length != width * height) {
      throw new IllegalArgumentException(
          width * height + " samples expected, found " + samples.length);
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof FloatPicture picture)
        || width != picture.width
        || height != picture.height) {
      return false;
    }
    for (int i = 0; i < samples.length; i++) {
      if (Float.floatToRawIntBits(samples[i]) != Float.floatToRawIntBits(picture.samples[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 31 * width + height;
    for (float sample : samples) {
      hash = 31 * hash + Float.floatToRawIntBits(sample);
    }
    return hash;
  }

  @Override
  public String toString() {
    return width + "x" + height + ", 32-bit float";
  }
}
