package io.licorice.examples;

import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A video that codecs are measured on. Its frames, converted to RGB by FFmpeg, are what our codec
 * is given and what everybody's decoded frames are compared with.
 */
final class VideoClip implements AutoCloseable {
  private final String name;
  private final Path file;
  private final Ffmpeg.VideoStream stream;
  private final RgbFrames frames;
  private final int frameCount;

  VideoClip(String name, Path file, Ffmpeg.VideoStream stream, RgbFrames frames)
      throws IOException {
    this.name = name;
    this.file = file;
    this.stream = stream;
    this.frames = frames;
    this.frameCount = frames.count();
  }

  String name() {
    return name;
  }

  /** The video as it came. */
  Path file() {
    return file;
  }

  Ffmpeg.VideoStream stream() {
    return stream;
  }

  int frameCount() {
    return frameCount;
  }

  /** A frame as three planes of 8 bits. */
  Picture frame(int number) throws IOException {
    return frames.read(number);
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
