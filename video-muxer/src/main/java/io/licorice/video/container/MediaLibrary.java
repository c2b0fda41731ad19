package io.licorice.video.container;

import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What only a library of conventional codecs can do. It is Humble Video, which is optional; nobody
 * else in this package knows it.
 */
interface MediaLibrary {
  /**
   * When frames are shown.
   *
   * @param timeBase the unit of the frames' times
   * @param clock turns times
   * @param frames how many there are, or -1
   */
  record Timing(TimeBase timeBase, Clock clock, long frames) {}

  /** Turns the times that the library tells into those of the file. */
  interface Clock {
    /**
     * Places a frame.
     *
     * @param told when the frame is shown, in the library's unit of the stream
     * @param first what the library tells of the stream's first packet
     * @param unit the library's unit
     * @return the time in the unit of {@link Timing}; below zero if the frame is not shown
     */
    long time(long told, long first, TimeBase unit);
  }

  /** The tracks of a file that no reader here knows. */
  List<SourceTrack> tracks(Path file) throws IOException;

  /**
   * Decodes a video track.
   *
   * @param timing empty to take the library's own times
   */
  FrameSource decode(Path file, SourceTrack track, Optional<Timing> timing) throws IOException;

  /**
   * Copies the audio and subtitle tracks of a file into a Matroska file.
   *
   * @return whether there are any
   */
  boolean copyCompanions(Path file, Path matroska) throws IOException;

  /** Begins to encode H.264 without reordering. */
  H264 encode(int width, int height, TimeBase timeBase, double crf) throws IOException;

  /**
   * Finds the library.
   *
   * @throws IOException if it, or its natives for this machine, are not there
   */
  static MediaLibrary load() throws IOException {
    try {
      return new HumbleLibrary();
    } catch (LinkageError e) {
      throw new IOException(missing(e), e);
    }
  }

  private static String missing(LinkageError e) {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    boolean isAbsent =
        e instanceof NoClassDefFoundError && String.valueOf(e.getMessage()).contains("humble");
    return isAbsent
        ? "conventional video codecs need Humble Video, which is not on the class path: add"
            + " io.humble:humble-video-noarch:0.3.0 and"
            + " io.humble:humble-video-arch-x86_64-pc-linux-gnu6:0.3.0 (or"
            + " -x86_64-apple-darwin18, -x86_64-w64-mingw32)"
        : "conventional video codecs need Humble Video's native library, which is not there for "
            + machine
            + ": add io.humble:humble-video-arch-x86_64-pc-linux-gnu6:0.3.0,"
            + " -x86_64-apple-darwin18 or -x86_64-w64-mingw32; there is none for other machines";
  }

  /** An encoder of H.264. For use by one thread at a time. */
  interface H264 extends AutoCloseable {
    /**
     * A coded frame.
     *
     * @param bytes NAL units behind start codes
     * @param time in the unit of the encoder
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Coded(byte[] bytes, long time, boolean isKey) {}

    /**
     * Encodes a frame.
     *
     * @param planes luma and colour differences without gaps; empty to get what is left
     * @return frames that are ready
     */
    List<Coded> encode(Optional<byte[][]> planes, long time) throws IOException;

    /** How the planes must be laid out. */
    YuvLayout layout();

    @Override
    void close();
  }
}
