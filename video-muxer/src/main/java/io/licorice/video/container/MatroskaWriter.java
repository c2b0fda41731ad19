package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/**
 * Writes Matroska (RFC 9559): clusters as packets come, a table of key frames at the end. Holds no
 * more than a cluster in memory. For use by one thread at a time.
 */
final class MatroskaWriter implements ContainerWriter {
  private static final long TICK_NANOS = MatroskaHeader.TICK_NANOS;
  private static final int FULL_CLUSTER = 1 << 20;
  private static final int LONG_CLUSTER = 5000;
  private static final int SHORT_CLUSTER = 500;
  private static final int SEEK_HEAD_PLACE = 96;
  private static final byte[] UNKNOWN_SIZE = {1, -1, -1, -1, -1, -1, -1, -1};

  private final FileChannel channel;
  private final List<OutputTrack> tracks;
  private final long segmentData;
  private final long infoAt;
  private final long tracksAt;
  private final long[] lastTick;
  private final ByteSink cues = new ByteSink();
  private ByteSink cluster = new ByteSink();
  private long clusterAt;
  private long clusterTick = -1;
  private double endNanos;

  private MatroskaWriter(FileChannel channel, List<OutputTrack> tracks, List<byte[]> extras)
      throws IOException {
    this.channel = channel;
    this.tracks = List.copyOf(tracks);
    this.lastTick = new long[tracks.size()];
    put(MatroskaHeader.file());
    put(Ebml.id(Ebml.SEGMENT));
    put(UNKNOWN_SIZE);
    segmentData = channel.position();
    put(Ebml.blank(SEEK_HEAD_PLACE));
    infoAt = channel.position();
    put(MatroskaHeader.info(0));
    tracksAt = channel.position();
    put(MatroskaHeader.tracks(tracks));
    for (byte[] extra : extras) {
      put(extra);
    }
    clusterAt = channel.position();
  }

  /** Makes writers, and knows what Matroska cannot carry. */
  static final Factory FACTORY =
      new Factory() {
        @Override
        public ContainerWriter begin(
            FileChannel channel, List<OutputTrack> tracks, List<byte[]> extras) throws IOException {
          return new MatroskaWriter(channel, tracks, extras);
        }

        @Override
        public void check(SourceTrack track) throws IOException {
          if (track.label().equals("encrypted")) {
            throw new IOException(track.describe() + " is encrypted, which cannot be copied");
          }
          if (track.codec() == TrackCodec.OTHER
              && !(track.origin() instanceof SourceTrack.Matroska)) {
            throw new IOException(
                track.describe() + " cannot be copied into Matroska; write .mp4 or .mov instead");
          }
        }
      };

  @Override
  public void write(MediaPacket told) throws IOException {
    OutputTrack track = tracks.get(told.track());
    Optional<MediaPacket> kept = track.copied().isEmpty() ? Optional.of(told) : plain(told, track);
    if (kept.isPresent()) {
      put(kept.get(), track);
    }
  }

  /** MP4's timed text without its frame; samples without text only filled gaps there. */
  private static Optional<MediaPacket> plain(MediaPacket packet, OutputTrack track)
      throws IOException {
    SourceTrack source = track.copied().orElseThrow();
    if (source.codec() != TrackCodec.TEXT || !(source.origin() instanceof SourceTrack.Mp4)) {
      return Optional.of(packet);
    }
    byte[] text = TextSubtitles.plain(packet.bytes());
    return text.length == 0
        ? Optional.empty()
        : Optional.of(
            new MediaPacket(
                packet.track(), packet.time(), packet.duration(), packet.isKey(), 0, text));
  }

  private void put(MediaPacket packet, OutputTrack track) throws IOException {
    long delay = track.copied().map(SourceTrack::delay).orElse(0L);
    long tick = Math.max(0, Math.floorDiv(packet.time() + delay + TICK_NANOS / 2, TICK_NANOS));
    boolean isVideoKey = track.kind() == MediaTrack.Kind.VIDEO && packet.isKey();
    if (isFull(tick, isVideoKey)) {
      flush();
    }
    if (clusterTick < 0) {
      clusterTick = tick;
    }
    if (isVideoKey) {
      cue(tick, packet.track() + 1);
    }
    cluster.bytes(block(packet, track, tick));
    lastTick[packet.track()] = tick;
    endNanos = Math.max(endNanos, (double) packet.time() + packet.duration());
  }

  private boolean isFull(long tick, boolean isVideoKey) {
    if (clusterTick < 0) {
      return false;
    }
    long past = tick - clusterTick;
    return cluster.size() > FULL_CLUSTER
        || past > LONG_CLUSTER
        || past < -LONG_CLUSTER
        || isVideoKey && past > SHORT_CLUSTER;
  }

  private byte[] block(MediaPacket packet, OutputTrack track, long tick) {
    byte[] head =
        new ByteSink()
            .bytes(Ebml.size(packet.track() + 1L))
            .u16((int) (tick - clusterTick))
            .toBytes();
    boolean isRegular =
        packet.discard() == 0
            && switch (track.kind()) {
              case VIDEO -> Math.abs(packet.duration() - track.frameTime()) <= TICK_NANOS / 2;
              case AUDIO -> true;
              case SUBTITLE, OTHER -> false;
            };
    if (isRegular) {
      byte[] flags = {(byte) (packet.isKey() ? 0x80 : 0)};
      return Ebml.element(Ebml.SIMPLE_BLOCK, head, flags, packet.bytes());
    }
    byte[] none = {};
    return Ebml.element(
        Ebml.BLOCK_GROUP,
        Ebml.element(Ebml.BLOCK, head, new byte[1], packet.bytes()),
        packet.duration() > 0 || track.kind() == MediaTrack.Kind.SUBTITLE
            ? Ebml.number(Ebml.BLOCK_DURATION, Math.round((double) packet.duration() / TICK_NANOS))
            : none,
        packet.isKey() ? none : Ebml.signed(Ebml.REFERENCE_BLOCK, lastTick[packet.track()] - tick),
        packet.discard() != 0 ? Ebml.signed(Ebml.DISCARD_PADDING, packet.discard()) : none);
  }

  private void cue(long tick, int number) {
    cues.bytes(
        Ebml.element(
            0xBB, // CuePoint
            Ebml.number(0xB3, tick), // CueTime
            Ebml.element(
                0xB7, // CueTrackPositions
                Ebml.number(0xF7, number), // CueTrack
                Ebml.number(0xF1, clusterAt - segmentData), // CueClusterPosition
                Ebml.number(0xF0, cluster.size() + clusterHeadSize())))); // CueRelativePosition
  }

  private int clusterHeadSize() {
    return Ebml.number(Ebml.TIMESTAMP, clusterTick).length;
  }

  private void flush() throws IOException {
    if (clusterTick >= 0) {
      put(Ebml.element(Ebml.CLUSTER, Ebml.number(Ebml.TIMESTAMP, clusterTick), cluster.toBytes()));
    }
    cluster = new ByteSink();
    clusterTick = -1;
    clusterAt = channel.position();
  }

  @Override
  public void finish() throws IOException {
    flush();
    long cuesAt = channel.position();
    if (cues.size() > 0) {
      put(Ebml.element(Ebml.CUES, cues.toBytes()));
    }
    long end = channel.position();
    put(segmentData - UNKNOWN_SIZE.length, Ebml.size(end - segmentData, UNKNOWN_SIZE.length));
    put(infoAt, MatroskaHeader.info(endNanos / TICK_NANOS));
    put(segmentData, seekHead(cuesAt));
  }

  private byte[] seekHead(long cuesAt) {
    byte[] head =
        Ebml.element(
            Ebml.SEEK_HEAD,
            seek(Ebml.INFO, infoAt),
            seek(Ebml.TRACKS, tracksAt),
            cues.size() > 0 ? seek(Ebml.CUES, cuesAt) : new byte[0]);
    return new ByteSink().bytes(head).bytes(Ebml.blank(SEEK_HEAD_PLACE - head.length)).toBytes();
  }

  private byte[] seek(int id, long at) {
    return Ebml.element(
        0x4DBB, // Seek
        Ebml.element(0x53AB, Ebml.id(id)), // SeekID
        Ebml.number(0x53AC, at - segmentData)); // SeekPosition
  }

  private void put(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private void put(long position, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }
}
