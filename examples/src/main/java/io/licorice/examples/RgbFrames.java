package io.licorice.examples;

import io.licorice.codec.Picture;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of frames without a header: red, green and blue bytes of each pixel, row by row. */
final class RgbFrames implements AutoCloseable {
  private static final int CHANNELS = 3;

  private final FileChannel file;
  private final int width;
  private final int height;
  private final byte[] bytes;

  private RgbFrames(FileChannel file, int width, int height) {
    this.file = file;
    this.width = width;
    this.height = height;
    this.bytes = new byte[Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height))];
  }

  static RgbFrames open(Path path, int width, int height) throws IOException {
    return new RgbFrames(FileChannel.open(path), width, height);
  }

  /** The number of whole frames. */
  int count() throws IOException {
    return Math.toIntExact(file.size() / bytes.length);
  }

  /** A frame as three planes of 8 bits. */
  Picture read(int frame) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long position = (long) frame * bytes.length;
    while (buffer.hasRemaining()) {
      int count = file.read(buffer, position + buffer.position());
      if (count < 0) {
        throw new EOFException("frame " + frame + " is not there");
      }
    }
    Picture picture = Picture.blank(width, height, CHANNELS, 8);
    for (int c = 0; c < CHANNELS; c++) {
      short[] plane = picture.plane(c);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) (bytes[CHANNELS * i + c] & 0xFF);
      }
    }
    return picture;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
