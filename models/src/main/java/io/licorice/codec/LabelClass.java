package io.licorice.codec;

import io.licorice.bitstream.LabelBox;

/**
 * What the pixels of a class show, and the colour in which a map displays them.
 *
 * @param name 1 to 64 bytes of UTF-8
 * @param colour 0xRRGGBB
 */
public record LabelClass(String name, int colour) {
  /**
   * Checks both.
   *
   * @param name see the record
   * @param colour see the record
   * @throws IllegalArgumentException if the name is empty or too long, or the colour has other bits
   */
  public LabelClass {
    new LabelBox.Entry(name, colour);
  }
}
