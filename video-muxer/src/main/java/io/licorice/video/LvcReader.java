package io.licorice.video;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads {@code .lvc} files: by their index, or without a sound one by their records. For use by one
 * thread at a time; the source stays its opener's to close.
 */
public final class LvcReader implements PacketSource {
  private static final RecordHead.Clock LENGTHS_ALONE = new RecordHead.Clock(0, 1);

  private final ByteSource source;
  private final Closeable owned;
  private final LvcHeader header;
  private final LvcIndex index;

  /** The frame that comes next in the file, and where its record is. */
  private int next;

  private long offset;

  private LvcReader(ByteSource source, Closeable owned, LvcHeader header, LvcIndex index) {
    this.source = source;
    this.owned = owned;
    this.header = header;
    this.index = index;
    this.offset = index.offset(0);
  }

  /**
   * Opens a file.
   *
   * @param source its bytes; stays the caller's to close
   * @param listener hears of a damaged index, and of damaged frames if there is none
   * @return the file, the caller's to close
   * @throws LicFormatException if the header is malformed, or there is no frame
   * @throws IOException if reading fails
   */
  public static LvcReader open(ByteSource source, CodecListener listener) throws IOException {
    return open(source, () -> {}, listener);
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param listener as {@link #open(ByteSource, CodecListener)}
   * @return the file, the caller's to close
   * @throws LicFormatException as {@link #open(ByteSource, CodecListener)}
   * @throws IOException if reading fails
   */
  public static LvcReader open(Path file, CodecListener listener) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return open(ByteSource.of(channel), channel, listener);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static LvcReader open(ByteSource source, Closeable owned, CodecListener listener)
      throws IOException {
    byte[] start = new byte[(int) Math.min(LvcHeader.MAX_LENGTH, source.length())];
    source.read(0, start);
    LvcHeader.Parsed parsed = LvcHeader.parse(start);
    LvcIndex index;
    try {
      index = index(source, parsed.length());
    } catch (LicFormatException e) {
      index = new LvcScan(source, parsed, listener).index();
      listener.warning("the index is damaged, frames were searched for: " + e.getMessage());
    }
    return new LvcReader(source, owned, parsed.header(), index);
  }

  private static LvcIndex index(ByteSource source, int start) throws IOException {
    long length = source.length();
    long trailerAt = length - LvcIndex.TRAILER;
    long most = trailerAt - start - RecordHead.END.length;
    if (most < 0) {
      throw new LicFormatException(length, "there is no index");
    }
    byte[] trailer = new byte[LvcIndex.TRAILER];
    source.read(trailerAt, trailer);
    int bodyLength;
    try {
      bodyLength = LvcIndex.bodyLength(trailer, most);
    } catch (LicFormatException e) {
      throw e.withBase(trailerAt);
    }
    long bodyAt = trailerAt - bodyLength;
    byte[] body = new byte[bodyLength];
    source.read(bodyAt, body);
    try {
      LvcIndex index = LvcIndex.parse(body, trailer, start);
      if (index.end() + RecordHead.END.length != bodyAt) {
        throw new LicFormatException(0, "the index is that of another file");
      }
      return index;
    } catch (LicFormatException e) {
      throw e.withBase(bodyAt);
    }
  }

  @Override
  public LvcConfiguration configuration() {
    return header.configuration();
  }

  @Override
  public TimeBase timeBase() {
    return header.timeBase();
  }

  @Override
  public List<Entry> frames() {
    return index.entries();
  }

  @Override
  public Optional<LvcPacket> read(int frame) throws IOException {
    Entry entry = index.entries().get(frame);
    Optional<RecordHead> head = find(frame);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    byte[] packet = new byte[head.get().packetLength()];
    source.read(offset + head.get().length(), packet);
    return Optional.of(new LvcPacket(packet, entry.timestamp(), entry.duration(), entry.isKey()));
  }

  @Override
  public OptionalLong offset(int frame) throws IOException {
    return find(frame).isPresent() ? OptionalLong.of(offset) : OptionalLong.empty();
  }

  /** Goes to a frame's record: from the last one, or from its key frame. */
  private Optional<RecordHead> find(int frame) throws IOException {
    int group = index.group(frame);
    if (frame < next || index.group(next) != group) {
      next = index.first(group);
      offset = index.offset(group);
    }
    while (true) {
      Optional<RecordHead> head = head(index.end(group));
      if (next == frame || head.isEmpty()) {
        return next == frame ? head : Optional.empty();
      }
      offset += head.get().length() + head.get().packetLength();
      next++;
    }
  }

  /** The head of the next record; empty if there can be none. */
  private Optional<RecordHead> head(long end) throws IOException {
    byte[] bytes = new byte[(int) Math.min(RecordHead.MAX_LENGTH, end - offset)];
    source.read(offset, bytes);
    try {
      // Times are the index's: those that are counted from frame to frame are not looked at.
      RecordHead head = RecordHead.parse(bytes, LENGTHS_ALONE);
      boolean fits =
          head.packetLength() > 0 && head.length() + (long) head.packetLength() <= end - offset;
      return fits ? Optional.of(head) : Optional.empty();
    } catch (LicFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    owned.close();
  }
}
