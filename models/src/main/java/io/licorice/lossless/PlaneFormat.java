package io.licorice.lossless;

/**
 * What a decoder must know of planes beforehand.
 *
 * @param planes number of planes, 1 to 4
 * @param width pixels of a row, at least 1
 * @param height rows, at least 1
 * @param bitDepth bits of a sample, 1 to 16
 * @param maxError the largest error, 0 to 65535
 */
public record PlaneFormat(int planes, int width, int height, int bitDepth, int maxError) {
  /**
   * Checks the ranges.
   *
   * @param planes see the record
   * @param width see the record
   * @param height see the record
   * @param bitDepth see the record
   * @param maxError see the record
   * @throws IllegalArgumentException if a value is out of range
   */
  public PlaneFormat {
    if (planes < 1 || planes > 4 || width < 1 || height < 1) {
      throw new IllegalArgumentException("1 to 4 planes of at least 1 sample expected");
    }
    if (bitDepth < 1 || bitDepth > 16 || maxError < 0 || maxError > 0xFFFF) {
      throw new IllegalArgumentException(
          "bit depth 1 to 16 and largest error 0 to 65535 expected, found "
              + bitDepth
              + " and "
              + maxError);
    }
  }
}
