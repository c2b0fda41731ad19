package io.licorice.video.container;

import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An ordinary video that comes in: MP4, MOV, Matroska, WebM, AVI and whatever else Humble Video
 * reads, a y4m file, or a folder of pictures. The tracks of MP4, MOV and Matroska are listed without
 * Humble Video; decoding them needs it. y4m files and folders never do. Safe for use by several
 * threads; each {@link FrameSource} is for one.
 */
public final class MediaInput {
  /** The rate of a folder of pictures when none is given: 25 a second. */
  public static final TimeBase DEFAULT_FRAME_TIME = new TimeBase(1, 25);

  private MediaInput() {}

  /**
   * Looks at a file or folder. It is opened by what it holds, not by its name.
   *
   * @param path a file, or a folder of pictures that {@code ImageIO} reads, taken in natural order
   * @return the video
   * @throws IOException if it cannot be read, or is no video that is known here
   */
  public static MediaInput open(Path path) throws IOException {
    return open(path, DEFAULT_FRAME_TIME);
  }

  /**
   * Looks at a file or folder.
   *
   * @param path see {@link #open(Path)}
   * @param frameTime for how long each picture of a folder is shown; other inputs know it themselves
   * @return the video
   * @throws IOException if it cannot be read, or is no video that is known here
   */
  public static MediaInput open(Path path, TimeBase frameTime) throws IOException {
    throw new IOException("not there yet: " + path + frameTime);
  }

  /**
   * What kind of container it is.
   *
   * @return the format
   */
  public ContainerFormat format() {
    return ContainerFormat.OTHER;
  }

  /**
   * All tracks in the order of the file; a y4m file or a folder has one.
   *
   * @return the tracks
   */
  public List<MediaTrack> tracks() {
    return List.of();
  }

  /**
   * The video track that is decoded when none is chosen: the first that is marked as default, or
   * else the first.
   *
   * @return the track; empty if there is none
   */
  public Optional<MediaTrack> video() {
    return Optional.empty();
  }

  /**
   * Decodes {@link #video}.
   *
   * @return its frames: red, green and blue of 8 bits, turned as the track's rotation asks; times
   *     are in the track's unit and begin where the track begins in the file
   * @throws IOException if there is no video track, or decoding it needs what is not here; the
   *     message says what and why
   */
  public FrameSource frames() throws IOException {
    return frames(0);
  }

  /**
   * Decodes a video track.
   *
   * @param track its index
   * @return see {@link #frames()}
   * @throws IOException see {@link #frames()}
   * @throws IllegalArgumentException if there is no video track of this index
   */
  public FrameSource frames(int track) throws IOException {
    throw new IOException("not there yet: " + track);
  }
}
