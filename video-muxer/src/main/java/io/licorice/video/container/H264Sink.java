package io.licorice.video.container;

import io.licorice.video.FrameSink;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Encodes frames as H.264 into Matroska, MP4 or MOV. */
final class H264Sink implements FrameSink {
  private final TrackMerger merger;
  private final MediaLibrary.H264 encoder;
  private final RgbToYuv toYuv;
  private final Ticks ticks;
  private final Deque<Long> durations = new ArrayDeque<>();

  private H264Sink(TrackMerger merger, MediaLibrary.H264 encoder, TimeBase timeBase) {
    this.merger = merger;
    this.encoder = encoder;
    this.toYuv = new RgbToYuv(encoder.layout());
    this.ticks = new Ticks(timeBase);
  }

  static H264Sink create(
      Path file, int width, int height, TimeBase timeBase, Companions companions, double crf)
      throws IOException {
    MediaLibrary library = MediaLibrary.load();
    TrackMerger merger = TrackMerger.create(file, companions);
    try {
      return new H264Sink(merger, library.encode(width, height, timeBase, crf), timeBase);
    } catch (IOException | RuntimeException e) {
      merger.close();
      throw e;
    }
  }

  @Override
  public void write(TimedFrame frame) throws IOException {
    FrameChecks.check(frame.picture(), encoder.layout().width(), encoder.layout().height());
    durations.add(frame.duration());
    write(encoder.encode(Optional.of(toYuv.convert(frame.picture())), frame.timestamp()));
  }

  private void write(List<MediaLibrary.H264.Coded> frames) throws IOException {
    for (MediaLibrary.H264.Coded frame : frames) {
      List<byte[]> units = AvcUnits.split(frame.bytes());
      long duration = durations.remove();
      if (!merger.hasBegun()) {
        YuvLayout layout = encoder.layout();
        merger.begin(
            OutputTrack.h264(
                layout.width(), layout.height(), AvcUnits.configuration(units), ticks.timescale()));
      }
      long time = ticks.nanos(frame.time());
      long length = ticks.nanos(frame.time() + duration) - time;
      merger.write(time, length, frame.isKey(), AvcUnits.withLengths(units));
    }
  }

  @Override
  public void finish() throws IOException {
    write(encoder.encode(Optional.empty(), 0));
    if (!merger.hasBegun()) {
      throw new IOException("a video without frames cannot be written");
    }
    merger.finish();
  }

  @Override
  public void close() throws IOException {
    encoder.close();
    merger.close();
  }
}
