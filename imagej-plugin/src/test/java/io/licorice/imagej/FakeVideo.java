package io.licorice.imagej;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import io.licorice.codec.VideoFrames;
import io.licorice.codec.VideoProvider;
import io.licorice.codec.VideoSettings;
import io.licorice.codec.VideoSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Stands for the video module: files are the signature, then channels, bits, and a gray a frame.
 */
public final class FakeVideo implements VideoProvider {
  static final int WIDTH = 20;
  static final int HEIGHT = 10;
  private static final int HEADER = 6;

  /** A file with these frames. */
  static byte[] file(int channels, int bits, int... grays) {
    byte[] bytes = new byte[HEADER + grays.length];
    System.arraycopy(new byte[] {(byte) 0x8C, 'L', 'V', 'C'}, 0, bytes, 0, 4);
    bytes[4] = (byte) channels;
    bytes[5] = (byte) bits;
    for (int i = 0; i < grays.length; i++) {
      bytes[HEADER + i] = (byte) grays[i];
    }
    return bytes;
  }

  @Override
  public VideoFrames open(ByteSource source) throws IOException {
    byte[] bytes = new byte[(int) source.length()];
    source.read(0, bytes);
    return new VideoFrames() {
      @Override
      public int count() {
        return bytes.length - HEADER;
      }

      @Override
      public int width() {
        return WIDTH;
      }

      @Override
      public int height() {
        return HEIGHT;
      }

      @Override
      public int channels() {
        return bytes[4];
      }

      @Override
      public int bitDepth() {
        return bytes[5];
      }

      @Override
      public Picture read(int frame, CodecListener listener) {
        short[][] planes = new short[channels()][WIDTH * HEIGHT];
        for (int c = 0; c < planes.length; c++) {
          Arrays.fill(planes[c], (short) (bytes[HEADER + frame] + c));
        }
        return new Picture(WIDTH, HEIGHT, bitDepth(), planes);
      }

      @Override
      public void close() {}
    };
  }

  /** A file of the settings of the video and of the first pixel's colour in each frame. */
  @Override
  public VideoSink create(OutputStream stream, VideoSettings settings) throws IOException {
    stream.write((settings + "\n").getBytes(StandardCharsets.UTF_8));
    return new VideoSink() {
      @Override
      public void write(Picture frame, CodecListener listener) throws IOException {
        if (frame.width() != settings.width() || frame.height() != settings.height()) {
          throw new IllegalArgumentException("frame of another size");
        }
        String colour =
            frame.plane(0)[0] + " " + frame.plane(1)[0] + " " + frame.plane(2)[0] + "\n";
        stream.write(colour.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void finish() throws IOException {
        stream.write("end\n".getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void close() {}
    };
  }
}
