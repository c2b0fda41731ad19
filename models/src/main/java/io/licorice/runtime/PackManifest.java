package io.licorice.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * What a pack says of itself in {@code manifest.json}.
 *
 * @param id name that files carry
 * @param family number of the codec family
 * @param familyName name of the codec family
 * @param licence terms of the weights
 * @param latents channels of the latents
 * @param hyperLatents channels of the hyper-latents
 * @param anchors number of rows of the quality tables
 * @param stepsPerAnchor quality steps between two rows
 * @param lowestStep step, relative to the first row, of quality 0; may be negative
 * @param highestStep step, relative to the first row, of quality 100
 * @param haloCells latents on each side of a tile that its networks see
 * @param rateWeight squared error, in quantiser steps, that a bit is worth
 * @param latentFractionBits latents and means of the decoder are multiples of this power of 1/2; 0
 *     if its networks compute in floats
 * @param sampleFractionBits samples that synthesis makes are multiples of this power of 1/2; 0 if
 *     it computes in floats
 * @param decodeMacsPerPixel multiplications a pixel to decode
 * @param codeChannels of a generative pack, how many integers a cell has at each quality step but
 *     the first, ascending; none otherwise
 * @param flowLatents of a video pack, channels of the latents of flow; 0 otherwise
 * @param flowHyperLatents of a video pack, channels of the hyper-latents of flow; 0 otherwise
 * @param files every other file of the pack
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PackManifest(
    String id,
    int family,
    String familyName,
    String licence,
    int latents,
    int hyperLatents,
    int anchors,
    int stepsPerAnchor,
    int lowestStep,
    int highestStep,
    int haloCells,
    double rateWeight,
    int latentFractionBits,
    int sampleFractionBits,
    double decodeMacsPerPixel,
    List<Integer> codeChannels,
    int flowLatents,
    int flowHyperLatents,
    Map<String, PackFile> files) {
  /** The header of a file has room for this many, less one that marks exact cells. */
  private static final int MOST_STEPS = 0xFFFF;

  /**
   * Checks the number of quality steps and copies the map.
   *
   * @param id see the record
   * @param family see the record
   * @param familyName see the record
   * @param licence see the record
   * @param latents see the record
   * @param hyperLatents see the record
   * @param anchors see the record
   * @param stepsPerAnchor see the record
   * @param lowestStep see the record
   * @param highestStep see the record
   * @param haloCells see the record
   * @param rateWeight see the record
   * @param latentFractionBits see the record
   * @param sampleFractionBits see the record
   * @param decodeMacsPerPixel see the record
   * @param codeChannels see the record
   * @param flowLatents see the record
   * @param flowHyperLatents see the record
   * @param files see the record
   * @throws IllegalArgumentException if there are not 1 to 65535 quality steps
   */
  public PackManifest {
    long steps = 1L + highestStep - lowestStep;
    if (steps < 1 || steps > MOST_STEPS) {
      throw new IllegalArgumentException("1 to 65535 quality steps expected, found " + steps);
    }
    codeChannels = codeChannels == null ? List.of() : List.copyOf(codeChannels);
    files = Map.copyOf(files);
  }

  /**
   * A file of a pack.
   *
   * @param bytes its length
   * @param sha256 its hash, 64 hexadecimal digits
   * @param pack the pack in whose folder, next to this one's, the file is; null if it is in this
   *     one's
   */
  public record PackFile(long bytes, String sha256, String pack) {
    /**
     * Checks the other pack's name.
     *
     * @param bytes see the record
     * @param sha256 see the record
     * @param pack see the record
     * @throws IllegalArgumentException if the name is not one of letters, digits, "-" and "_"
     */
    public PackFile {
      if (pack != null && !pack.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException("not the name of a pack: " + pack);
      }
    }
  }
}
