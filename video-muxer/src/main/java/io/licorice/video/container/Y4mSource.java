package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The frames of a y4m file. */
final class Y4mSource implements FrameSource {
  private static final String FRAME = "FRAME";

  private final FileBytes bytes;
  private final Y4mHeader header;
  private final YuvToRgb toRgb;
  private final long first;
  private long at;
  private long frame;

  private Y4mSource(FileBytes bytes) throws IOException {
    this.bytes = bytes;
    this.header = Y4mHeader.parse(line());
    this.toRgb = new YuvToRgb(header.layout());
    this.first = at;
  }

  static Y4mSource open(Path file) throws IOException {
    FileBytes bytes = FileBytes.open(file);
    try {
      return new Y4mSource(bytes);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = bytes.u8(at++, "y4m line"); next != '\n'; next = bytes.u8(at++, "y4m line")) {
      line.append((char) next);
      if (line.length() > Y4mHeader.MAX_LINE) {
        throw new LicFormatException(at, "y4m line without an end");
      }
    }
    return line.toString();
  }

  Y4mHeader header() {
    return header;
  }

  @Override
  public int width() {
    return header.layout().width();
  }

  @Override
  public int height() {
    return header.layout().height();
  }

  @Override
  public TimeBase timeBase() {
    return header.frameTime();
  }

  @Override
  public OptionalLong frameCount() {
    long each = header.frameBytes() + FRAME.length() + 1;
    long all = bytes.length() - first;
    return all % each == 0 ? OptionalLong.of(all / each) : OptionalLong.empty();
  }

  @Override
  public Optional<TimedFrame> next() throws IOException {
    if (at >= bytes.length()) {
      return Optional.empty();
    }
    long start = at;
    String line = line();
    if (!line.equals(FRAME) && !line.startsWith(FRAME + " ")) {
      throw new LicFormatException(
          start,
          "'FRAME' expected, found " + line.getBytes(StandardCharsets.UTF_8).length + " bytes");
    }
    YuvLayout layout = header.layout();
    YuvToRgb.Plane y = plane(layout.width(), layout.height());
    YuvToRgb.Plane cb = layout.isGray() ? y : plane(layout.chromaWidth(), layout.chromaHeight());
    YuvToRgb.Plane cr = layout.isGray() ? y : plane(layout.chromaWidth(), layout.chromaHeight());
    return Optional.of(new TimedFrame(toRgb.convert(y, cb, cr), frame++, 1));
  }

  private YuvToRgb.Plane plane(int width, int height) throws IOException {
    byte[] samples = bytes.bytes(at, (long) width * height, MediaFile.MAX_PACKET, "y4m frame");
    at += samples.length;
    return new YuvToRgb.Plane(samples, width);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
