package io.licorice.codec;

/**
 * The size of a pixel, or its shape alone.
 *
 * @param width extent to the right, above 0 and finite
 * @param height extent downwards, above 0 and finite
 * @param unit what the extents are counted in
 */
public record PixelSize(double width, double height, Unit unit) {
  /** What the extents are counted in. */
  public enum Unit {
    /** In nothing: only their ratio means something. */
    RATIO,
    /** In metres. */
    METRE
  }

  /**
   * Checks the ranges.
   *
   * @param width see the record
   * @param height see the record
   * @param unit see the record
   * @throws IllegalArgumentException if an extent is not positive and finite
   */
  public PixelSize {
    if (!(width > 0 && height > 0 && Double.isFinite(width) && Double.isFinite(height))) {
      throw new IllegalArgumentException("pixel of " + width + " x " + height);
    }
    if (unit == null) {
      throw new IllegalArgumentException("unit == null");
    }
  }

  /**
   * The shape of a pixel.
   *
   * @return width by height, 1 for a square
   */
  public double aspectRatio() {
    return width / height;
  }
}
