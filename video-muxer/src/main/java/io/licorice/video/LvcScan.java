package io.licorice.video;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import java.io.IOException;
import java.util.Arrays;

/** Finds the frames of a {@code .lvc} file without its index. */
final class LvcScan {
  private static final int CHUNK = 1 << 16;

  private final ByteSource source;
  private final CodecListener listener;
  private final long start;
  private final long length;
  private final byte[] configuration;
  private final LvcIndex.Builder found = new LvcIndex.Builder();

  /** Bytes of packets that may still be read: many heads could point to the same ones. */
  private long patience;

  private long position;
  private long lastTimestamp = Long.MIN_VALUE;
  private int sum;

  /**
   * @param header the file's header
   * @param listener hears of bytes between frames that are none
   */
  LvcScan(ByteSource source, LvcHeader.Parsed header, CodecListener listener) throws IOException {
    this.source = source;
    this.listener = listener;
    this.start = header.length();
    this.length = source.length();
    this.configuration = PacketLayout.ofConfiguration(header.header().configuration());
    this.patience = 4 * length + CHUNK;
    this.position = start;
  }

  /** A record, or the mark behind the last one, whose packet is empty. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(RecordHead head, long offset, byte[] packet) {
    boolean isEnd() {
      return packet.length == 0;
    }

    long length() {
      return head.length() + (long) packet.length;
    }
  }

  /**
   * The frames that were found, and as many lost ones between them as times tell of.
   *
   * @throws LicFormatException if there are none
   */
  LvcIndex index() throws IOException {
    boolean more = true;
    while (more && position < length) {
      Found record = record(position, found.clock());
      boolean end = record != null && record.isEnd();
      if (record != null && !end && (isSound(record, sum) || continues(record))) {
        add(record);
      } else {
        more = resume();
        if (!more && !end) {
          listener.warning(
              "the file is cut off or damaged at byte %d, in frame %d"
                  .formatted(position, found.count()));
        }
      }
    }
    if (found.isEmpty()) {
      throw new LicFormatException(start, "no frame is to be found");
    }
    return found.build(start);
  }

  private void add(Found record) {
    RecordHead head = record.head;
    found.add(record.length(), head.timestamp(), head.duration(), head.isKey());
    sum = PacketLayout.storedSum(record.packet);
    lastTimestamp = head.timestamp();
    position += record.length();
  }

  private static boolean isSound(Found record, int before) {
    return record.head.isKey() == PacketLayout.isKey(record.packet)
        && PacketLayout.isSound(record.packet, before);
  }

  /** Whether a damaged record is as long as it says: something sound follows, or the end. */
  private boolean continues(Found record) throws IOException {
    long behind = position + record.length();
    if (behind == length) {
      return true;
    }
    Found next = record(behind, record.head.after());
    return next != null && (next.isEnd() || isSound(next, PacketLayout.storedSum(record.packet)));
  }

  /** The record at an offset; null if there can be none. */
  private Found record(long offset, RecordHead.Clock clock) throws IOException {
    byte[] bytes = new byte[(int) Math.min(RecordHead.MAX_LENGTH, length - offset)];
    source.read(offset, bytes);
    return record(offset, bytes, clock);
  }

  private Found record(long offset, byte[] start, RecordHead.Clock clock) throws IOException {
    try {
      RecordHead head = RecordHead.parse(start, clock);
      boolean rises = head.packetLength() == 0 || head.timestamp() > lastTimestamp;
      return rises ? withPacket(head, offset) : null;
    } catch (LicFormatException e) {
      return null; // the caller tells of it once it knows how far the damage goes
    }
  }

  /** Reads a record's packet; null if the file ends before, or too much was read in vain. */
  private Found withPacket(RecordHead head, long offset) throws IOException {
    long left = length - offset - head.length();
    if (head.packetLength() > left) {
      return null;
    }
    patience -= head.packetLength();
    if (patience < 0) {
      return null;
    }
    byte[] packet = new byte[head.packetLength()];
    source.read(offset + head.length(), packet);
    return new Found(head, offset, packet);
  }

  /** Goes to the next sound key frame. */
  private boolean resume() throws IOException {
    byte[] window = new byte[0];
    long windowAt = position + 1;
    while (patience > 0) {
      int kept = Math.min(window.length, configuration.length);
      long readAt = windowAt + window.length;
      int fresh = (int) Math.min(CHUNK, length - readAt);
      if (fresh <= 0) {
        return false;
      }
      byte[] joined = new byte[kept + fresh];
      System.arraycopy(window, window.length - kept, joined, 0, kept);
      byte[] read = new byte[fresh];
      source.read(readAt, read);
      System.arraycopy(read, 0, joined, kept, fresh);
      window = joined;
      windowAt = readAt - kept;
      for (int at = indexOf(window, 0); at >= 0; at = indexOf(window, at + 1)) {
        Found key = keyRecord(windowAt + at);
        if (key != null) {
          skipTo(key);
          return true;
        }
      }
    }
    return false;
  }

  /** Where a packet of a key frame of this file may begin. */
  private int indexOf(byte[] window, int from) {
    int behind = configuration.length;
    for (int at = from; at + 1 + behind <= window.length; at++) {
      if (PacketLayout.isKeyType(window[at])
          && Arrays.equals(window, at + 1, at + 1 + behind, configuration, 0, behind)) {
        return at;
      }
    }
    return -1;
  }

  /** The sound record whose packet begins at an offset, or null. */
  private Found keyRecord(long packetAt) throws IOException {
    byte[] before = new byte[(int) Math.min(RecordHead.MAX_LENGTH, packetAt - position)];
    long at = packetAt - before.length;
    source.read(at, before);
    for (int from = before.length - 1; from >= 0; from--) {
      Found record = keyRecord(at + from, Arrays.copyOfRange(before, from, before.length));
      if (record != null) {
        return record;
      }
    }
    return null;
  }

  private Found keyRecord(long at, byte[] bytes) throws IOException {
    if (!RecordHead.mayBeTimed(bytes)) {
      return null;
    }
    try {
      RecordHead head = RecordHead.parse(bytes, RecordHead.Clock.START);
      if (!head.isKey() || head.length() != bytes.length || head.timestamp() <= lastTimestamp) {
        return null;
      }
      Found record = withPacket(head, at);
      return record != null && isSound(record, 0) ? record : null;
    } catch (LicFormatException e) {
      return null; // no head begins here
    }
  }

  /** Counts as many frames as times leave room for, at most as many as the bytes could hold. */
  private void skipTo(Found key) {
    RecordHead.Clock clock = found.clock();
    long bytes = key.offset - position;
    long time = key.head.timestamp() - clock.next();
    long duration = found.isEmpty() ? key.head.duration() : clock.duration();
    long lost = Math.min(bytes / RecordHead.MIN_RECORD, (time + duration / 2) / duration);
    String frames = "no frame";
    if (time > 0 && lost > 0) {
      frames = lost + " frames from frame " + found.count() + " on";
    }
    listener.warning(
        "bytes %d to %d are damaged: %s were lost".formatted(position, key.offset - 1, frames));
    found.skip(bytes);
    for (long i = 0; i < lost && time > 0; i++) {
      found.add(0, clock.next() + i * duration, duration, false);
    }
    position = key.offset;
  }
}
