package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.TimeBase;
import io.licorice.video.container.EditList.Edit;
import io.licorice.video.container.EditList.Shown;
import io.licorice.video.container.Mp4Boxes.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An MP4 or QuickTime file (ISO/IEC 14496-12) that is read, fragmented ones too. For use by one
 * thread at a time.
 */
final class Mp4File implements MediaFile {
  private static final int MAX_TRACKS = 1000;

  private final FileBytes bytes;
  private final Mp4Boxes boxes;
  private final List<Mp4Track> tracks = new ArrayList<>();
  private final List<SourceTrack> described = new ArrayList<>();
  private boolean isQuickTime = true;
  private long movieScale;

  private Mp4File(FileBytes bytes) throws IOException {
    this.bytes = bytes;
    this.boxes = new Mp4Boxes(bytes);
    read();
  }

  static Mp4File open(Path file) throws IOException {
    FileBytes bytes = FileBytes.open(file);
    try {
      return new Mp4File(bytes);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private void read() throws IOException {
    List<Box> fragments = new ArrayList<>();
    Optional<Box> moov = Optional.empty();
    for (Box box : boxes.children(0, bytes.length())) {
      switch (box.type()) {
        case "ftyp" -> isQuickTime = box.size() >= 4 && brand(box).equals("qt  ");
        case "moov" -> moov = moov.isPresent() ? moov : Optional.of(box);
        case "moof" -> fragments.add(box);
        default -> {
          // of no use here
        }
      }
    }
    readMovie(moov.orElseThrow(() -> new LicFormatException(-1, "MP4 file without a movie box")));
    Map<Integer, PacketIndex> indexes = new HashMap<>();
    for (Mp4Track track : tracks) {
      indexes.putIfAbsent(track.id(), track.index());
    }
    Mp4Fragments reader = new Mp4Fragments(boxes, indexes);
    reader.readDefaults(moov.get());
    for (Box fragment : fragments) {
      reader.read(fragment);
    }
    describe();
  }

  private String brand(Box ftyp) throws IOException {
    return Mp4Setup.fourCc(bytes.bytes(ftyp.data(), 4, 4, "brand"), 0);
  }

  private void readMovie(Box moov) throws IOException {
    for (Box box : boxes.children(moov)) {
      if (box.type().equals("mvhd")) {
        if (box.size() < 32) {
          throw new LicFormatException(box.start(), "movie header is cut off");
        }
        ByteBuffer in = ByteBuffer.wrap(boxes.content(box));
        movieScale = in.getInt(in.get(0) == 1 ? 20 : 12) & 0xFFFFFFFFL;
      } else if (box.type().equals("trak")) {
        if (tracks.size() == MAX_TRACKS) {
          throw new LicFormatException(box.start(), "more than " + MAX_TRACKS + " tracks");
        }
        tracks.add(Mp4Track.read(boxes, box));
      } else if (box.type().equals("cmov")) {
        throw new LicFormatException(box.start(), "QuickTime's packed movie boxes are not read");
      }
    }
    if (movieScale == 0 || tracks.isEmpty()) {
      throw new LicFormatException(moov.start(), "movie without time or tracks");
    }
  }

  private void describe() throws IOException {
    Set<Integer> chapters = new HashSet<>();
    tracks.forEach(track -> chapters.addAll(track.chapters()));
    for (Mp4Track track : tracks) {
      SourceTrack told =
          track.describe(described.size(), movieScale, chapters.contains(track.id()), isQuickTime);
      described.add(told);
    }
  }

  @Override
  public List<SourceTrack> tracks() {
    return List.copyOf(described);
  }

  @Override
  public Packets packets(Set<Integer> wanted) {
    List<Cursor> cursors = new ArrayList<>();
    for (int i : wanted) {
      cursors.add(new Cursor(i));
    }
    return () -> {
      Cursor first = null;
      for (Cursor cursor : cursors) {
        if (cursor.hasNext() && (first == null || cursor.time() < first.time())) {
          first = cursor;
        }
      }
      return first == null ? Optional.empty() : Optional.of(first.next());
    };
  }

  /** The samples of a track that are shown, one after the other. */
  private final class Cursor {
    private final int place;
    private final Mp4Track track;
    private final List<Shown> shown;
    private int next;

    Cursor(int place) {
      this.place = place;
      this.track = tracks.get(place);
      this.shown =
          EditList.apply(
              track.edits(),
              track.index(),
              movieScale,
              track.timescale(),
              described.get(place).kind() == MediaTrack.Kind.AUDIO);
    }

    boolean hasNext() {
      return next < shown.size();
    }

    long time() {
      return shown.get(next).time();
    }

    MediaPacket next() throws IOException {
      Shown sample = shown.get(next++);
      int i = sample.sample();
      boolean isSound = described.get(place).kind() == MediaTrack.Kind.AUDIO;
      return new MediaPacket(
          place,
          sample.time(),
          isSound ? sample.duration() : sample.duration() - sample.discard(),
          track.index().isKey(i),
          isSound ? sample.discard() : 0,
          read(track, i));
    }
  }

  private byte[] read(Mp4Track track, int i) throws IOException {
    return bytes.bytes(track.index().offset(i), track.index().size(i), MAX_PACKET, "sample");
  }

  @Override
  public Optional<MediaLibrary.Timing> timing(int place) throws IOException {
    Mp4Track track = tracks.get(place);
    List<Edit> parts = track.edits().stream().filter(edit -> edit.mediaTime() >= 0).toList();
    if (parts.size() > 1) {
      throw new IOException(
          described.get(place).describe()
              + " is cut into "
              + parts.size()
              + " parts, which is"
              + " not read; copy it by another program first");
    }
    List<Shown> shown =
        EditList.apply(track.edits(), track.index(), movieScale, track.timescale(), false);
    if (shown.isEmpty()) {
      throw new LicFormatException(-1, described.get(place).describe() + " shows no frame");
    }
    double tick = 1e9 / track.timescale();
    long end = 0;
    for (Shown frame : shown) {
      end = Math.max(end, Math.round(frame.time() / tick));
    }
    long last = end;
    long firstTime = track.index().time(0) + shift(place);
    return Optional.of(
        new MediaLibrary.Timing(
            new TimeBase(1, track.timescale()),
            (told, first, unit) -> {
              long ticks = Math.round(unit.seconds(told - first) * track.timescale());
              return ticks + firstTime > last ? -1 : ticks + firstTime;
            },
            shown.size()));
  }

  /** By how many ticks of its own a track is shown later than its samples say. */
  private long shift(int place) {
    Mp4Track track = tracks.get(place);
    double empty = 0;
    for (Edit edit : track.edits()) {
      if (edit.mediaTime() >= 0) {
        return Math.round(empty) - edit.mediaTime();
      }
      empty += (double) edit.duration() * track.timescale() / movieScale;
    }
    return 0;
  }

  @Override
  public Optional<LearnedTrack> learned() throws IOException {
    for (SourceTrack told : described) {
      if (told.codec() == TrackCodec.LVC && told.kind() == MediaTrack.Kind.VIDEO) {
        return Optional.of(learned(told.index()));
      }
    }
    return Optional.empty();
  }

  private LearnedTrack learned(int place) throws IOException {
    Mp4Track track = tracks.get(place);
    PacketIndex samples = track.index();
    PacketIndex index = new PacketIndex();
    long shift = shift(place);
    for (int i = 0; i < samples.count(); i++) {
      if (i > 0 && samples.time(i) <= samples.time(i - 1)) {
        throw new LicFormatException(
            samples.offset(i), "frame " + i + " is shown no later than the one before it");
      }
      index.add(
          samples.offset(i),
          samples.size(i),
          samples.time(i) + shift,
          Math.max(1, samples.duration(i)),
          samples.isKey(i));
    }
    TimeBase timeBase = new TimeBase(1, track.timescale());
    byte[] configuration = LearnedSetup.ofSampleEntry(track.sampleEntry());
    return new LearnedTrack() {
      @Override
      public byte[] configuration() {
        return configuration;
      }

      @Override
      public TimeBase timeBase() {
        return timeBase;
      }

      @Override
      public PacketIndex index() {
        return index;
      }

      @Override
      public byte[] read(int frame) throws IOException {
        return Mp4File.this.read(track, frame);
      }
    };
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
