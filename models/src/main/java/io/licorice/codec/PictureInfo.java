package io.licorice.codec;

import java.util.List;

/**
 * What a file says of itself, read without starting a network.
 *
 * @param version version of the codestream
 * @param boxed true for a box file, false for a bare codestream
 * @param width pixels
 * @param height pixels
 * @param channels 1 (gray), 2 (gray, alpha), 3 (red, green, blue) or 4 (red, green, blue, alpha)
 * @param bitDepth bits of a sample, 1 to 16; 32 for floating-point numbers
 * @param mode lossy, near-lossless or lossless
 * @param maxError largest error of a sample: of all samples, or in lossy mode of alpha
 * @param family name of the codec family
 * @param model id of the pack that decodes the file, empty if it needs none
 * @param modelHash first four bytes of the pack's SHA-256 as eight hexadecimal digits, empty
 *     without a pack
 * @param quality place on the model's quality scale, 0 to 100; NaN if the pack is not to be had or
 *     there is none; with a quality map the lowest one
 * @param qualityLevels the qualities of a quality map in ascending order, each NaN if the pack is
 *     not to be had, without {@link QualityMap#LOSSLESS}; empty if the file has no map
 * @param losslessRegions whether there may be lossless cells beside those of a quality; how many
 *     there are stands in the tiles. False in files that are lossless as a whole
 * @param tileSize edge of a tile in pixels
 * @param tileCount number of tiles
 * @param headerBytes length of the codestream's header in bytes
 */
public record PictureInfo(
    int version,
    boolean boxed,
    int width,
    int height,
    int channels,
    int bitDepth,
    CodingMode mode,
    int maxError,
    String family,
    String model,
    String modelHash,
    double quality,
    List<Double> qualityLevels,
    boolean losslessRegions,
    int tileSize,
    int tileCount,
    int headerBytes) {
  /** The bits of a floating-point number. */
  static final int FLOAT = 32;

  /**
   * Copies the list.
   *
   * @param version see the record
   * @param boxed see the record
   * @param width see the record
   * @param height see the record
   * @param channels see the record
   * @param bitDepth see the record
   * @param mode see the record
   * @param maxError see the record
   * @param family see the record
   * @param model see the record
   * @param modelHash see the record
   * @param quality see the record
   * @param qualityLevels see the record
   * @param losslessRegions see the record
   * @param tileSize see the record
   * @param tileCount see the record
   * @param headerBytes see the record
   */
  public PictureInfo {
    qualityLevels = List.copyOf(qualityLevels);
  }

  /**
   * Whether the quality differs within the picture.
   *
   * @return true if the file has a quality map
   */
  public boolean hasQualityMap() {
    return !qualityLevels.isEmpty();
  }

  /**
   * Whether the samples are 32-bit floating-point numbers.
   *
   * @return true for pictures that {@link LicCodec#decodeFloats} decodes, and it alone
   */
  public boolean isFloat() {
    return bitDepth == FLOAT;
  }

  /**
   * Whether the last channel is alpha.
   *
   * @return true for 2 and 4 channels
   */
  public boolean hasAlpha() {
    return channels % 2 == 0;
  }
}
