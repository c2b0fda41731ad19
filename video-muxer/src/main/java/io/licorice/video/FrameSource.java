package io.licorice.video;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** The frames of a video in the order in which they are shown. For use by one thread at a time. */
public interface FrameSource extends AutoCloseable {
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
   * The unit of times.
   *
   * @return a fraction of a second
   */
  TimeBase timeBase();

  /**
   * The number of frames, where it is known beforehand.
   *
   * @return frames
   */
  OptionalLong frameCount();

  /**
   * Decodes the next frame.
   *
   * @return the frame, or nothing after the last one
   * @throws IOException if the source is malformed or reading fails
   */
  Optional<TimedFrame> next() throws IOException;

  @Override
  void close() throws IOException;
}
