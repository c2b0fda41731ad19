package io.licorice.examples;

import java.io.IOException;
import java.util.List;

/** A codec of videos that the bench measures. */
interface VideoBenchCodec extends AutoCloseable {
  /** The name in reports. */
  String name();

  /** How it is called, with {@code Q} for the quality. */
  String settings(VideoProtocol protocol);

  /** What its times are the times of. */
  String timing();

  /** The rate points that it is measured at unless others are asked for. */
  List<Double> qualities();

  /** Codes next to nothing, so that a codec that cannot is known before hours of work. */
  void rehearse() throws IOException;

  /** Codes and decodes a video. */
  VideoTrial run(VideoClip clip, double quality, VideoProtocol protocol) throws IOException;

  @Override
  void close() throws IOException;
}
