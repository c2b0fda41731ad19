package io.licorice.codec;

import java.util.List;

/**
 * A pack of networks and tables as its manifest describes it.
 *
 * @param id name that files carry
 * @param hash SHA-256 of the manifest, which holds the hash of every other file, 64 hexadecimal
 *     digits
 * @param family name of the codec family
 * @param video whether it codes predicted frames of video, and no pictures
 * @param origin where it was found
 * @param licence terms of the weights
 * @param bytes size of all its files
 * @param decodeMacsPerPixel multiplications a pixel to decode
 * @param problems what verification found, one sentence each; empty when nothing is wrong
 */
public record PackInfo(
    String id,
    String hash,
    String family,
    boolean video,
    String origin,
    String licence,
    long bytes,
    double decodeMacsPerPixel,
    List<String> problems) {
  /**
   * Copies the list.
   *
   * @param id see the record
   * @param hash see the record
   * @param family see the record
   * @param video see the record
   * @param origin see the record
   * @param licence see the record
   * @param bytes see the record
   * @param decodeMacsPerPixel see the record
   * @param problems see the record
   */
  public PackInfo {
    problems = List.copyOf(problems);
  }
}
