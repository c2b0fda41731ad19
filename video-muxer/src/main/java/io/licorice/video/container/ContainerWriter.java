package io.licorice.video.container;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Lays a container's parts out in a file, one packet after the other. Track numbers are places in
 * the list that it was made with. For use by one thread at a time.
 */
interface ContainerWriter {
  /**
   * Writes a packet.
   *
   * @param packet its track is a place in the list of tracks; its duration may be unknown (0) for
   *     sound, never for the others
   */
  void write(MediaPacket packet) throws IOException;

  /** Writes what stands at the end and what was left open; the channel stays open. */
  void finish() throws IOException;

  /** Makes one. */
  interface Factory {
    /**
     * Begins a file.
     *
     * @param channel empty, and the caller's to close
     * @param tracks the video first
     * @param extras whole Matroska elements to copy, which only Matroska can
     */
    ContainerWriter begin(FileChannel channel, List<OutputTrack> tracks, List<byte[]> extras)
        throws IOException;

    /**
     * Refuses what the container cannot carry.
     *
     * @throws IOException whose message names the track and a container that can
     */
    void check(SourceTrack track) throws IOException;
  }
}
