package io.licorice.video.container;

import java.util.Optional;

/** Codecs that more than one container knows, by the names that ffprobe gives them. */
enum TrackCodec {
  LVC("lvc1", "V_MS/VFW/FOURCC"),
  H264("h264", "V_MPEG4/ISO/AVC"),
  HEVC("hevc", "V_MPEGH/ISO/HEVC"),
  VP8("vp8", "V_VP8"),
  VP9("vp9", "V_VP9"),
  AV1("av1", "V_AV1"),
  AAC("aac", "A_AAC"),
  MP3("mp3", "A_MPEG/L3"),
  MP2("mp2", "A_MPEG/L2"),
  AC3("ac3", "A_AC3"),
  EAC3("eac3", "A_EAC3"),
  DTS("dts", "A_DTS"),
  OPUS("opus", "A_OPUS"),
  VORBIS("vorbis", "A_VORBIS"),
  FLAC("flac", "A_FLAC"),
  ALAC("alac", "A_ALAC"),
  /** Linear samples of little-endian integers, unsigned if of 8 bits. */
  PCM_LITTLE("pcm", "A_PCM/INT/LIT"),
  PCM_BIG("pcm", "A_PCM/INT/BIG"),
  PCM_FLOAT("pcm_f", "A_PCM/FLOAT/IEEE"),
  /** UTF-8 text of each subtitle. */
  TEXT("subrip", "S_TEXT/UTF8"),
  /** Anything else; only containers of the same kind can carry it on. */
  OTHER("unknown", "");

  private final String label;
  private final String matroskaId;

  TrackCodec(String label, String matroskaId) {
    this.label = label;
    this.matroskaId = matroskaId;
  }

  String label() {
    return label;
  }

  /** What Matroska calls it; empty for {@link #OTHER}. */
  String matroskaId() {
    return matroskaId;
  }

  boolean isPcm() {
    return this == PCM_LITTLE || this == PCM_BIG || this == PCM_FLOAT;
  }

  /** Finds a codec by Matroska's name, of which some have variants behind a slash. */
  static Optional<TrackCodec> ofMatroska(String id) {
    for (TrackCodec codec : values()) {
      if (codec != OTHER && codec != LVC && codec.matroskaId.equals(id)) {
        return Optional.of(codec);
      }
    }
    if (id.startsWith("A_AAC/")) {
      return Optional.of(AAC);
    }
    if (id.startsWith("A_DTS/")) {
      return Optional.of(DTS);
    }
    return id.equals("S_TEXT/ASCII") ? Optional.of(TEXT) : Optional.empty();
  }
}
