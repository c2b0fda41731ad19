package io.licorice.codec;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Opens and writes {@code .lvc} video for those who only know pictures. The video module registers
 * its implementation with {@link java.util.ServiceLoader}; without it there is none.
 *
 * <p>Implementations have a public constructor without arguments, are safe for use by several
 * threads, and load no native library before a method is called.
 */
public interface VideoProvider {
  /**
   * Opens a video.
   *
   * @param source its bytes, from the signature {@code 8C 4C 56 43} on; stays the caller's to close
   * @return its frames, the caller's to close
   * @throws io.licorice.bitstream.LicFormatException if the bytes are malformed
   * @throws IOException if reading fails
   */
  VideoFrames open(ByteSource source) throws IOException;

  /**
   * Begins a video.
   *
   * @param stream receives the file; stays the caller's to flush and close
   * @param settings size, rate, quality
   * @return takes the frames; the caller's to close
   * @throws IOException if a network is not to be had, or writing fails
   */
  VideoSink create(OutputStream stream, VideoSettings settings) throws IOException;
}
