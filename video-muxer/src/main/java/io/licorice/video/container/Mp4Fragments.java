package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.container.Mp4Boxes.Box;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the samples of movie fragments into the tracks that a movie box announced. */
final class Mp4Fragments {
  private static final int NOT_KEY = 0x10000;
  private static final int MAX_SAMPLES = 1 << 23;

  private final Mp4Boxes boxes;
  private final Map<Integer, PacketIndex> tracks;
  private final Map<Integer, Long> times = new HashMap<>();
  private final Map<Integer, Defaults> defaults = new HashMap<>();

  private record Defaults(int duration, int size, int flags) {}

  /**
   * @param tracks by their ids; changed
   */
  Mp4Fragments(Mp4Boxes boxes, Map<Integer, PacketIndex> tracks) {
    this.boxes = boxes;
    this.tracks = tracks;
  }

  void readDefaults(Box moov) throws IOException {
    Optional<Box> mvex = boxes.find(moov, "mvex");
    if (mvex.isPresent()) {
      for (Box box : boxes.children(mvex.get())) {
        if (box.type().equals("trex") && box.size() >= 24) {
          ByteBuffer in = ByteBuffer.wrap(boxes.content(box)).position(4);
          int id = in.getInt();
          in.getInt();
          defaults.put(id, new Defaults(in.getInt(), in.getInt(), in.getInt()));
        }
      }
    }
  }

  void read(Box moof) throws IOException {
    for (Box traf : boxes.children(moof)) {
      if (traf.type().equals("traf")) {
        try {
          readTrack(moof, traf);
        } catch (BufferUnderflowException e) {
          LicFormatException told = new LicFormatException(traf.start(), "fragment is cut off");
          told.initCause(e);
          throw told;
        }
      }
    }
  }

  private void readTrack(Box moof, Box traf) throws IOException {
    List<Box> children = boxes.children(traf);
    Optional<Box> head = children.stream().filter(b -> b.type().equals("tfhd")).findFirst();
    if (head.isEmpty()) {
      throw new LicFormatException(traf.start(), "fragment that names no track");
    }
    ByteBuffer in = ByteBuffer.wrap(boxes.content(head.get()));
    int flags = in.getInt();
    int id = in.getInt();
    PacketIndex index = tracks.get(id);
    if (index == null) {
      return;
    }
    long base = (flags & 1) != 0 ? in.getLong() : moof.start();
    if ((flags & 2) != 0) {
      in.getInt();
    }
    Defaults usual = defaults.getOrDefault(id, new Defaults(0, 0, 0));
    Defaults own =
        new Defaults(
            (flags & 8) != 0 ? in.getInt() : usual.duration(),
            (flags & 16) != 0 ? in.getInt() : usual.size(),
            (flags & 32) != 0 ? in.getInt() : usual.flags());
    long at = base;
    for (Box box : children) {
      if (box.type().equals("tfdt")) {
        ByteBuffer time = ByteBuffer.wrap(boxes.content(box));
        times.put(id, time.getInt() >>> 24 == 1 ? time.getLong() : time.getInt() & 0xFFFFFFFFL);
      } else if (box.type().equals("trun")) {
        at = readRun(box, index, own, base, at, id);
      }
    }
  }

  private long readRun(Box box, PacketIndex index, Defaults own, long base, long next, int id)
      throws IOException {
    ByteBuffer in = ByteBuffer.wrap(boxes.content(box));
    int flags = in.getInt();
    long samples = in.getInt() & 0xFFFFFFFFL;
    long at = (flags & 1) != 0 ? base + in.getInt() : next;
    int first = (flags & 4) != 0 ? in.getInt() : own.flags();
    int fields = Integer.bitCount(flags & 0xF00);
    if (samples * fields * 4 > in.remaining() || samples + index.count() > MAX_SAMPLES) {
      throw new LicFormatException(box.start(), "run of " + samples + " samples makes no sense");
    }
    long time = times.getOrDefault(id, 0L);
    for (int i = 0; i < samples; i++) {
      long duration = ((flags & 0x100) != 0 ? in.getInt() : own.duration()) & 0xFFFFFFFFL;
      long size = ((flags & 0x200) != 0 ? in.getInt() : own.size()) & 0xFFFFFFFFL;
      int told = (flags & 0x400) != 0 ? in.getInt() : i == 0 ? first : own.flags();
      int shift = (flags & 0x800) != 0 ? in.getInt() : 0;
      if (size > MediaFile.MAX_PACKET || at < 0 || time < 0) {
        throw new LicFormatException(box.start(), "sample " + i + " makes no sense");
      }
      index.add(at, (int) size, time + shift, duration, (told & NOT_KEY) == 0);
      at += size;
      time += duration;
    }
    times.put(id, time);
    return at;
  }
}
