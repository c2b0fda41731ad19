package io.licorice.codec;

import java.util.List;

/**
 * What the decoder made.
 *
 * @param picture the samples of the picture, or of the region asked for
 * @param warnings one sentence for each thing that was wrong; empty for an intact file
 * @param device where the networks ran
 */
public record DecodedPicture(Picture picture, List<String> warnings, Device device) {
  /** Copies the list. */
  public DecodedPicture {
    warnings = List.copyOf(warnings);
  }
}
