package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.LvcConfiguration;
import io.licorice.video.LvcPacket;
import io.licorice.video.PacketSource;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The coded frames of a learned video in Matroska, MP4 or MOV. */
final class MuxedVideo implements PacketSource {
  private final MediaFile file;
  private final LearnedTrack track;
  private final LvcConfiguration configuration;

  private MuxedVideo(MediaFile file) throws IOException {
    this.file = file;
    this.track =
        file.learned()
            .orElseThrow(
                () ->
                    new LicFormatException(
                        -1, "no learned video among the tracks: " + names(file.tracks())));
    if (track.index().count() == 0) {
      throw new LicFormatException(-1, "the learned video has no frames");
    }
    this.configuration = configuration(track);
  }

  static MuxedVideo open(Path path) throws IOException {
    MediaFile file =
        MediaFiles.open(path)
            .orElseThrow(
                () -> new LicFormatException(0, "neither .lvc nor Matroska, MP4 or MOV: " + path));
    try {
      return new MuxedVideo(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static String names(List<SourceTrack> tracks) {
    return String.join(", ", tracks.stream().map(SourceTrack::describe).toList());
  }

  private static LvcConfiguration configuration(LearnedTrack track) throws IOException {
    byte[] told = track.configuration();
    if (told.length == 0) {
      for (int i = 0; i < track.index().count(); i++) {
        if (track.index().isKey(i)) {
          return LvcConfiguration.ofKeyPacket(track.read(i));
        }
      }
      throw new LicFormatException(-1, "neither the container nor a key frame has a configuration");
    }
    try {
      return LvcConfiguration.parse(told);
    } catch (LicFormatException e) {
      // ffmpeg pads what it copies to an even length.
      if (told[told.length - 1] != 0) {
        throw e;
      }
      return LvcConfiguration.parse(Arrays.copyOf(told, told.length - 1));
    }
  }

  @Override
  public LvcConfiguration configuration() {
    return configuration;
  }

  @Override
  public TimeBase timeBase() {
    return track.timeBase();
  }

  @Override
  public List<Entry> frames() {
    PacketIndex index = track.index();
    return new java.util.AbstractList<>() {
      @Override
      public Entry get(int i) {
        return new Entry(index.time(i), index.duration(i), index.isKey(i));
      }

      @Override
      public int size() {
        return index.count();
      }
    };
  }

  @Override
  public Optional<LvcPacket> read(int frame) throws IOException {
    PacketIndex index = track.index();
    return Optional.of(
        new LvcPacket(
            track.read(frame), index.time(frame), index.duration(frame), index.isKey(frame)));
  }

  @Override
  public OptionalLong offset(int frame) {
    return OptionalLong.of(track.index().offset(frame));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
