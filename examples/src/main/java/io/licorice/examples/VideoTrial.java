package io.licorice.examples;

import java.util.List;

/**
 * A video, coded and decoded once.
 *
 * @param frames in the order in which they are shown
 * @param fileBytes of the file that holds the frames
 * @param encodeSeconds for all frames
 * @param decodeSeconds for all frames
 */
record VideoTrial(
    List<CodedFrame> frames, long fileBytes, double encodeSeconds, double decodeSeconds) {

  /**
   * A frame.
   *
   * @param bytes of its packet
   * @param isKey whether decoding can begin with it
   * @param psnr over red, green and blue, against the frame that went in
   */
  record CodedFrame(long bytes, boolean isKey, double psnr) {}

  long bytes() {
    return frames.stream().mapToLong(CodedFrame::bytes).sum();
  }

  /** The mean of the frames' decibels, as the literature has it. */
  double psnr() {
    return frames.stream().mapToDouble(CodedFrame::psnr).average().orElseThrow();
  }
}
