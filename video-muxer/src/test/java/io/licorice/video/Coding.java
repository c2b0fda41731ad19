package io.licorice.video;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.FramePredictor;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Codes videos without networks: key frames nearly lossless, others as {@link DeltaPredictor}. */
final class Coding {
  static final TimeBase RATE = new TimeBase(1, 25);

  /** Hears of warnings. */
  static final class Listener implements CodecListener {
    final List<String> warnings = new ArrayList<>();

    @Override
    public void warning(String message) {
      warnings.add(message);
    }
  }

  /**
   * A coded video.
   *
   * @param configuration what its decoder must know
   * @param packets its frames
   * @param pictures the frames as decoded
   */
  record Coded(LvcConfiguration configuration, List<LvcPacket> packets, List<Picture> pictures) {
    /** The bytes of a {@code .lvc} file. */
    byte[] file() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (LvcWriter writer = LvcWriter.to(bytes, configuration, RATE)) {
        for (LvcPacket packet : packets) {
          writer.write(packet);
        }
        writer.finish();
      }
      return bytes.toByteArray();
    }

    /** Where a frame's packet begins in the file. */
    int offset(int frame) throws IOException {
      byte[] file = file();
      try (LvcReader reader = LvcReader.open(ByteSource.of(file), CodecListener.SILENT)) {
        long record = reader.offset(frame).orElseThrow();
        long end = frame + 1 < packets.size() ? reader.offset(frame + 1).orElseThrow() : -1;
        return (int) (end < 0 ? record + 2 : end - packets.get(frame).bytes().length);
      }
    }
  }

  private Coding() {}

  static EncodeOptions still(double quality) {
    int error = (int) Math.round((100 - quality) / 6);
    EncodeOptions.Builder options = EncodeOptions.builder();
    return error == 0 ? options.lossless().build() : options.nearLossless(error).build();
  }

  static VideoEncoder encoder(VideoEncodeOptions options, int width, int height) {
    return encoder(new DeltaPredictor(), options, width, height);
  }

  static VideoEncoder encoder(
      FramePredictor predictor, VideoEncodeOptions options, int width, int height) {
    return new VideoEncoder(
        LicCodec.shared(), predictor, Coding::still, options, width, height, RATE);
  }

  static PacketDecoder decoder(LvcConfiguration configuration) {
    return new PacketDecoder(LicCodec.shared(), stream -> new DeltaPredictor(), configuration);
  }

  static VideoDecoder videoDecoder(LvcConfiguration configuration) {
    return new VideoDecoder(LicCodec.shared(), stream -> new DeltaPredictor(), configuration);
  }

  /** A video over packets that were opened. */
  static LvcVideo video(byte[] file) throws IOException {
    Listener listener = new Listener();
    LvcReader reader = LvcReader.open(ByteSource.of(file), listener);
    return new LvcVideo(reader, decoder(reader.configuration()), listener.warnings);
  }

  /** Frames at constant rate. */
  static Coded encode(List<Picture> pictures, VideoEncodeOptions options) throws IOException {
    List<TimedFrame> frames = new ArrayList<>();
    for (Picture picture : pictures) {
      frames.add(new TimedFrame(picture, frames.size(), 1));
    }
    return encodeTimed(frames, options);
  }

  static Coded encodeTimed(List<TimedFrame> frames, VideoEncodeOptions options) throws IOException {
    Picture first = frames.get(0).picture();
    List<LvcPacket> packets = new ArrayList<>();
    List<Picture> decoded = new ArrayList<>();
    try (VideoEncoder encoder = encoder(options, first.width(), first.height())) {
      for (TimedFrame frame : frames) {
        packets.add(encoder.encode(frame, CodecListener.SILENT));
        decoded.add(encoder.decoded());
      }
      return new Coded(encoder.configuration(), packets, decoded);
    }
  }

  /** A small video of groups. */
  static Coded groups(int count, int interval) throws IOException {
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().keyInterval(interval).sceneCuts(false).build();
    return encode(Clips.pan(count, 16, 12, 1), options);
  }
}
