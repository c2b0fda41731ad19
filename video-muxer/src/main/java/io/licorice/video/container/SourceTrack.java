package io.licorice.video.container;

import io.licorice.video.FrameSource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * All that is known of a track of a file that is read, in terms of no container.
 *
 * @param index place in the file
 * @param kind what it holds
 * @param codec its codec
 * @param label the codec's name for people
 * @param setup what Matroska calls codec private data; empty where there is none
 * @param origin how the file itself describes the codec
 * @param language ISO 639-2 code; empty where the file tells none
 * @param name for people; empty where the file tells none
 * @param isDefault see {@link MediaTrack}
 * @param isForced whether subtitles are shown to everybody
 * @param width see {@link MediaTrack}
 * @param height see {@link MediaTrack}
 * @param rotation see {@link MediaTrack}
 * @param channels see {@link MediaTrack}
 * @param sampleRate see {@link MediaTrack}
 * @param bits of a linear sample, or 0
 * @param delay by how much the first packet comes before time zero because its sound is thrown
 *     away, in nanoseconds
 * @param preRoll what a decoder must hear before a jump's target, in nanoseconds
 * @param seconds see {@link MediaTrack}
 * @param framesPerSecond see {@link MediaTrack}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SourceTrack(
    int index,
    MediaTrack.Kind kind,
    TrackCodec codec,
    String label,
    byte[] setup,
    Origin origin,
    Optional<String> language,
    Optional<String> name,
    boolean isDefault,
    boolean isForced,
    int width,
    int height,
    int rotation,
    int channels,
    int sampleRate,
    int bits,
    long delay,
    long preRoll,
    OptionalDouble seconds,
    OptionalDouble framesPerSecond) {

  /** How a container describes a codec, kept for containers of the same kind. */
  sealed interface Origin permits Matroska, Mp4 {}

  /**
   * Matroska's way.
   *
   * @param codecId the codec's name
   */
  record Matroska(String codecId) implements Origin {}

  /**
   * MP4's and QuickTime's way.
   *
   * @param sampleEntry the whole sample entry
   * @param handler four letters
   * @param isQuickTime whether the file is QuickTime's
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mp4(byte[] sampleEntry, String handler, boolean isQuickTime) implements Origin {}

  /** The only track of what holds nothing but frames of one size and rate. */
  static SourceTrack ofFrames(FrameSource source, String label) {
    double each = source.timeBase().seconds(1);
    OptionalLong count = source.frameCount();
    return new SourceTrack(
        0,
        MediaTrack.Kind.VIDEO,
        TrackCodec.OTHER,
        label,
        new byte[0],
        new Matroska(""),
        Optional.empty(),
        Optional.empty(),
        true,
        false,
        source.width(),
        source.height(),
        0,
        0,
        0,
        0,
        0,
        0,
        count.isPresent() ? OptionalDouble.of(count.getAsLong() * each) : OptionalDouble.empty(),
        OptionalDouble.of(
            (double) source.timeBase().denominator() / source.timeBase().numerator()));
  }

  boolean isCompanion() {
    return kind == MediaTrack.Kind.AUDIO || kind == MediaTrack.Kind.SUBTITLE;
  }

  MediaTrack forPeople() {
    return new MediaTrack(
        index,
        kind,
        label,
        language,
        name,
        isDefault,
        width,
        height,
        rotation,
        channels,
        sampleRate,
        framesPerSecond,
        seconds);
  }

  /** Names the track in messages. */
  String describe() {
    String what =
        switch (kind) {
          case VIDEO -> "video";
          case AUDIO -> "audio";
          case SUBTITLE -> "subtitle";
          case OTHER -> "other";
        };
    return what + " track " + index + " (" + label + ")";
  }
}
