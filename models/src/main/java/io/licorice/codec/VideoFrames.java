package io.licorice.codec;

import java.io.IOException;

/** The frames of an open video, all of one kind. For use by one thread at a time. */
public interface VideoFrames extends AutoCloseable {
  /**
   * The number of frames.
   *
   * @return frames, at least 1
   */
  int count();

  /**
   * The frames' width.
   *
   * @return pixels, at least 1
   */
  int width();

  /**
   * The frames' height.
   *
   * @return pixels, at least 1
   */
  int height();

  /**
   * The number of planes.
   *
   * @return 1 (gray) or 3 (red, green, blue)
   */
  int channels();

  /**
   * The bits of a sample.
   *
   * @return 8 or 16
   */
  int bitDepth();

  /**
   * Decodes a frame. Reading them in rising order costs least.
   *
   * @param frame its number, from 0
   * @param listener hears of progress and warnings, may cancel
   * @return the frame
   * @throws IndexOutOfBoundsException if there is no such frame
   * @throws IOException if the frame is malformed, reading fails, or a network is not to be had
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  Picture read(int frame, CodecListener listener) throws IOException;

  @Override
  void close() throws IOException;
}
