package io.licorice.video.container;

import io.humble.video.Coder;
import io.humble.video.Decoder;
import io.humble.video.Demuxer;
import io.humble.video.DemuxerStream;
import io.humble.video.Global;
import io.humble.video.KeyValueBag;
import io.humble.video.MediaDescriptor;
import io.humble.video.MediaPacket;
import io.humble.video.Muxer;
import io.humble.video.Rational;
import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Humble Video 0.3.0, which is FFmpeg 2.8. */
final class HumbleLibrary implements MediaLibrary {
  private static final double MICROS = 1e6;

  HumbleLibrary() {
    // Loads the natives, or fails with a LinkageError.
    Global.getAVFormatVersion();
  }

  /** Calls of Humble Video, which tells of failures by unchecked exceptions. */
  interface Call<T> {
    T run() throws IOException, InterruptedException;
  }

  static <T> T guarded(String what, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException told = new InterruptedIOException(what + " was interrupted");
      told.initCause(e);
      throw told;
    } catch (RuntimeException e) {
      throw new IOException(what + " failed: " + e.getMessage(), e);
    }
  }

  static TimeBase timeBase(Rational told) {
    boolean isSound = told != null && told.getNumerator() > 0 && told.getDenominator() > 0;
    return isSound
        ? new TimeBase(told.getNumerator(), told.getDenominator())
        : new TimeBase(1, (int) Global.DEFAULT_PTS_PER_SECOND);
  }

  static Demuxer open(Path file) throws IOException {
    Demuxer demuxer = Demuxer.make();
    demuxer.setReadRetryCount(0);
    return guarded(
        "opening " + file.getFileName(),
        () -> {
          demuxer.open(file.toString(), null, false, true, null, null);
          return demuxer;
        });
  }

  static void close(Demuxer demuxer) throws IOException {
    guarded(
        "closing a video",
        () -> {
          demuxer.close();
          return demuxer;
        });
  }

  @Override
  public List<SourceTrack> tracks(Path file) throws IOException {
    Demuxer demuxer = open(file);
    try {
      return guarded(
          "reading " + file.getFileName(),
          () -> {
            List<SourceTrack> tracks = new ArrayList<>();
            for (int i = 0; i < demuxer.getNumStreams(); i++) {
              tracks.add(track(demuxer, i));
            }
            return tracks;
          });
    } finally {
      close(demuxer);
    }
  }

  private static SourceTrack track(Demuxer demuxer, int i)
      throws IOException, InterruptedException {
    DemuxerStream stream = demuxer.getStream(i);
    Decoder decoder = stream.getDecoder();
    MediaDescriptor.Type type =
        decoder == null ? MediaDescriptor.Type.MEDIA_DATA : decoder.getCodecType();
    MediaTrack.Kind kind =
        switch (type) {
          case MEDIA_VIDEO -> MediaTrack.Kind.VIDEO;
          case MEDIA_AUDIO -> MediaTrack.Kind.AUDIO;
          case MEDIA_SUBTITLE -> MediaTrack.Kind.SUBTITLE;
          default -> MediaTrack.Kind.OTHER;
        };
    boolean isVideo = kind == MediaTrack.Kind.VIDEO;
    boolean isAudio = kind == MediaTrack.Kind.AUDIO;
    Rational rate = stream.getFrameRate();
    KeyValueBag tags = stream.getMetaData();
    String language = tags == null ? null : tags.getValue("language", KeyValueBag.Flags.KVB_NONE);
    String label =
        decoder == null
            ? "unknown"
            : decoder.getCodecID().name().replace("CODEC_ID_", "").toLowerCase(Locale.ROOT);
    long micros = demuxer.getDuration();
    return new SourceTrack(
        i,
        kind,
        TrackCodec.OTHER,
        label,
        new byte[0],
        new SourceTrack.Matroska(""),
        Optional.ofNullable(language),
        Optional.empty(),
        i == 0,
        false,
        isVideo ? decoder.getWidth() : 0,
        isVideo ? decoder.getHeight() : 0,
        0,
        isAudio ? decoder.getChannels() : 0,
        isAudio ? decoder.getSampleRate() : 0,
        0,
        0,
        0,
        micros > 0 ? OptionalDouble.of(micros / MICROS) : OptionalDouble.empty(),
        isVideo && rate != null && rate.getNumerator() > 0 && rate.getDenominator() > 0
            ? OptionalDouble.of(rate.getDouble())
            : OptionalDouble.empty());
  }

  @Override
  public FrameSource decode(Path file, SourceTrack track, Optional<Timing> timing)
      throws IOException {
    return HumbleFrames.open(file, track, timing);
  }

  @Override
  public H264 encode(int width, int height, TimeBase timeBase, double crf) throws IOException {
    return guarded("opening x264", () -> new HumbleH264(width, height, timeBase, crf));
  }

  @Override
  public boolean copyCompanions(Path file, Path matroska) throws IOException {
    Demuxer demuxer = open(file);
    try {
      return guarded(
          "copying the audio and subtitle tracks of %s, whose container only Humble Video reads,"
              .formatted(file.getFileName()),
          () -> copy(demuxer, matroska));
    } finally {
      close(demuxer);
    }
  }

  private static boolean copy(Demuxer demuxer, Path matroska)
      throws IOException, InterruptedException {
    Muxer muxer = Muxer.make(matroska.toString(), null, "matroska");
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < demuxer.getNumStreams(); i++) {
      Decoder decoder = demuxer.getStream(i).getDecoder();
      if (decoder != null
          && (decoder.getCodecType() == MediaDescriptor.Type.MEDIA_AUDIO
              || decoder.getCodecType() == MediaDescriptor.Type.MEDIA_SUBTITLE)) {
        places.put(i, muxer.addNewStream((Coder) decoder).getIndex());
      }
    }
    if (places.isEmpty()) {
      return false;
    }
    muxer.open(null, null);
    MediaPacket packet = MediaPacket.make();
    while (demuxer.read(packet) >= 0) {
      Integer place = places.get(packet.getStreamIndex());
      if (place != null && packet.isComplete()) {
        packet.setStreamIndex(place);
        muxer.write(packet, true);
      }
    }
    muxer.close();
    return true;
  }
}
