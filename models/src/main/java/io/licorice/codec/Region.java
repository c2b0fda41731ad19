package io.licorice.codec;

/**
 * An axis-parallel rectangle of pixels.
 *
 * @param x left edge, at least 0
 * @param y upper edge, at least 0
 * @param width width in pixels, at least 1
 * @param height height in pixels, at least 1
 */
public record Region(int x, int y, int width, int height) {

  /**
   * Checks the ranges.
   *
   * @param x see the record
   * @param y see the record
   * @param width see the record
   * @param height see the record
   * @throws IllegalArgumentException if a value is out of range or an edge overflows
   */
  public Region {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "region needs x, y >= 0 and width, height >= 1, found " + describe(x, y, width, height));
    }
    if ((long) x + width > Integer.MAX_VALUE || (long) y + height > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("region overflows: " + describe(x, y, width, height));
    }
  }

  /**
   * The whole of a picture.
   *
   * @param width the picture's width in pixels
   * @param height the picture's height in pixels
   * @return the region from (0, 0)
   */
  public static Region whole(int width, int height) {
    return new Region(0, 0, width, height);
  }

  /**
   * The first column to the right of the region.
   *
   * @return x + width
   */
  public int right() {
    return x + width;
  }

  /**
   * The first row below the region.
   *
   * @return y + height
   */
  public int bottom() {
    return y + height;
  }

  /**
   * Whether this region lies inside a picture.
   *
   * @param pictureWidth the picture's width in pixels
   * @param pictureHeight the picture's height in pixels
   * @return true if no pixel lies outside
   */
  public boolean isInside(int pictureWidth, int pictureHeight) {
    return right() <= pictureWidth && bottom() <= pictureHeight;
  }

  /**
   * Grows the region on all sides, as far as the picture reaches.
   *
   * @param margin pixels to add on each side, at least 0
   * @param pictureWidth the picture's width in pixels
   * @param pictureHeight the picture's height in pixels
   * @return the grown region
   */
  public Region grow(int margin, int pictureWidth, int pictureHeight) {
    int left = Math.max(0, x - margin);
    int top = Math.max(0, y - margin);
    int newRight = (int) Math.min(pictureWidth, (long) right() + margin);
    int newBottom = (int) Math.min(pictureHeight, (long) bottom() + margin);
    return new Region(left, top, newRight - left, newBottom - top);
  }

  /**
   * Whether two regions share a pixel.
   *
   * @param other the other region
   * @return true if they overlap
   */
  public boolean intersects(Region other) {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }

  /**
   * The pixels that two regions share.
   *
   * @param other the other region, which must overlap this one
   * @return the intersection
   * @throws IllegalArgumentException if the regions do not overlap
   */
  public Region intersection(Region other) {
    int left = Math.max(x, other.x);
    int top = Math.max(y, other.y);
    return new Region(
        left,
        top,
        Math.min(right(), other.right()) - left,
        Math.min(bottom(), other.bottom()) - top);
  }

  @Override
  public String toString() {
    return describe(x, y, width, height);
  }

  private static String describe(int x, int y, int width, int height) {
    return width + "x" + height + "+" + x + "+" + y;
  }
}
