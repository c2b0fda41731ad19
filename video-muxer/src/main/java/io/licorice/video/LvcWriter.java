package io.licorice.video;

import io.licorice.codec.NewFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Writes {@code .lvc} files, packet after packet.
 *
 * <p>A file is there whole or not at all: it takes its name, and the place of a file that had it,
 * in {@link #finish}. A stream gets each packet at once. For use by one thread at a time.
 */
public final class LvcWriter implements PacketSink {
  private final NewFile.Part part;
  private final OutputStream out;
  private final LvcHeader header;
  private final LvcIndex.Builder index = new LvcIndex.Builder();
  private RecordHead.Clock clock = RecordHead.Clock.START;
  private long lastTimestamp = Long.MIN_VALUE;
  private boolean finished;

  private LvcWriter(NewFile.Part part, OutputStream out, LvcHeader header) {
    this.part = part;
    this.out = out;
    this.header = header;
  }

  /**
   * Begins a file.
   *
   * @param file where to write
   * @param configuration what the packets' encoder says
   * @param timeBase unit of the packets' times
   * @return the writer, the caller's to close
   * @throws IOException if it cannot be written
   */
  public static LvcWriter create(Path file, LvcConfiguration configuration, TimeBase timeBase)
      throws IOException {
    NewFile.Part part = NewFile.at(file).begin();
    OutputStream out = new BufferedOutputStream(part.stream());
    return new LvcWriter(part, out, new LvcHeader(timeBase, configuration));
  }

  /**
   * Begins a file in a stream.
   *
   * @param stream receives the file; stays the caller's to flush and close
   * @param configuration what the packets' encoder says
   * @param timeBase unit of the packets' times
   * @return the writer
   */
  public static LvcWriter to(
      OutputStream stream, LvcConfiguration configuration, TimeBase timeBase) {
    return new LvcWriter(null, stream, new LvcHeader(timeBase, configuration));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the first frame is not a key frame, or timestamps do not
   *     rise
   */
  @Override
  public void write(LvcPacket packet) throws IOException {
    check(packet);
    if (index.isEmpty()) {
      out.write(header.toBytes());
    }
    byte[] record = RecordHead.bytes(packet, clock);
    out.write(record);
    index.add(record.length, packet.timestamp(), packet.duration(), packet.isKey());
    clock = RecordHead.Clock.after(packet.timestamp(), packet.duration());
    lastTimestamp = packet.timestamp();
  }

  private void check(LvcPacket packet) throws IOException {
    if (finished) {
      throw new IllegalStateException("the file is finished");
    }
    int length = packet.bytes().length;
    if (length < PacketLayout.MIN_LENGTH
        || !RecordHead.isSound(packet.timestamp(), packet.duration())) {
      throw new IllegalArgumentException(
          "a packet of %d bytes at %d for %d"
              .formatted(length, packet.timestamp(), packet.duration()));
    }
    if (length > RecordHead.MAX_PACKET) {
      throw new IOException("a frame of " + length + " bytes has no place in a .lvc file");
    }
    if (packet.isKey() != PacketLayout.isKey(packet.bytes())
        || index.isEmpty() && !packet.isKey()) {
      throw new IllegalArgumentException("a video begins with a key frame");
    }
    if (packet.timestamp() <= lastTimestamp) {
      throw new IllegalArgumentException(
          "timestamps rise: " + packet.timestamp() + " after " + lastTimestamp);
    }
  }

  @Override
  public void finish() throws IOException {
    if (finished) {
      throw new IllegalStateException("the file is finished");
    }
    if (index.isEmpty()) {
      throw new IOException("a video has at least one frame");
    }
    finished = true;
    out.write(RecordHead.END);
    out.write(index.build(header.toBytes().length).toBytes());
    out.flush();
    if (part != null) {
      part.complete();
    }
  }

  @Override
  public void close() throws IOException {
    if (part != null) {
      part.close();
    }
  }
}
