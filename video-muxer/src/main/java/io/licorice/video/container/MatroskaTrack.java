package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.container.EbmlReader.Element;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A TrackEntry of Matroska.
 *
 * @param number which its blocks bear
 * @param track what it says
 * @param defaultDuration of a frame in nanoseconds, or 0
 * @param encodings what to undo, the last one first
 */
record MatroskaTrack(
    long number, SourceTrack track, long defaultDuration, List<ContentEncoding> encodings) {

  /** Reads a TrackEntry, its values in whatever order they come. */
  static final class Builder {
    private final EbmlReader reader;
    private long number;
    private long type;
    private String codecId = "";
    private byte[] setup = {};
    private String language = "eng";
    private String bcp47 = "";
    private String name = "";
    private boolean isDefault = true;
    private boolean isForced;
    private long defaultDuration;
    private long delay;
    private long preRoll;
    private long width;
    private long height;
    private double roll;
    private double rate = 8000;
    private long channels = 1;
    private long bits;
    private boolean isEncrypted;
    private final List<ContentEncoding> encodings = new ArrayList<>();

    Builder(EbmlReader reader) {
      this.reader = reader;
    }

    /** Takes all values of an element, and of those within it. */
    Builder readAll(Element parent, int depth) throws IOException {
      if (depth > 8) {
        throw new LicFormatException(parent.start(), "Matroska elements nested too deeply");
      }
      for (long at = parent.data(); at < parent.end(); ) {
        Element element = reader.at(at, parent.end());
        switch (element.id()) {
          case Ebml.VIDEO, Ebml.AUDIO, Ebml.PROJECTION, Ebml.CONTENT_ENCODINGS ->
              readAll(element, depth + 1);
          case Ebml.CONTENT_ENCODING -> readEncoding(element);
          default -> readValue(element);
        }
        at = element.end();
      }
      return this;
    }

    private void readValue(Element e) throws IOException {
      switch (e.id()) {
        case Ebml.TRACK_NUMBER -> number = reader.unsigned(e);
        case Ebml.TRACK_TYPE -> type = reader.unsigned(e);
        case Ebml.CODEC_ID -> codecId = reader.text(e);
        case Ebml.CODEC_PRIVATE -> setup = reader.binary(e);
        case Ebml.LANGUAGE -> language = reader.text(e);
        case Ebml.LANGUAGE_BCP47 -> bcp47 = reader.text(e);
        case Ebml.TRACK_NAME -> name = reader.text(e);
        case Ebml.FLAG_DEFAULT -> isDefault = reader.unsigned(e) != 0;
        case Ebml.FLAG_FORCED -> isForced = reader.unsigned(e) != 0;
        case Ebml.DEFAULT_DURATION -> defaultDuration = reader.unsigned(e);
        case Ebml.CODEC_DELAY -> delay = reader.unsigned(e);
        case Ebml.SEEK_PRE_ROLL -> preRoll = reader.unsigned(e);
        case Ebml.PIXEL_WIDTH -> width = reader.unsigned(e);
        case Ebml.PIXEL_HEIGHT -> height = reader.unsigned(e);
        case Ebml.PROJECTION_ROLL -> roll = reader.real(e);
        case Ebml.SAMPLING_FREQUENCY -> rate = reader.real(e);
        case Ebml.CHANNELS -> channels = reader.unsigned(e);
        case Ebml.BIT_DEPTH -> bits = reader.unsigned(e);
        default -> {
          // of no use here
        }
      }
    }

    private void readEncoding(Element parent) throws IOException {
      long scope = 1;
      long kind = 0;
      long algorithm = 0;
      byte[] settings = {};
      for (long at = parent.data(); at < parent.end(); ) {
        Element e = reader.at(at, parent.end());
        at = e.end();
        switch (e.id()) {
          case Ebml.CONTENT_ENCODING_SCOPE -> scope = reader.unsigned(e);
          case Ebml.CONTENT_ENCODING_TYPE -> kind = reader.unsigned(e);
          case Ebml.CONTENT_COMPRESSION -> at = e.data();
          case Ebml.CONTENT_COMP_ALGO -> algorithm = reader.unsigned(e);
          case Ebml.CONTENT_COMP_SETTINGS -> settings = reader.binary(e);
          default -> {
            // of no use here
          }
        }
      }
      if (kind != 0 || algorithm != 0 && algorithm != 3) {
        isEncrypted = true;
      } else if ((scope & 1) != 0) {
        encodings.add(0, new ContentEncoding(algorithm == 0, settings));
      }
    }

    MatroskaTrack build(int index, OptionalDouble seconds, long at) throws LicFormatException {
      check(at);
      MediaTrack.Kind kind = kind();
      TrackCodec codec =
          isEncrypted
              ? TrackCodec.OTHER
              : isLearned()
                  ? TrackCodec.LVC
                  : TrackCodec.ofMatroska(codecId).orElse(TrackCodec.OTHER);
      boolean isVideo = kind == MediaTrack.Kind.VIDEO;
      boolean isAudio = kind == MediaTrack.Kind.AUDIO;
      SourceTrack track =
          new SourceTrack(
              index,
              kind,
              codec,
              isEncrypted ? "encrypted" : codec == TrackCodec.OTHER ? codecId : codec.label(),
              setup,
              new SourceTrack.Matroska(codecId),
              language(),
              name.isEmpty() ? Optional.empty() : Optional.of(name),
              isDefault,
              isForced,
              isVideo ? (int) width : 0,
              isVideo ? (int) height : 0,
              isVideo ? Math.floorMod(Math.round(-roll / 90) * 90, 360) : 0,
              isAudio ? (int) channels : 0,
              isAudio ? (int) Math.round(rate) : 0,
              (int) bits,
              delay,
              preRoll,
              seconds,
              isVideo && defaultDuration > 0
                  ? OptionalDouble.of(1e9 / defaultDuration)
                  : OptionalDouble.empty());
      return new MatroskaTrack(number, track, defaultDuration, List.copyOf(encodings));
    }

    private void check(long at) throws LicFormatException {
      if (width > 1 << 16 || height > 1 << 16) {
        throw new LicFormatException(at, "video of " + width + "x" + height + " pixels");
      }
      if (channels > 1024 || bits > 64 || !(rate >= 0 && rate < 1e8) || !(Math.abs(roll) <= 360)) {
        throw new LicFormatException(at, "track whose numbers make no sense");
      }
      if (delay > 60_000_000_000L || preRoll > 60_000_000_000L || defaultDuration > 1L << 50) {
        throw new LicFormatException(at, "track whose times make no sense");
      }
    }

    private MediaTrack.Kind kind() {
      return switch ((int) Math.min(type, 255)) {
        case 1 -> MediaTrack.Kind.VIDEO;
        case 2 -> MediaTrack.Kind.AUDIO;
        case 17 -> MediaTrack.Kind.SUBTITLE;
        default -> MediaTrack.Kind.OTHER;
      };
    }

    private boolean isLearned() {
      return LearnedSetup.isLearned(codecId, setup);
    }

    private Optional<String> language() {
      String told = bcp47.isEmpty() ? language : bcp47;
      return told.isEmpty() || told.equals("und")
          ? Optional.empty()
          : Optional.of(told.toLowerCase(Locale.ROOT));
    }
  }
}
