package io.licorice.video.container;

import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An ordinary video that comes in: MP4, MOV, Matroska, WebM, AVI and whatever else Humble Video
 * reads, a y4m file, or a folder of pictures. The tracks of MP4, MOV and Matroska are listed
 * without Humble Video; decoding them needs it. y4m files and folders never do. Safe for use by
 * several threads; each {@link FrameSource} is for one.
 */
public final class MediaInput {
  /** The rate of a folder of pictures when none is given: 25 a second. */
  public static final TimeBase DEFAULT_FRAME_TIME = new TimeBase(1, 25);

  private final Path path;
  private final ContainerFormat format;
  private final List<SourceTrack> tracks;
  private final TimeBase frameTime;

  private MediaInput(
      Path path, ContainerFormat format, List<SourceTrack> tracks, TimeBase frameTime) {
    this.path = path;
    this.format = format;
    this.tracks = tracks;
    this.frameTime = frameTime;
  }

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
   * @param frameTime for how long each picture of a folder is shown; other inputs know it
   *     themselves
   * @return the video
   * @throws IOException if it cannot be read, or is no video that is known here
   */
  public static MediaInput open(Path path, TimeBase frameTime) throws IOException {
    ContainerFormat format = MediaFiles.probe(path);
    List<SourceTrack> tracks =
        switch (format) {
          case MATROSKA, MP4, MOV -> listed(path);
          case Y4M, FOLDER -> List.of(frames(path, format, frameTime));
          case LVC ->
              throw new IOException(path + " is a learned video already; Containers.open reads it");
          case OTHER -> MediaLibrary.load().tracks(path);
        };
    return new MediaInput(path, format, tracks, frameTime);
  }

  /**
   * What kind of container it is.
   *
   * @return the format
   */
  public ContainerFormat format() {
    return format;
  }

  /**
   * All tracks in the order of the file; a y4m file or a folder has one.
   *
   * @return the tracks
   */
  public List<MediaTrack> tracks() {
    return tracks.stream().map(SourceTrack::forPeople).toList();
  }

  /**
   * The video track that is decoded when none is chosen: the first that is marked as default, or
   * else the first.
   *
   * @return the track; empty if there is none
   */
  public Optional<MediaTrack> video() {
    return chosen().map(SourceTrack::forPeople);
  }

  private Optional<SourceTrack> chosen() {
    List<SourceTrack> videos =
        tracks.stream().filter(track -> track.kind() == MediaTrack.Kind.VIDEO).toList();
    Optional<SourceTrack> marked = videos.stream().filter(SourceTrack::isDefault).findFirst();
    return marked.isPresent() ? marked : videos.stream().findFirst();
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
    SourceTrack track =
        chosen().orElseThrow(() -> new IOException("there is no video track in " + path));
    return frames(track.index());
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
    if (track < 0 || track >= tracks.size() || tracks.get(track).kind() != MediaTrack.Kind.VIDEO) {
      throw new IllegalArgumentException("track " + track + " of " + path + " is no video");
    }
    return switch (format) {
      case Y4M -> Y4mSource.open(path);
      case FOLDER -> FolderSource.open(path, frameTime);
      default -> decoded(tracks.get(track));
    };
  }

  private FrameSource decoded(SourceTrack track) throws IOException {
    if (track.codec() == TrackCodec.LVC) {
      throw new IOException(
          track.describe() + " is a learned video already; Containers.open reads it");
    }
    MediaLibrary library = MediaLibrary.load();
    Optional<MediaLibrary.Timing> timing = Optional.empty();
    Optional<MediaFile> file = MediaFiles.open(path);
    if (file.isPresent()) {
      try (MediaFile open = file.get()) {
        timing = open.timing(track.index());
      }
    }
    return library.decode(path, track, timing);
  }

  private static List<SourceTrack> listed(Path path) throws IOException {
    try (MediaFile file = MediaFiles.open(path).orElseThrow()) {
      return file.tracks();
    }
  }

  private static SourceTrack frames(Path path, ContainerFormat format, TimeBase frameTime)
      throws IOException {
    try (FrameSource source =
        format == ContainerFormat.Y4M ? Y4mSource.open(path) : FolderSource.open(path, frameTime)) {
      return SourceTrack.ofFrames(source, format == ContainerFormat.Y4M ? "rawvideo" : "pictures");
    }
  }
}
