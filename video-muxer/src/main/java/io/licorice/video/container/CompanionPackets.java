package io.licorice.video.container;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The packets of the tracks that accompany a video, with places in the new file instead of the old
 * one. For use by one thread at a time.
 */
final class CompanionPackets implements Closeable {
  private final MediaFile file;
  private final Path scratch;
  private final Map<Integer, SourceTrack> tracks = new LinkedHashMap<>();
  private final Map<Integer, Integer> places = new LinkedHashMap<>();
  private final MediaFile.Packets packets;
  private Optional<MediaPacket> next = Optional.empty();
  private boolean isAtEnd;

  private CompanionPackets(MediaFile file, Path scratch) throws IOException {
    this.file = file;
    this.scratch = scratch;
    if (file == null) {
      packets = Optional::empty;
      return;
    }
    for (SourceTrack track : file.tracks()) {
      if (track.isCompanion()) {
        tracks.put(track.index(), track);
        places.put(track.index(), places.size() + 1);
      }
    }
    packets = file.packets(tracks.keySet());
  }

  static CompanionPackets open(Companions companions) throws IOException {
    if (companions.source().isEmpty()) {
      return new CompanionPackets(null, null);
    }
    Path source = companions.source().get();
    Optional<MediaFile> file = MediaFiles.open(source);
    if (file.isPresent()) {
      return new CompanionPackets(file.get(), null);
    }
    if (MediaFiles.probe(source) != ContainerFormat.OTHER) {
      return new CompanionPackets(null, null);
    }
    return remuxed(source);
  }

  /** What no reader here knows is copied into Matroska by Humble Video, and read there. */
  private static CompanionPackets remuxed(Path source) throws IOException {
    Path scratch = Files.createTempFile("licorice-", ".mkv");
    try {
      boolean isAny = MediaLibrary.load().copyCompanions(source, scratch);
      if (isAny) {
        return new CompanionPackets(MatroskaFile.open(scratch), scratch);
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(scratch);
      throw e;
    }
    Files.deleteIfExists(scratch);
    return new CompanionPackets(null, null);
  }

  List<SourceTrack> tracks() {
    return new ArrayList<>(tracks.values());
  }

  /** Attachments and chapters, if they are Matroska's. */
  List<byte[]> extras() throws IOException {
    return file instanceof MatroskaFile matroska && scratch == null ? matroska.extras() : List.of();
  }

  /** The next packet, which stays the next until it is taken. */
  Optional<MediaPacket> peek() throws IOException {
    if (next.isEmpty() && !isAtEnd) {
      next = packets.next();
      isAtEnd = next.isEmpty();
    }
    return next;
  }

  MediaPacket take() {
    MediaPacket packet = next.orElseThrow();
    next = Optional.empty();
    return new MediaPacket(
        places.get(packet.track()),
        packet.time(),
        packet.duration(),
        packet.isKey(),
        packet.discard(),
        packet.bytes());
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
    if (scratch != null) {
      Files.deleteIfExists(scratch);
    }
  }
}
