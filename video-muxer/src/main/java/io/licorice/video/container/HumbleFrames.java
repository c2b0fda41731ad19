package io.licorice.video.container;

import io.humble.ferry.Buffer;
import io.humble.video.Decoder;
import io.humble.video.Demuxer;
import io.humble.video.Global;
import io.humble.video.MediaDescriptor;
import io.humble.video.MediaPacket;
import io.humble.video.MediaPicture;
import io.humble.video.MediaPictureResampler;
import io.humble.video.PixelFormat;
import io.licorice.codec.Picture;
import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** Frames that Humble Video decodes. */
final class HumbleFrames implements FrameSource {
  private static final long NO_TIME = Global.NO_PTS;

  private final Demuxer demuxer;
  private final Decoder decoder;
  private final int stream;
  private final SourceTrack track;
  private final TimeBase unit;
  private final MediaLibrary.Timing timing;
  private final MediaPacket packet = MediaPacket.make();
  private final MediaPicture picture;
  private final Deque<Placed> ready = new ArrayDeque<>();
  private Optional<FrameConverter> converter = Optional.empty();
  private long firstTold = NO_TIME;
  private long lastTime = Long.MIN_VALUE;
  private long usualDuration = 1;
  private boolean isAtEnd;
  private boolean isClosed;

  private record Placed(Picture picture, long time) {}

  private HumbleFrames(Demuxer demuxer, SourceTrack track, Optional<MediaLibrary.Timing> timing)
      throws IOException, InterruptedException {
    this.demuxer = demuxer;
    this.track = track;
    this.stream = track.index();
    if (stream >= demuxer.getNumStreams()) {
      throw new IOException(track.describe() + " is unknown to Humble Video");
    }
    this.decoder = demuxer.getStream(stream).getDecoder();
    if (decoder == null || decoder.getCodecType() != MediaDescriptor.Type.MEDIA_VIDEO) {
      throw new IOException(track.describe() + " cannot be decoded by Humble Video (FFmpeg 2.8)");
    }
    this.unit = HumbleLibrary.timeBase(demuxer.getStream(stream).getTimeBase());
    this.timing =
        timing.orElse(new MediaLibrary.Timing(unit, (told, first, base) -> Math.max(0, told), -1));
    decoder.open(null, null);
    if (decoder.getPixelFormat() == PixelFormat.Type.PIX_FMT_NONE) {
      throw new IOException(track.describe() + " cannot be decoded by Humble Video (FFmpeg 2.8)");
    }
    this.picture =
        MediaPicture.make(decoder.getWidth(), decoder.getHeight(), decoder.getPixelFormat());
  }

  static HumbleFrames open(Path file, SourceTrack track, Optional<MediaLibrary.Timing> timing)
      throws IOException {
    Demuxer demuxer = HumbleLibrary.open(file);
    try {
      return HumbleLibrary.guarded(
          "decoding " + track.describe(), () -> new HumbleFrames(demuxer, track, timing));
    } catch (IOException e) {
      HumbleLibrary.close(demuxer);
      throw e;
    }
  }

  private boolean isTurned() {
    return track.rotation() % 180 != 0;
  }

  @Override
  public int width() {
    return isTurned() ? picture.getHeight() : picture.getWidth();
  }

  @Override
  public int height() {
    return isTurned() ? picture.getWidth() : picture.getHeight();
  }

  @Override
  public TimeBase timeBase() {
    return timing.timeBase();
  }

  @Override
  public OptionalLong frameCount() {
    return timing.frames() < 0 ? OptionalLong.empty() : OptionalLong.of(timing.frames());
  }

  @Override
  public Optional<TimedFrame> next() throws IOException {
    // A frame lasts until the next one, which must be known therefore.
    while (ready.size() < 2 && !isAtEnd) {
      HumbleLibrary.guarded(
          "decoding " + track.describe(),
          () -> {
            step();
            return this;
          });
    }
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    Placed frame = ready.remove();
    if (!ready.isEmpty()) {
      usualDuration = Math.max(1, ready.peek().time() - frame.time());
    }
    return Optional.of(new TimedFrame(frame.picture(), frame.time(), usualDuration));
  }

  private void step() throws IOException, InterruptedException {
    if (demuxer.read(packet) < 0) {
      isAtEnd = true;
      do {
        decoder.decode(picture, null, 0);
        take();
      } while (picture.isComplete());
      return;
    }
    if (packet.getStreamIndex() != stream || !packet.isComplete()) {
      return;
    }
    if (firstTold == NO_TIME) {
      firstTold = packet.getPts() == NO_TIME ? packet.getDts() : packet.getPts();
    }
    int offset = 0;
    int count;
    do {
      count = decoder.decode(picture, packet, offset);
      offset += count;
      take();
    } while (count > 0 && offset < packet.getSize());
  }

  private void take() throws IOException {
    if (!picture.isComplete()) {
      return;
    }
    long told = picture.getTimeStamp();
    long time =
        told == NO_TIME
            ? lastTime + usualDuration
            : timing.clock().time(told, firstTold == NO_TIME ? 0 : firstTold, unit);
    if (time < 0 || time <= lastTime) {
      return;
    }
    if (lastTime >= 0) {
      usualDuration = time - lastTime;
    }
    lastTime = time;
    if (converter.isEmpty()) {
      converter = Optional.of(new FrameConverter(decoder, picture));
    }
    Picture frame = PictureTurner.turn(converter.get().convert(picture), track.rotation());
    ready.add(new Placed(frame, time));
  }

  @Override
  public void close() throws IOException {
    if (!isClosed) {
      isClosed = true;
      HumbleLibrary.close(demuxer);
      converter.ifPresent(FrameConverter::close);
      picture.delete();
      packet.delete();
    }
  }

  /** Makes RGB of what a decoder gives. */
  private static final class FrameConverter {
    private final YuvLayout layout;
    private final YuvToRgb toRgb;
    private final MediaPictureResampler resampler;
    private final MediaPicture resampled;

    FrameConverter(Decoder decoder, MediaPicture picture) throws IOException {
      Optional<YuvLayout> known = HumbleLayouts.of(decoder, picture);
      layout = known.orElse(null);
      toRgb = known.map(YuvToRgb::new).orElse(null);
      if (known.isPresent()) {
        resampler = null;
        resampled = null;
        return;
      }
      int width = picture.getWidth();
      int height = picture.getHeight();
      PixelFormat.Type rgb = PixelFormat.Type.PIX_FMT_RGB24;
      resampler =
          MediaPictureResampler.make(width, height, rgb, width, height, picture.getFormat(), 0);
      if (resampler == null) {
        throw new IOException("frames of kind " + picture.getFormat() + " cannot be converted");
      }
      resampler.open();
      resampled = MediaPicture.make(width, height, rgb);
    }

    Picture convert(MediaPicture picture) {
      if (layout == null) {
        resampler.resample(resampled, picture);
        return interleaved(plane(resampled, 0), resampled.getWidth(), resampled.getHeight());
      }
      YuvToRgb.Plane luma = plane(picture, 0);
      return layout.isGray()
          ? toRgb.convert(luma, luma, luma)
          : toRgb.convert(luma, plane(picture, 1), plane(picture, 2));
    }

    private static YuvToRgb.Plane plane(MediaPicture picture, int index) {
      Buffer data = picture.getData(index);
      byte[] bytes = data.getByteArray(0, picture.getDataPlaneSize(index));
      data.delete();
      return new YuvToRgb.Plane(bytes, picture.getLineSize(index));
    }

    private static Picture interleaved(YuvToRgb.Plane plane, int width, int height) {
      short[][] out = new short[3][width * height];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          for (int c = 0; c < 3; c++) {
            out[c][y * width + x] = (short) (plane.bytes()[y * plane.stride() + 3 * x + c] & 0xFF);
          }
        }
      }
      return new Picture(width, height, 8, out);
    }

    void close() {
      if (resampled != null) {
        resampled.delete();
        resampler.delete();
      }
    }
  }
}
