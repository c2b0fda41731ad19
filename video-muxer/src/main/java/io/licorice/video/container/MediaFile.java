package io.licorice.video.container;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An open file of several tracks. For use by one thread at a time. */
interface MediaFile extends Closeable {
  /** No packet of sound or of a learned video is larger. */
  int MAX_PACKET = 1 << 28;

  List<SourceTrack> tracks();

  /** Begins to read the packets of some tracks from the first on. */
  Packets packets(Set<Integer> tracks) throws IOException;

  /** The learned video track, if there is one: its index entries and its configuration. */
  Optional<LearnedTrack> learned() throws IOException;

  /** When the frames of a video track are shown; empty if the file leaves that to its decoder. */
  Optional<MediaLibrary.Timing> timing(int track) throws IOException;

  /** Packets one after the other, those of a track in the order of decoding. */
  interface Packets {
    Optional<MediaPacket> next() throws IOException;
  }
}
