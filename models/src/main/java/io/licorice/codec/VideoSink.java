package io.licorice.codec;

import java.io.IOException;

/** Takes the frames of a video that is being written. For use by one thread at a time. */
public interface VideoSink extends AutoCloseable {
  /**
   * Codes the next frame.
   *
   * @param frame three planes (red, green, blue) of 8 bits, of the video's size
   * @param listener hears of progress and warnings, may cancel
   * @throws IOException if coding or writing fails
   * @throws IllegalArgumentException if the frame is of another kind or size
   * @throws java.util.concurrent.CancellationException if the listener asked for it; then the frame
   *     is not part of the video
   */
  void write(Picture frame, CodecListener listener) throws IOException;

  /**
   * Writes what stands behind the last frame.
   *
   * @throws IOException if there was no frame, or writing fails
   */
  void finish() throws IOException;

  /** Frees what coding needed; what was written stays as it is. */
  @Override
  void close() throws IOException;
}
