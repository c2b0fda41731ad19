package io.licorice.codec;

import java.util.Objects;
import java.util.Optional;

/**
 * How a picture is to be decoded; immutable.
 *
 * @param region the part wanted, empty for the whole picture
 * @param maxPixels decoding of more pixels than this is refused before anything is allocated
 */
public record DecodeOptions(Optional<Region> region, long maxPixels) {
  /** The whole picture, up to 2^28 pixels. */
  public static final DecodeOptions DEFAULT = new DecodeOptions(Optional.empty(), 1L << 28);

  /**
   * Checks the limit.
   *
   * @param region see the record
   * @param maxPixels see the record
   * @throws IllegalArgumentException if the limit is not positive
   */
  public DecodeOptions {
    Objects.requireNonNull(region);
    if (maxPixels < 1) {
      throw new IllegalArgumentException("limit of at least 1 pixel expected, found " + maxPixels);
    }
  }

  /**
   * These options for a part of the picture.
   *
   * @param part the part wanted
   * @return new options
   */
  public DecodeOptions withRegion(Region part) {
    return new DecodeOptions(Optional.of(part), maxPixels);
  }

  /**
   * These options with another limit.
   *
   * @param pixels the most pixels to decode, at least 1
   * @return new options
   */
  public DecodeOptions withMaxPixels(long pixels) {
    return new DecodeOptions(region, pixels);
  }
}
