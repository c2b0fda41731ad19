package io.licorice.imageio;

import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.stream.ImageOutputStream;

/** An image stream as an output stream; closing it does nothing. */
final class StreamSink extends OutputStream {
  private final ImageOutputStream stream;

  StreamSink(ImageOutputStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int value) throws IOException {
    stream.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    stream.write(bytes, offset, length);
  }
}
