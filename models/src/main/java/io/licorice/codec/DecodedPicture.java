package io.licorice.codec;

import java.util.List;

/**
 * What the decoder made.
 *
 * @param picture the samples of the picture, or of the region asked for
 * @param warnings one sentence for each thing that was wrong; empty for an intact file
 * @param device where the networks ran; the CPU if none was needed
 */
public record DecodedPicture(Picture picture, List<String> warnings, Device device) {
  /**
   * Copies the list.
   *
   * @param picture see the record
   * @param warnings see the record
   * @param device see the record
   */
  public DecodedPicture {
    warnings = List.copyOf(warnings);
  }
}
