package io.licorice.video.container;

import io.licorice.codec.NewFile;
import io.licorice.video.FrameSink;
import io.licorice.video.TimedFrame;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes frames into a y4m file. */
final class Y4mSink implements FrameSink {
  private static final byte[] FRAME = "FRAME\n".getBytes(StandardCharsets.US_ASCII);

  private final NewFile.Part part;
  private final OutputStream out;
  private final YuvLayout layout;
  private final RgbToYuv toYuv;

  private Y4mSink(NewFile.Part part, Y4mHeader header) throws IOException {
    this.part = part;
    this.out = new BufferedOutputStream(part.stream());
    this.layout = header.layout();
    this.toYuv = new RgbToYuv(layout);
    out.write(header.toBytes());
  }

  static Y4mSink create(Path file, Y4mHeader header) throws IOException {
    NewFile.Part part = NewFile.at(file).begin();
    try {
      return new Y4mSink(part, header);
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  @Override
  public void write(TimedFrame frame) throws IOException {
    FrameChecks.check(frame.picture(), layout.width(), layout.height());
    out.write(FRAME);
    for (byte[] plane : toYuv.convert(frame.picture())) {
      out.write(plane);
    }
  }

  @Override
  public void finish() throws IOException {
    out.flush();
    part.complete();
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
