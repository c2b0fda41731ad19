package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.container.Mp4Boxes.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads where the samples of an MP4 track lie and when they are shown. */
final class SampleTable {
  /** No track has more; each takes some thirty bytes. */
  private static final int MAX_SAMPLES = 1 << 23;

  /** Linear samples are read so many at a time. */
  private static final int LINEAR_BLOCK = 1024;

  private final Mp4Boxes boxes;
  private final Box stbl;
  private final long fileLength;
  private final PacketIndex index = new PacketIndex();
  private ByteBuffer sizes = ByteBuffer.allocate(0);
  private long uniformSize;
  private long count;

  private SampleTable(Mp4Boxes boxes, Box stbl) {
    this.boxes = boxes;
    this.stbl = stbl;
    this.fileLength = boxes.bytes().length();
  }

  /**
   * Reads the tables.
   *
   * @param linearFrame bytes of a linear sample of all channels, or 0 for other codecs
   * @return times in the track's unit, as shown and not as decoded
   */
  static PacketIndex read(Mp4Boxes boxes, Box stbl, int linearFrame) throws IOException {
    return new SampleTable(boxes, stbl).read(linearFrame);
  }

  private PacketIndex read(int linearFrame) throws IOException {
    readSizes();
    boolean isLinear = linearFrame > 0 && uniformSize > 0;
    if (isLinear && uniformSize == 1) {
      // QuickTime's old files count bytes of linear sound where they mean samples.
      uniformSize = linearFrame;
    }
    if (uniformSize > 0 && count > fileLength / uniformSize || !isLinear && count > MAX_SAMPLES) {
      throw new LicFormatException(stbl.start(), count + " samples make no sense");
    }
    Runs durations = runs("stts");
    Runs offsets = runs("ctts");
    ByteBuffer keys = table("stss", 8, 4);
    boolean hasKeys = boxes.find(stbl, "stss").isPresent();
    Chunks chunks = new Chunks();
    long time = 0;
    int nextKey = keys.hasRemaining() ? keys.getInt() : -1;
    for (long sample = 0; sample < count && chunks.next(); ) {
      long inChunk = Math.min(chunks.samples, count - sample);
      long at = chunks.offset;
      while (inChunk > 0) {
        int block = isLinear ? (int) Math.min(LINEAR_BLOCK, inChunk) : 1;
        long size = isLinear ? block * uniformSize : sizeOf((int) sample);
        long duration = 0;
        long shift = offsets.next();
        for (int i = 0; i < block; i++) {
          duration += durations.next() & 0xFFFFFFFFL;
        }
        boolean isKey = !hasKeys || nextKey == sample + 1;
        while (hasKeys && nextKey >= 0 && nextKey <= sample + 1) {
          nextKey = keys.hasRemaining() ? keys.getInt() : -1;
        }
        index.add(at, (int) size, time + shift, duration, isKey);
        time += duration;
        at += size;
        sample += block;
        inChunk -= block;
      }
    }
    return index;
  }

  private void readSizes() throws IOException {
    Optional<Box> stsz = boxes.find(stbl, "stsz");
    Optional<Box> box = stsz.isPresent() ? stsz : boxes.find(stbl, "stz2");
    if (box.isEmpty()) {
      throw new LicFormatException(stbl.start(), "track without a table of sizes");
    }
    ByteBuffer table = ByteBuffer.wrap(boxes.content(box.get()));
    if (table.limit() < 12) {
      throw new LicFormatException(box.get().start(), "table of sizes is cut off");
    }
    count = table.getInt(8) & 0xFFFFFFFFL;
    int bits = 32;
    if (stsz.isPresent()) {
      uniformSize = table.getInt(4) & 0xFFFFFFFFL;
    } else {
      bits = table.get(7);
    }
    sizes = table.position(12).slice();
    if (uniformSize == 0 && (bits != 32 || count > sizes.limit() / 4)) {
      throw new LicFormatException(
          box.get().start(),
          bits != 32 ? "sizes of " + bits + " bits are not read" : "table of sizes is cut off");
    }
    if (uniformSize > MediaFile.MAX_PACKET) {
      throw new LicFormatException(box.get().start(), "samples of " + uniformSize + " bytes");
    }
  }

  private long sizeOf(int sample) throws LicFormatException {
    long size = uniformSize > 0 ? uniformSize : sizes.getInt(4 * sample) & 0xFFFFFFFFL;
    if (size > MediaFile.MAX_PACKET) {
      throw new LicFormatException(stbl.start(), "sample of " + size + " bytes");
    }
    return size;
  }

  /** A table's entries behind its head; empty if it is not there. */
  private ByteBuffer table(String type, int head, int entry) throws IOException {
    Optional<Box> box = boxes.find(stbl, type);
    if (box.isEmpty()) {
      return ByteBuffer.allocate(0);
    }
    byte[] content = boxes.content(box.get());
    if (content.length < head) {
      throw new LicFormatException(box.get().start(), "table '" + type + "' is cut off");
    }
    ByteBuffer table = ByteBuffer.wrap(content);
    long entries = table.getInt(head - 4) & 0xFFFFFFFFL;
    if (entries * entry > content.length - head) {
      throw new LicFormatException(box.get().start(), "table '" + type + "' is cut off");
    }
    return table.position(head).limit(head + (int) entries * entry).slice();
  }

  private Runs runs(String type) throws IOException {
    return new Runs(table(type, 8, 8));
  }

  /** Values that hold for several samples; the last one holds for the rest. */
  private static final class Runs {
    private final ByteBuffer table;
    private long left;
    private int value;

    Runs(ByteBuffer table) {
      this.table = table;
    }

    int next() {
      while (left == 0 && table.hasRemaining()) {
        left = table.getInt() & 0xFFFFFFFFL;
        value = table.getInt();
      }
      left = Math.max(0, left - 1);
      return value;
    }
  }

  /** Chunks with their places and the number of samples in them. */
  private final class Chunks {
    private final ByteBuffer offsets;
    private final boolean isLong;
    private final ByteBuffer groups;
    private long number;
    long offset;
    long samples;

    Chunks() throws IOException {
      isLong = boxes.find(stbl, "co64").isPresent();
      offsets = isLong ? table("co64", 8, 8) : table("stco", 8, 4);
      groups = table("stsc", 8, 12);
    }

    boolean next() throws IOException {
      do {
        if (!offsets.hasRemaining()) {
          return false;
        }
        number++;
        offset = isLong ? offsets.getLong() : offsets.getInt() & 0xFFFFFFFFL;
        while (groups.hasRemaining()
            && (groups.getInt(groups.position()) & 0xFFFFFFFFL) <= number) {
          groups.getInt();
          samples = groups.getInt() & 0xFFFFFFFFL;
          groups.getInt();
        }
      } while (samples == 0);
      if (offset < 0) {
        throw new LicFormatException(stbl.start(), "chunk at an impossible place");
      }
      return true;
    }
  }
}
