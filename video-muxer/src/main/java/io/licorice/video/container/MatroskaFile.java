package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.TimeBase;
import io.licorice.video.container.EbmlReader.Element;
import io.licorice.video.container.MatroskaBlocks.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A Matroska or WebM file (RFC 9559) that is read. For use by one thread at a time. */
final class MatroskaFile implements MediaFile {
  private static final int MAX_TRACKS = 1000;
  private static final long DEFAULT_SCALE = 1_000_000;

  private final FileBytes bytes;
  private final EbmlReader reader;
  private final List<MatroskaTrack> tracks = new ArrayList<>();
  private final List<Element> extras = new ArrayList<>();
  private long scale = DEFAULT_SCALE;
  private double duration;
  private long firstCluster = -1;
  private long segmentEnd;

  private MatroskaFile(FileBytes bytes) throws IOException {
    this.bytes = bytes;
    this.reader = new EbmlReader(bytes);
    readHeader();
  }

  static MatroskaFile open(Path file) throws IOException {
    FileBytes bytes = FileBytes.open(file);
    try {
      return new MatroskaFile(bytes);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private void readHeader() throws IOException {
    Element header = reader.at(0, bytes.length());
    if (header.id() != Ebml.HEADER) {
      throw new LicFormatException(0, "no Matroska file");
    }
    Element segment = reader.at(header.end(), bytes.length());
    while (segment.id() != Ebml.SEGMENT) {
      segment = reader.at(segment.end(), bytes.length());
    }
    segmentEnd = segment.end();
    List<Element> entries = new ArrayList<>();
    long at = segment.data();
    while (at < segmentEnd && firstCluster < 0) {
      Element element = reader.at(at, segmentEnd);
      switch (element.id()) {
        case Ebml.INFO -> readInfo(element);
        case Ebml.TRACKS -> entries.addAll(children(element, Ebml.TRACK_ENTRY));
        case Ebml.ATTACHMENTS, Ebml.CHAPTERS -> extras.add(element);
        case Ebml.CLUSTER -> firstCluster = element.start();
        default -> {
          // of no use here
        }
      }
      at = element.end();
    }
    for (Element entry : entries) {
      tracks.add(
          new MatroskaTrack.Builder(reader)
              .readAll(entry, 0)
              .build(tracks.size(), seconds(), entry.start()));
    }
    if (tracks.isEmpty()) {
      throw new LicFormatException(segment.start(), "Matroska file without tracks");
    }
  }

  private void readInfo(Element info) throws IOException {
    for (Element element : children(info, Ebml.TIMESTAMP_SCALE)) {
      scale = reader.unsigned(element);
      if (scale < 1 || scale > 1_000_000_000L) {
        throw new LicFormatException(element.start(), "a tick of " + scale + " ns makes no sense");
      }
    }
    for (Element element : children(info, Ebml.DURATION)) {
      duration = reader.real(element);
    }
  }

  private OptionalDouble seconds() {
    double seconds = duration * scale / 1e9;
    return seconds > 0 && seconds < 1e9 ? OptionalDouble.of(seconds) : OptionalDouble.empty();
  }

  private List<Element> children(Element parent, int id) throws IOException {
    List<Element> found = new ArrayList<>();
    for (long at = parent.data(); at < parent.end(); ) {
      Element element = reader.at(at, parent.end());
      if (element.id() == id) {
        found.add(element);
        if (found.size() > MAX_TRACKS) {
          throw new LicFormatException(at, "too many elements " + Integer.toHexString(id));
        }
      }
      at = element.end();
    }
    return found;
  }

  @Override
  public List<SourceTrack> tracks() {
    return tracks.stream().map(MatroskaTrack::track).toList();
  }

  /** Attachments and chapters as they are. */
  List<byte[]> extras() throws IOException {
    List<byte[]> whole = new ArrayList<>();
    for (Element element : extras) {
      if (element.hasSize()) {
        whole.add(
            bytes.bytes(
                element.start(),
                element.end() - element.start(),
                MAX_PACKET,
                "attachments or chapters"));
      }
    }
    return whole;
  }

  private MatroskaBlocks blocks() {
    long start = firstCluster < 0 ? segmentEnd : firstCluster;
    return new MatroskaBlocks(bytes, reader, start, segmentEnd, scale);
  }

  private Optional<MatroskaTrack> ofNumber(long number) {
    return tracks.stream().filter(track -> track.number() == number).findFirst();
  }

  @Override
  public Packets packets(Set<Integer> wanted) {
    MatroskaBlocks blocks = blocks();
    Deque<MediaPacket> waiting = new ArrayDeque<>();
    return () -> {
      while (waiting.isEmpty()) {
        Optional<Block> block = blocks.next();
        if (block.isEmpty()) {
          return Optional.empty();
        }
        Optional<MatroskaTrack> track =
            ofNumber(block.get().number()).filter(t -> wanted.contains(t.track().index()));
        if (track.isPresent()) {
          unpack(block.get(), track.get(), waiting);
        }
      }
      return Optional.of(waiting.remove());
    };
  }

  private void unpack(Block block, MatroskaTrack track, Deque<MediaPacket> target)
      throws IOException {
    int frames = block.bounds().length - 1;
    long time = block.time() - track.track().delay();
    for (int i = 0; i < frames; i++) {
      byte[] packet = frame(track, block.bounds()[i], block.bounds()[i + 1]);
      long share = block.duration() >= 0 ? block.duration() / frames : track.defaultDuration();
      if (share == 0 && frames > 1) {
        share = AudioPackets.duration(track.track(), packet);
      }
      target.add(
          new MediaPacket(
              track.track().index(),
              time,
              Math.max(0, share),
              block.isKey(),
              i == frames - 1 ? block.discard() : 0,
              packet));
      time += Math.max(0, share);
    }
  }

  private byte[] frame(MatroskaTrack track, long start, long end) throws IOException {
    byte[] packet = bytes.bytes(start, end - start, MAX_PACKET, "packet");
    for (ContentEncoding encoding : track.encodings()) {
      packet = encoding.undo(packet, start);
    }
    return packet;
  }

  @Override
  public Optional<MediaLibrary.Timing> timing(int place) throws IOException {
    PacketIndex index = index(tracks.get(place));
    long[] times = new long[index.count()];
    for (int i = 0; i < times.length; i++) {
      times[i] = index.time(i);
    }
    Arrays.sort(times);
    if (times.length == 0) {
      return Optional.empty();
    }
    return FrameGrid.find(
            times, times.length, (double) tracks.get(place).defaultDuration(), (double) scale)
        .map(
            grid ->
                new MediaLibrary.Timing(
                    grid.timeBase(),
                    (told, first, unit) ->
                        grid.time(Math.round(unit.seconds(told) * 1e9), times[0]),
                    times.length));
  }

  private PacketIndex index(MatroskaTrack track) throws IOException {
    PacketIndex index = new PacketIndex();
    MatroskaBlocks blocks = blocks();
    for (Optional<Block> block = blocks.next(); block.isPresent(); block = blocks.next()) {
      Block b = block.get();
      if (b.number() != track.number()) {
        continue;
      }
      long time = b.time() - track.track().delay();
      for (int i = 0; i < b.bounds().length - 1; i++) {
        long size = b.bounds()[i + 1] - b.bounds()[i];
        if (size > MAX_PACKET) {
          throw new LicFormatException(b.bounds()[i], "packet of " + size + " bytes");
        }
        long told = b.duration() >= 0 ? b.duration() / (b.bounds().length - 1) : 0;
        index.add(b.bounds()[i], (int) size, time, told, b.isKey());
        time += told > 0 ? told : track.defaultDuration();
      }
    }
    return index;
  }

  @Override
  public Optional<LearnedTrack> learned() throws IOException {
    for (MatroskaTrack track : tracks) {
      if (track.track().codec() == TrackCodec.LVC) {
        return Optional.of(learned(track));
      }
    }
    return Optional.empty();
  }

  private LearnedTrack learned(MatroskaTrack track) throws IOException {
    PacketIndex index = index(track);
    TimeBase timeBase = LearnedTimes.settle(index, track.defaultDuration(), scale);
    String id = ((SourceTrack.Matroska) track.track().origin()).codecId();
    byte[] configuration = LearnedSetup.configuration(id, track.track().setup());
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
        return frame(track, index.offset(frame), index.offset(frame) + index.size(frame));
      }
    };
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
