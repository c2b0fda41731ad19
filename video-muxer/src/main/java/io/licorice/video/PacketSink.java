package io.licorice.video;

import java.io.IOException;

/**
 * Where coded frames go: a {@code .lvc} file, Matroska or MP4. What is there under the file's name
 * stays as it was until {@link #finish} returns. For use by one thread at a time.
 */
public interface PacketSink extends AutoCloseable {
  /**
   * Takes the next frame.
   *
   * @param packet the frame; timestamps rise
   * @throws IOException if writing fails
   */
  void write(LvcPacket packet) throws IOException;

  /**
   * Completes the file and gives it its name.
   *
   * @throws IOException if writing fails; then there is no new file
   */
  void finish() throws IOException;

  /** Gives up what was not finished. */
  @Override
  void close() throws IOException;
}
