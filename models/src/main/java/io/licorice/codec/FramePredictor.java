package io.licorice.codec;

import java.io.IOException;

/**
 * Codes frames of a video, each from the ones decoded before it; the networks of one pack. What it
 * decodes is the same on every machine, bit by bit.
 *
 * <p>Frames have at most 16384 pixels a side and 2^26 in all. With the pack {@code video} a process
 * that codes frames of 1920 x 1080, key frames included, takes 3.5 GB with a Java heap of 1 GB, and
 * one that decodes them 2.2 GB; others in proportion to their pixels. What is kept from frame to
 * frame is the frame and, in the family "mlvc", the frame that it was predicted from and its flow,
 * 15 MB of 1920 x 1080.
 *
 * <p>Safe for use by several threads. The networks belong to the {@link LicCodec} that it came
 * from.
 */
public interface FramePredictor {
  /**
   * The pack's id.
   *
   * @return as streams carry it
   */
  String model();

  /**
   * The first four bytes of the pack's hash.
   *
   * @return as streams carry them
   */
  int hashPrefix();

  /**
   * The codec family's name.
   *
   * @return such as "mlvc"
   */
  String family();

  /**
   * What the frame after a key frame is predicted from.
   *
   * @param key the key frame as decoded: three planes of 8 bits
   * @return references with this frame alone
   * @throws IllegalArgumentException if it is of another kind
   */
  FrameReferences start(Picture key);

  /**
   * Codes a frame and decodes it again.
   *
   * @param frame three planes of 8 bits, as large as the references
   * @param references what was decoded before
   * @param quality 0 to 100 on the scale of {@link EncodeOptions.Builder#quality} of the pack
   *     {@code photo}: the same quality asks the same price for a bit
   * @param listener may cancel
   * @return the coded frame
   * @throws IOException if a network fails
   * @throws IllegalArgumentException if the frame is of another kind or size or too large, or
   *     quality is out of range
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  PredictedFrame encode(
      Picture frame, FrameReferences references, double quality, CodecListener listener)
      throws IOException;

  /**
   * Decodes a frame.
   *
   * @param payload what {@link #encode} of this pack gave
   * @param references what {@code encode} was given
   * @param listener may cancel
   * @return the references of the next frame; their newest is this one
   * @throws io.licorice.bitstream.LicFormatException if the payload is malformed, the offset being
   *     within it, or the frame is not the one that was encoded, because of damage or of other
   *     references, or frames are too large
   * @throws IOException if a network fails
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  FrameReferences decode(byte[] payload, FrameReferences references, CodecListener listener)
      throws IOException;
}
