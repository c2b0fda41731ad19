package io.licorice.video;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.VideoFrames;
import io.licorice.codec.VideoProvider;
import io.licorice.codec.VideoSettings;
import io.licorice.codec.VideoSink;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Reads and writes {@code .lvc} video for plug-ins that only know pictures, with {@link
 * LicCodec#shared}.
 *
 * <p>Safe for use by several threads. Loads no native library before a frame is coded.
 */
public final class LvcVideoProvider implements VideoProvider {
  /** Frames a second are kept to a thousandth. */
  private static final int RATE_PARTS = 1000;

  /** Called by {@link java.util.ServiceLoader}. */
  public LvcVideoProvider() {}

  @Override
  public VideoFrames open(ByteSource source) throws IOException {
    return LvcVideo.open(source, LicCodec.shared());
  }

  @Override
  public VideoSink create(OutputStream stream, VideoSettings settings) throws IOException {
    VideoEncodeOptions options =
        VideoEncodeOptions.builder()
            .quality(settings.quality())
            .keyInterval(settings.keyInterval())
            .build();
    return sink(
        stream,
        new VideoEncoder(
            LicCodec.shared(),
            options,
            settings.width(),
            settings.height(),
            timeBase(settings.framesPerSecond())));
  }

  /** The time base in which a frame takes one unit. */
  static TimeBase timeBase(double framesPerSecond) {
    int parts = (int) Math.round(framesPerSecond * RATE_PARTS);
    int divisor = divisor(RATE_PARTS, parts);
    return new TimeBase(RATE_PARTS / divisor, parts / divisor);
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  static VideoSink sink(OutputStream stream, VideoEncoder encoder) {
    LvcWriter writer = LvcWriter.to(stream, encoder.configuration(), encoder.timeBase());
    return new VideoSink() {
      @Override
      public void write(Picture frame, CodecListener listener) throws IOException {
        TimedFrame timed = new TimedFrame(frame, encoder.totals().frames(), 1);
        writer.write(encoder.encode(timed, listener));
      }

      @Override
      public void finish() throws IOException {
        writer.finish();
      }

      @Override
      public void close() throws IOException {
        encoder.close();
        writer.close();
      }
    };
  }
}
