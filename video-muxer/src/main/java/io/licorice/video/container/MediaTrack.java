package io.licorice.video.container;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a file says of one of its tracks.
 *
 * @param index place in the file, from 0
 * @param kind what it holds
 * @param codec the codec's usual short name, such as {@code h264}, {@code aac}, {@code lvc1}
 * @param language ISO 639 code; empty where the file tells none
 * @param name what people call the track; empty where the file tells none
 * @param isDefault whether players take it when nobody chooses
 * @param width pixels as coded, 0 where it is no video
 * @param height pixels as coded, 0 where it is no video
 * @param rotation degrees clockwise by which a player turns the frames: 0, 90, 180 or 270
 * @param channels of audio, 0 elsewhere
 * @param sampleRate of audio in Hz, 0 elsewhere
 * @param framesPerSecond of video, where it can be told
 * @param seconds how long it is, where it can be told
 */
public record MediaTrack(
    int index,
    Kind kind,
    String codec,
    Optional<String> language,
    Optional<String> name,
    boolean isDefault,
    int width,
    int height,
    int rotation,
    int channels,
    int sampleRate,
    OptionalDouble framesPerSecond,
    OptionalDouble seconds) {
  /** What tracks hold. */
  public enum Kind {
    /** Moving pictures. */
    VIDEO,
    /** Sound. */
    AUDIO,
    /** Text or pictures of text. */
    SUBTITLE,
    /** Anything else, such as time codes. */
    OTHER
  }
}
