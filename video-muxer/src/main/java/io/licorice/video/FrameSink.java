package io.licorice.video;

import java.io.IOException;

/**
 * Where decoded frames go: y4m, a folder of pictures, or a video of a conventional codec. What is
 * there under the file's name stays as it was until {@link #finish} returns. For use by one thread
 * at a time.
 */
public interface FrameSink extends AutoCloseable {
  /**
   * Takes the next frame.
   *
   * @param frame the frame, of the size that the sink was made for; timestamps rise
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if the frame has another size or kind
   */
  void write(TimedFrame frame) throws IOException;

  /**
   * Completes the video and gives it its name.
   *
   * @throws IOException if writing fails; then there is no new file
   */
  void finish() throws IOException;

  /** Gives up what was not finished. */
  @Override
  void close() throws IOException;
}
