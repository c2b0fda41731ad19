package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;

/** Lays out what stands before the clusters of a Matroska file. */
final class MatroskaHeader {
  static final long TICK_NANOS = 1_000_000;
  private static final String APPLICATION = "Licorice";

  private MatroskaHeader() {}

  static byte[] file() {
    return Ebml.element(
        Ebml.HEADER,
        Ebml.number(0x4286, 1), // EBMLVersion
        Ebml.number(0x42F7, 1), // EBMLReadVersion
        Ebml.number(0x42F2, 4), // EBMLMaxIDLength
        Ebml.number(0x42F3, 8), // EBMLMaxSizeLength
        Ebml.text(Ebml.DOC_TYPE, "matroska"),
        Ebml.number(0x4287, 4), // DocTypeVersion
        Ebml.number(0x4285, 2)); // DocTypeReadVersion
  }

  /** What the segment is, of the same length whatever the duration. */
  static byte[] info(double durationTicks) {
    return Ebml.element(
        Ebml.INFO,
        Ebml.number(Ebml.TIMESTAMP_SCALE, TICK_NANOS),
        Ebml.text(0x4D80, APPLICATION), // MuxingApp
        Ebml.text(0x5741, APPLICATION), // WritingApp
        Ebml.real(Ebml.DURATION, durationTicks));
  }

  static byte[] tracks(List<OutputTrack> tracks) {
    ByteSink entries = new ByteSink();
    for (int i = 0; i < tracks.size(); i++) {
      entries.bytes(entry(i + 1, tracks.get(i)));
    }
    return Ebml.element(Ebml.TRACKS, entries.toBytes());
  }

  private static byte[] entry(int number, OutputTrack track) {
    ByteSink out =
        new ByteSink()
            .bytes(Ebml.number(Ebml.TRACK_NUMBER, number))
            .bytes(Ebml.number(Ebml.TRACK_UID, number))
            .bytes(Ebml.number(Ebml.TRACK_TYPE, type(track.kind())))
            .bytes(Ebml.number(Ebml.FLAG_LACING, 0));
    if (track.copied().isPresent()) {
      copied(out, track.copied().get());
    } else {
      video(out, track);
    }
    return Ebml.element(Ebml.TRACK_ENTRY, out.toBytes());
  }

  private static int type(MediaTrack.Kind kind) {
    return switch (kind) {
      case VIDEO -> 1;
      case AUDIO -> 2;
      case SUBTITLE, OTHER -> 17;
    };
  }

  private static void video(ByteSink out, OutputTrack track) {
    TrackCodec codec = track.isLearned() ? TrackCodec.LVC : TrackCodec.H264;
    byte[] setup =
        track.isLearned()
            ? LearnedSetup.ofMatroska(track.width(), track.height(), track.setup())
            : track.setup();
    out.bytes(Ebml.text(Ebml.LANGUAGE, "und"))
        .bytes(Ebml.text(Ebml.CODEC_ID, codec.matroskaId()))
        .bytes(Ebml.element(Ebml.CODEC_PRIVATE, setup))
        .bytes(Ebml.number(Ebml.DEFAULT_DURATION, track.frameTime()))
        .bytes(
            Ebml.element(
                Ebml.VIDEO,
                Ebml.number(Ebml.PIXEL_WIDTH, track.width()),
                Ebml.number(Ebml.PIXEL_HEIGHT, track.height())));
  }

  private static void copied(ByteSink out, SourceTrack track) {
    String codecId =
        track.origin() instanceof SourceTrack.Matroska matroska
            ? matroska.codecId()
            : track.codec().matroskaId();
    language(out, track.language());
    track.name().ifPresent(name -> out.bytes(Ebml.text(Ebml.TRACK_NAME, name)));
    out.bytes(Ebml.number(Ebml.FLAG_DEFAULT, track.isDefault() ? 1 : 0))
        .bytes(Ebml.number(Ebml.FLAG_FORCED, track.isForced() ? 1 : 0))
        .bytes(Ebml.text(Ebml.CODEC_ID, codecId));
    if (track.setup().length > 0) {
      out.bytes(Ebml.element(Ebml.CODEC_PRIVATE, track.setup()));
    }
    if (track.delay() > 0) {
      out.bytes(Ebml.number(Ebml.CODEC_DELAY, track.delay()));
    }
    if (track.preRoll() > 0) {
      out.bytes(Ebml.number(Ebml.SEEK_PRE_ROLL, track.preRoll()));
    }
    if (track.kind() == MediaTrack.Kind.AUDIO) {
      ByteSink audio =
          new ByteSink()
              .bytes(Ebml.real(Ebml.SAMPLING_FREQUENCY, track.sampleRate()))
              .bytes(Ebml.number(Ebml.CHANNELS, Math.max(1, track.channels())));
      if (track.bits() > 0) {
        audio.bytes(Ebml.number(Ebml.BIT_DEPTH, track.bits()));
      }
      out.bytes(Ebml.element(Ebml.AUDIO, audio.toBytes()));
    }
  }

  private static void language(ByteSink out, Optional<String> language) {
    String told = language.orElse("und");
    out.bytes(Ebml.text(Ebml.LANGUAGE, threeLetters(told)));
    if (told.length() != 3) {
      out.bytes(Ebml.text(Ebml.LANGUAGE_BCP47, told));
    }
  }

  /** The code of ISO 639-2 for any language tag; {@code und} if there is none. */
  static String threeLetters(String tag) {
    if (tag.matches("[a-z]{3}")) {
      return tag;
    }
    try {
      String code = Locale.forLanguageTag(tag).getISO3Language();
      return code.isEmpty() ? "und" : code;
    } catch (MissingResourceException e) {
      // A language that has no such code.
      return "und";
    }
  }
}
