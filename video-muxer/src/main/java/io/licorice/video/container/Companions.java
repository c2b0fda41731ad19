package io.licorice.video.container;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The tracks that accompany a video: all audio and subtitle tracks of a file, whose packets are
 * copied untouched. Immutable.
 *
 * @param source the file; empty for a video alone
 * @param isCutAtEnd whether packets that begin after the last frame are left out, as is right when
 *     only the first frames of a video are coded
 */
public record Companions(Optional<Path> source, boolean isCutAtEnd) {
  /**
   * No other tracks.
   *
   * @return for a video alone
   */
  public static Companions none() {
    return new Companions(Optional.empty(), false);
  }

  /**
   * All audio and subtitle tracks of a file. A file that has none, a y4m file or a folder, is one
   * without companions.
   *
   * @param source the file, which must stay there until the video is finished
   * @return its companions, to their end
   */
  public static Companions of(Path source) {
    return new Companions(Optional.of(source), false);
  }

  /**
   * The same tracks up to the end of the video.
   *
   * @return companions without what begins after the last frame
   */
  public Companions cutAtEnd() {
    return new Companions(source, true);
  }
}
