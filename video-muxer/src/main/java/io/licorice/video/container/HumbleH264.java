package io.licorice.video.container;

import io.humble.ferry.Buffer;
import io.humble.video.Codec;
import io.humble.video.Encoder;
import io.humble.video.KeyValueBag;
import io.humble.video.MediaPacket;
import io.humble.video.MediaPicture;
import io.humble.video.PixelFormat;
import io.humble.video.Rational;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** x264 of Humble Video. */
final class HumbleH264 implements MediaLibrary.H264 {
  private final Encoder encoder;
  private final MediaPicture picture;
  private final YuvLayout layout;
  private final Rational unit;

  HumbleH264(int width, int height, TimeBase timeBase, double crf) {
    ColourMatrix matrix = ColourMatrix.ofSize(width, height);
    // x264 halves colours of even sizes only.
    int shift = width % 2 == 0 && height % 2 == 0 ? 1 : 0;
    layout = new YuvLayout(width, height, shift, shift, false, 8, false, matrix);
    PixelFormat.Type format =
        shift == 1 ? PixelFormat.Type.PIX_FMT_YUV420P : PixelFormat.Type.PIX_FMT_YUV444P;
    unit = Rational.make(timeBase.numerator(), timeBase.denominator());
    Codec codec = Codec.findEncodingCodec(Codec.ID.CODEC_ID_H264);
    encoder = Encoder.make(codec);
    encoder.setWidth(width);
    encoder.setHeight(height);
    encoder.setPixelFormat(format);
    encoder.setTimeBase(unit);
    String colours = matrix.equals(ColourMatrix.BT709) ? "1" : "6";
    KeyValueBag options = KeyValueBag.make();
    options.setValue("crf", Double.toString(crf));
    options.setValue("preset", "fast");
    options.setValue("bf", "0");
    options.setValue("colorspace", colours);
    options.setValue("color_primaries", colours);
    options.setValue("color_trc", colours);
    options.setValue("color_range", "1");
    encoder.open(options, null);
    picture = MediaPicture.make(width, height, format);
  }

  @Override
  public YuvLayout layout() {
    return layout;
  }

  @Override
  public List<Coded> encode(Optional<byte[][]> planes, long time) throws IOException {
    return HumbleLibrary.guarded("encoding H.264", () -> run(planes, time));
  }

  private List<Coded> run(Optional<byte[][]> planes, long time) {
    List<Coded> ready = new ArrayList<>();
    if (planes.isPresent()) {
      fill(planes.get());
      picture.setTimeBase(unit);
      picture.setTimeStamp(time);
      picture.setComplete(true);
    }
    boolean isReady;
    do {
      MediaPacket packet = MediaPacket.make();
      encoder.encodeVideo(packet, planes.isPresent() ? picture : null);
      isReady = packet.isComplete();
      if (isReady) {
        Buffer data = packet.getData();
        ready.add(
            new Coded(
                data.getByteArray(0, packet.getSize()), packet.getPts(), packet.isKeyPacket()));
        data.delete();
      }
      packet.delete();
    } while (planes.isEmpty() && isReady);
    return ready;
  }

  private void fill(byte[][] planes) {
    for (int i = 0; i < planes.length; i++) {
      int width = i == 0 ? layout.width() : layout.chromaWidth();
      int height = i == 0 ? layout.height() : layout.chromaHeight();
      Buffer data = picture.getData(i);
      int stride = picture.getLineSize(i);
      for (int y = 0; y < height; y++) {
        data.put(planes[i], y * width, y * stride, width);
      }
      data.delete();
    }
  }

  @Override
  public void close() {
    picture.delete();
    encoder.delete();
  }
}
