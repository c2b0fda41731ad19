package io.licorice.video;

import io.licorice.bitstream.ByteCursor;
import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Where the frames of a {@code .lvc} file are: groups, each of a key frame and those that follow
 * it, and runs of frames with one duration. See the format specification, section "Index".
 *
 * <p>Immutable. It takes memory by groups and runs, not by frames.
 */
final class LvcIndex {
  /** Bytes behind the index that say where it is. */
  static final int TRAILER = 12;

  private static final int MARK = 0x4C564349; // "LVCI"

  /** The most bytes of an index, without its trailer. */
  private static final int MAX_BODY = 1 << 26;

  private static final int MAX_FRAMES = Integer.MAX_VALUE - 8;

  /**
   * A key frame and those that follow it.
   *
   * @param first number of the key frame
   * @param offset where its record is in the file
   */
  private record Group(int first, long offset) {}

  /**
   * Frames of one duration, each beginning when the one before it ends.
   *
   * @param first number of the first frame
   * @param timestamp of the first frame
   * @param duration of each frame
   */
  private record Run(int first, long timestamp, long duration) {}

  private final List<Group> groups;
  private final List<Run> runs;
  private final int count;
  private final long end;
  private final boolean beginsWithKey;

  private LvcIndex(List<Group> groups, List<Run> runs, int count, long end, boolean withKey) {
    this.groups = List.copyOf(groups);
    this.runs = List.copyOf(runs);
    this.count = count;
    this.end = end;
    this.beginsWithKey = withKey;
  }

  /** The number of frames. */
  int count() {
    return count;
  }

  /** Where the last record ends. */
  long end() {
    return end;
  }

  /** The number of the group that a frame is in. */
  int group(int frame) {
    int low = 0;
    int high = groups.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (groups.get(middle).first <= frame) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The number of a group's first frame. */
  int first(int group) {
    return groups.get(group).first;
  }

  /** Where a group's first record is. */
  long offset(int group) {
    return groups.get(group).offset;
  }

  /** Where a group's last record ends. */
  long end(int group) {
    return group + 1 < groups.size() ? groups.get(group + 1).offset : end;
  }

  /** All frames. */
  List<PacketSource.Entry> entries() {
    return new Entries();
  }

  private final class Entries extends AbstractList<PacketSource.Entry> implements RandomAccess {
    @Override
    public int size() {
      return count;
    }

    @Override
    public PacketSource.Entry get(int frame) {
      if (frame < 0 || frame >= count) {
        throw new IndexOutOfBoundsException("frame " + frame + " of " + count);
      }
      int low = 0;
      int high = runs.size() - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (runs.get(middle).first <= frame) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      Run run = runs.get(low);
      int group = group(frame);
      boolean key = first(group) == frame && (frame > 0 || beginsWithKey);
      return new PacketSource.Entry(
          run.timestamp + (frame - run.first) * run.duration, run.duration, key);
    }
  }

  /** Collects frames in their order. */
  static final class Builder {
    private final List<Group> groups = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private int count;
    private long bytes;
    private boolean beginsWithKey;
    private RecordHead.Clock clock = RecordHead.Clock.START;

    boolean isEmpty() {
      return count == 0;
    }

    int count() {
      return count;
    }

    RecordHead.Clock clock() {
      return clock;
    }

    /**
     * Adds a frame.
     *
     * @param length bytes of its record
     */
    void add(long length, long timestamp, long duration, boolean isKey) {
      if (count == MAX_FRAMES) {
        throw new IllegalArgumentException("a file has at most " + MAX_FRAMES + " frames");
      }
      if (count == 0) {
        beginsWithKey = isKey;
      }
      if (isKey || count == 0) {
        groups.add(new Group(count, bytes));
      }
      if (count == 0 || timestamp != clock.next() || duration != clock.duration()) {
        runs.add(new Run(count, timestamp, duration));
      }
      clock = RecordHead.Clock.after(timestamp, duration);
      bytes += length;
      count++;
    }

    /** Adds bytes that hold no frame. */
    void skip(long length) {
      bytes += length;
    }

    /**
     * The index.
     *
     * @param start where the first record is in the file
     */
    LvcIndex build(long start) {
      List<Group> placed = groups.stream().map(g -> new Group(g.first, g.offset + start)).toList();
      return new LvcIndex(placed, runs, count, start + bytes, beginsWithKey);
    }
  }

  /** The index with its trailer. */
  byte[] toBytes() {
    ByteSink out = new ByteSink().varint(groups.size());
    for (int g = 0; g < groups.size(); g++) {
      int next = g + 1 < groups.size() ? first(g + 1) : count;
      out.varint(next - first(g)).varint(end(g) - offset(g));
    }
    out.varint(runs.size());
    long time = 0;
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      int frames = (r + 1 < runs.size() ? runs.get(r + 1).first : count) - run.first;
      out.varint(frames).varint(RecordHead.zigzag(run.timestamp - time)).varint(run.duration);
      time = run.timestamp + frames * run.duration;
    }
    byte[] body = out.toBytes();
    return out.i32(Crc32c.of(body)).i32(body.length).i32(MARK).toBytes();
  }

  /**
   * The length of an index's body.
   *
   * @param trailer the last {@link #TRAILER} bytes of a file
   * @param most what the file has room for
   * @throws LicFormatException if they are no trailer
   */
  static int bodyLength(byte[] trailer, long most) throws LicFormatException {
    ByteCursor in = new ByteCursor(trailer, 0);
    in.i32("check sum of the index");
    int length = in.i32("length of the index");
    if (in.i32("mark of the index") != MARK) {
      throw new LicFormatException(TRAILER - 4, "there is no index");
    }
    if (length < 0 || length > most || length > MAX_BODY) {
      throw new LicFormatException(4, "an index of " + length + " bytes cannot be");
    }
    return length;
  }

  /**
   * Reads an index.
   *
   * @param body its bytes
   * @param trailer the bytes behind it
   * @param start where the first record is in the file
   * @throws LicFormatException if it is malformed; offsets are within the body
   */
  static LvcIndex parse(byte[] body, byte[] trailer, long start) throws LicFormatException {
    if (Crc32c.of(body) != new ByteCursor(trailer, 0).i32("check sum of the index")) {
      throw new LicFormatException(body.length, "the index's check sum is wrong");
    }
    ByteCursor in = new ByteCursor(body, 0);
    List<Group> groups = new ArrayList<>();
    long frames = 0;
    long offset = start;
    for (int left = in.varint("number of key frames"); left > 0; left--) {
      groups.add(new Group((int) frames, offset));
      int more = in.varint("frames of a group");
      long bytes = in.varlong("bytes of a group");
      frames += more;
      // What a record takes at the least bounds the frames by the file's length.
      if (more < 1 || bytes / RecordHead.MIN_RECORD < more || frames > MAX_FRAMES) {
        throw new LicFormatException(in.offset(), more + " frames in " + bytes + " bytes");
      }
      offset = Math.addExact(offset, Math.min(bytes, Long.MAX_VALUE - offset));
    }
    List<Run> runs = runs(in, frames);
    if (groups.isEmpty()) {
      throw new LicFormatException(0, "an index without frames");
    }
    return new LvcIndex(groups, runs, (int) frames, offset, true);
  }

  private static List<Run> runs(ByteCursor in, long frames) throws LicFormatException {
    List<Run> runs = new ArrayList<>();
    long told = 0;
    long time = 0;
    long latest = Long.MIN_VALUE;
    for (int left = in.varint("number of runs"); left > 0; left--) {
      int more = in.varint("frames of a run");
      long timestamp = time + RecordHead.unZigzag(in.varlong("time of a run"));
      long duration = in.varlong("duration of a run's frames");
      if (more < 1
          || told + more > frames
          || timestamp <= latest
          || !RecordHead.isSound(timestamp, duration)
          || duration > (RecordHead.MAX_TIME - timestamp) / more) {
        throw new LicFormatException(
            in.offset(), more + " frames at " + timestamp + " for " + duration);
      }
      runs.add(new Run((int) told, timestamp, duration));
      told += more;
      time = timestamp + more * duration;
      latest = time - duration;
    }
    if (told != frames) {
      throw new LicFormatException(in.offset(), "times of " + told + " of " + frames + " frames");
    }
    return runs;
  }
}
