package io.licorice.examples;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.PacketSource;
import io.licorice.video.TimeBase;
import io.licorice.video.container.ContainerFormat;
import io.licorice.video.container.Containers;
import io.licorice.video.container.MediaInput;
import io.licorice.video.container.MediaTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads coded videos from files. */
final class VideoFiles {
  private VideoFiles() {}

  /** What a file is, by its content. */
  static ContainerFormat probe(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return naming(file, () -> Containers.probe(file));
  }

  /** Opens the coded frames of a file; the caller's to close. */
  static PacketSource open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder");
    }
    return naming(file, () -> Containers.open(file));
  }

  /** Looks at a video to encode; the time of a folder's pictures may be null for the usual one. */
  static MediaInput media(Path file, TimeBase frameTime) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return naming(
        file, () -> frameTime == null ? MediaInput.open(file) : MediaInput.open(file, frameTime));
  }

  /** Reads from a file. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Names the file if its bytes are malformed. */
  static <T> T naming(Path file, Reading<T> reading) throws IOException {
    try {
      return advising(reading);
    } catch (LicFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Tells where jars go that are not there. */
  static <T> T advising(Reading<T> work) throws IOException {
    try {
      return work.read();
    } catch (IOException e) {
      if (e.getCause() instanceof LinkageError) {
        throw new IOException(e.getMessage() + "; lic.jar finds them in a folder lib beside it", e);
      }
      throw e;
    }
  }

  /** The tracks of a file that are not coded by us. */
  static List<MediaTrack> others(MediaInput input) {
    return input.tracks().stream().filter(track -> !isOurs(track)).toList();
  }

  /** Whether a track holds our coded frames. */
  static boolean isOurs(MediaTrack track) {
    return track.codec().equals("lvc1");
  }

  /** Audio and subtitle tracks, which accompany a video. */
  static List<MediaTrack> companions(MediaInput input) {
    return input.tracks().stream()
        .filter(
            track ->
                track.kind() == MediaTrack.Kind.AUDIO || track.kind() == MediaTrack.Kind.SUBTITLE)
        .toList();
  }

  /** The tracks of a file in words. */
  static String list(MediaInput input) {
    return input.tracks().stream()
        .map(
            track ->
                Text.of(
                    "%d (%s, %s)",
                    track.index(), track.kind().name().toLowerCase(Locale.ROOT), track.codec()))
        .collect(Collectors.joining(", "));
  }

  /** From the first frame's beginning to the last one's end. */
  static double seconds(PacketSource source) {
    List<PacketSource.Entry> frames = source.frames();
    PacketSource.Entry last = frames.get(frames.size() - 1);
    TimeBase unit = source.timeBase();
    return unit.seconds(last.timestamp() + last.duration() - frames.get(0).timestamp());
  }
}
