package io.licorice.video;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Frames in memory. */
final class ListedFrames implements FrameSource {
  private final List<TimedFrame> frames;
  private final int width;
  private final int height;
  private int given;

  ListedFrames(List<TimedFrame> frames) {
    this(frames, frames.get(0).picture().width(), frames.get(0).picture().height());
  }

  ListedFrames(List<TimedFrame> frames, int width, int height) {
    this.frames = frames;
    this.width = width;
    this.height = height;
  }

  /** How many were asked for. */
  int given() {
    return given;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public TimeBase timeBase() {
    return Coding.RATE;
  }

  @Override
  public OptionalLong frameCount() {
    return OptionalLong.of(frames.size());
  }

  @Override
  public Optional<TimedFrame> next() {
    return given < frames.size() ? Optional.of(frames.get(given++)) : Optional.empty();
  }

  @Override
  public void close() {}
}
