package io.licorice.runtime;

/**
 * How a segmentation network wants its input: a tensor of 1 x 3 x height x width, red, green and
 * blue, each sample, in 0..1, less a mean and divided by a deviation.
 *
 * @param shorterSide pictures whose shorter side is longer are scaled down to it, 16 to 4096; 0 if
 *     the network is to see pictures of all sizes as they are
 * @param multiple what the sides are to be multiples of, 1 to 512
 * @param mean three numbers
 * @param deviation three numbers above 0
 * @param width the only width that the network takes, 0 if it takes all
 * @param height the only height that the network takes, 0 if it takes all
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SegmenterInput(
    int shorterSide, int multiple, float[] mean, float[] deviation, int width, int height) {
  private static final int MIN_SHORTER = 16;
  private static final int MAX_MULTIPLE = 512;
  private static final int MAX_SIDE = 4096;

  /**
   * Checks the numbers.
   *
   * @param shorterSide see the record
   * @param multiple see the record
   * @param mean see the record
   * @param deviation see the record
   * @param width see the record
   * @param height see the record
   * @throws IllegalArgumentException if a number is out of range
   */
  public SegmenterInput {
    if (multiple < 1 || multiple > MAX_MULTIPLE) {
      throw new IllegalArgumentException("multiple of 1 to 512 expected, found " + multiple);
    }
    if (mean.length != 3 || deviation.length != 3) {
      throw new IllegalArgumentException(
          "mean and deviation of three numbers each expected, found "
              + mean.length
              + " and "
              + deviation.length);
    }
    for (int c = 0; c < 3; c++) {
      if (!Float.isFinite(mean[c]) || !(deviation[c] > 0 && Float.isFinite(deviation[c]))) {
        throw new IllegalArgumentException(
            "mean and a deviation above 0 expected, found " + mean[c] + " and " + deviation[c]);
      }
    }
    if (shorterSide != 0 && (shorterSide < MIN_SHORTER || shorterSide > MAX_SIDE)) {
      throw new IllegalArgumentException(
          "shorterSide of 16 to 4096, or none, expected, found " + shorterSide);
    }
    boolean all = width == 0 && height == 0;
    if (!all && !(isSide(width) && isSide(height))) {
      throw new IllegalArgumentException(
          "width and height of 1 to 4096, or neither, expected, found " + width + "x" + height);
    }
  }

  private static boolean isSide(int length) {
    return length >= 1 && length <= MAX_SIDE;
  }

  /**
   * Whether pictures are to be brought to one size.
   *
   * @return true if the network takes no other
   */
  public boolean hasOneSize() {
    return width > 0;
  }

  /**
   * The size at which the network sees a picture.
   *
   * @param pictureWidth the picture's width
   * @param pictureHeight the picture's height
   * @return width and height
   */
  public int[] seen(int pictureWidth, int pictureHeight) {
    int shorter = Math.min(pictureWidth, pictureHeight);
    if (hasOneSize()) {
      return new int[] {width, height};
    }
    if (shorterSide == 0 || shorter <= shorterSide) {
      return new int[] {pictureWidth, pictureHeight};
    }
    double scale = (double) shorterSide / shorter;
    return new int[] {
      Math.toIntExact(Math.round(pictureWidth * scale)),
      Math.toIntExact(Math.round(pictureHeight * scale))
    };
  }

  /**
   * The same for a network that takes one size only.
   *
   * @param onlyWidth the width, 1 to 4096
   * @param onlyHeight the height, 1 to 4096
   * @return the input with that size
   * @throws IllegalArgumentException if a side is out of range
   */
  public SegmenterInput withSize(int onlyWidth, int onlyHeight) {
    return new SegmenterInput(0, multiple, mean, deviation, onlyWidth, onlyHeight);
  }
}
