package io.licorice.video.container;

import java.util.Optional;

/**
 * A track that is written: a learned or conventional video, or a copy.
 *
 * @param kind what it holds
 * @param width of video in pixels
 * @param height of video in pixels
 * @param isLearned whether it is a learned video
 * @param setup a learned video's configuration, or H.264's decoder configuration record
 * @param timescale ticks of a second in which its times are whole numbers
 * @param frameTime of video, how long a frame is as a rule, in nanoseconds
 * @param copied what is copied; empty for the video
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OutputTrack(
    MediaTrack.Kind kind,
    int width,
    int height,
    boolean isLearned,
    byte[] setup,
    int timescale,
    long frameTime,
    Optional<SourceTrack> copied) {

  static OutputTrack learned(int width, int height, byte[] configuration, int timescale) {
    return new OutputTrack(
        MediaTrack.Kind.VIDEO, width, height, true, configuration, timescale, 0, Optional.empty());
  }

  static OutputTrack h264(int width, int height, byte[] avcConfiguration, int timescale) {
    return new OutputTrack(
        MediaTrack.Kind.VIDEO,
        width,
        height,
        false,
        avcConfiguration,
        timescale,
        0,
        Optional.empty());
  }

  OutputTrack withFrameTime(long nanos) {
    return new OutputTrack(kind, width, height, isLearned, setup, timescale, nanos, copied);
  }

  static OutputTrack copy(SourceTrack track) {
    int clock = track.kind() == MediaTrack.Kind.AUDIO ? AudioPackets.clock(track) : 1_000_000;
    return new OutputTrack(track.kind(), 0, 0, false, track.setup(), clock, 0, Optional.of(track));
  }
}
