package io.licorice.video.container;

import io.licorice.codec.NewFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Writes a video and its companions into one file, in the order of their times. For use by one
 * thread at a time.
 */
final class TrackMerger implements Closeable {
  private static final int LOOK_AHEAD = 8;

  private final NewFile.Part part;
  private final ContainerWriter.Factory factory;
  private final Companions companions;
  private final CompanionPackets packets;
  private final Deque<MediaPacket> held = new ArrayDeque<>();
  private Optional<OutputTrack> video = Optional.empty();
  private Optional<ContainerWriter> writer = Optional.empty();
  private long end;

  private TrackMerger(
      NewFile.Part part,
      ContainerWriter.Factory factory,
      Companions companions,
      CompanionPackets packets) {
    this.part = part;
    this.factory = factory;
    this.companions = companions;
    this.packets = packets;
  }

  /**
   * Begins a file.
   *
   * @throws IOException if the format cannot carry a companion, before anything is written
   */
  static TrackMerger create(Path file, Companions companions) throws IOException {
    ContainerWriter.Factory factory = factory(file);
    NewFile target = NewFile.at(file);
    CompanionPackets packets = CompanionPackets.open(companions);
    try {
      for (SourceTrack track : packets.tracks()) {
        factory.check(track);
      }
      return new TrackMerger(target.begin(), factory, companions, packets);
    } catch (IOException | RuntimeException e) {
      packets.close();
      throw e;
    }
  }

  private static ContainerWriter.Factory factory(Path file) {
    return switch (ContainerFormat.ofName(file).orElse(ContainerFormat.OTHER)) {
      case MATROSKA -> MatroskaWriter.FACTORY;
      case MP4 -> Mp4Writer.factory(false);
      case MOV -> Mp4Writer.factory(true);
      default ->
          throw new IllegalArgumentException(
              "a name that ends in .mkv, .mp4 or .mov is expected, found " + file);
    };
  }

  boolean hasBegun() {
    return video.isPresent();
  }

  /** To be called once, before the first packet. */
  void begin(OutputTrack track) {
    video = Optional.of(track);
  }

  /** Writes a packet of the video, and what of the companions comes before it. */
  void write(long time, long duration, boolean isKey, byte[] bytes) throws IOException {
    held.add(new MediaPacket(0, time, duration, isKey, 0, bytes));
    end = time + duration;
    if (writer.isPresent() || held.size() == LOOK_AHEAD) {
      release();
    }
  }

  /** The usual duration stands in the header, and the first frame's may be another. */
  private void release() throws IOException {
    if (writer.isEmpty()) {
      long[] durations = held.stream().mapToLong(MediaPacket::duration).sorted().toArray();
      List<OutputTrack> tracks = new ArrayList<>();
      tracks.add(video.orElseThrow().withFrameTime(durations[durations.length / 2]));
      packets.tracks().forEach(track -> tracks.add(OutputTrack.copy(track)));
      writer = Optional.of(factory.begin(part.channel(), tracks, packets.extras()));
    }
    while (!held.isEmpty()) {
      MediaPacket frame = held.remove();
      for (Optional<MediaPacket> next = packets.peek();
          next.isPresent() && next.get().time() <= frame.time();
          next = packets.peek()) {
        writer.get().write(packets.take());
      }
      writer.get().write(frame);
    }
  }

  void finish() throws IOException {
    release();
    ContainerWriter target = writer.orElseThrow();
    for (Optional<MediaPacket> next = packets.peek(); next.isPresent(); next = packets.peek()) {
      MediaPacket packet = packets.take();
      if (!companions.isCutAtEnd() || packet.time() < end) {
        target.write(packet);
      }
    }
    target.finish();
    packets.close();
    part.complete();
  }

  @Override
  public void close() throws IOException {
    try {
      packets.close();
    } finally {
      part.close();
    }
  }
}
