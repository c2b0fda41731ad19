package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes MP4 (ISO/IEC 14496-12) and QuickTime: the media as packets come, the movie box behind
 * them. Holds some bytes for each packet in memory. For use by one thread at a time.
 */
final class Mp4Writer implements ContainerWriter {
  private static final int MEDIA_HEADER = 16;

  private final FileChannel channel;
  private final boolean isQuickTime;
  private final long mediaAt;
  private final List<Mp4TrackTables> tracks = new ArrayList<>();
  private final long[] subtitleEnd;

  private Mp4Writer(FileChannel channel, List<OutputTrack> outputs, boolean isQuickTime)
      throws IOException {
    this.channel = channel;
    this.isQuickTime = isQuickTime;
    this.subtitleEnd = new long[outputs.size()];
    for (OutputTrack track : outputs) {
      tracks.add(new Mp4TrackTables(track));
    }
    Mp4Movie.fileType(isQuickTime).getBox(channel);
    mediaAt = channel.position();
    put(mediaHeader(MEDIA_HEADER));
  }

  static Factory factory(boolean isQuickTime) {
    return new Factory() {
      @Override
      public ContainerWriter begin(
          FileChannel channel, List<OutputTrack> tracks, List<byte[]> extras) throws IOException {
        return new Mp4Writer(channel, tracks, isQuickTime);
      }

      @Override
      public void check(SourceTrack track) throws IOException {
        Mp4Writer.check(track, isQuickTime);
      }
    };
  }

  private static void check(SourceTrack track, boolean isQuickTime) throws IOException {
    if (track.label().equals("encrypted")) {
      throw new IOException(track.describe() + " is encrypted, which cannot be copied");
    }
    if (!isCarried(track, isQuickTime)) {
      throw new IOException(
          "%s cannot be copied into %s; write .mkv%s instead"
              .formatted(
                  track.describe(),
                  isQuickTime ? "MOV" : "MP4",
                  !isCarried(track, !isQuickTime) ? "" : isQuickTime ? " or .mp4" : " or .mov"));
    }
  }

  private static boolean isCarried(SourceTrack track, boolean isQuickTime) {
    return Mp4Movie.isCopied(track, isQuickTime)
        || switch (track.codec()) {
          case AAC -> track.setup().length > 0;
          case MP3, AC3, EAC3, ALAC, TEXT -> true;
          case MP2, DTS, OPUS, FLAC -> !isQuickTime;
          case PCM_LITTLE, PCM_BIG, PCM_FLOAT -> isQuickTime && isLinear(track);
          default -> false;
        };
  }

  private static boolean isLinear(SourceTrack track) {
    return !SampleEntries.linearType(track).isEmpty();
  }

  @Override
  public void write(MediaPacket packet) throws IOException {
    Mp4TrackTables tables = tracks.get(packet.track());
    OutputTrack track = tables.track();
    boolean isText = track.copied().map(t -> t.codec() == TrackCodec.TEXT).orElse(false);
    if (!isText) {
      put(tables, packet);
      return;
    }
    byte[] sample =
        track.copied().get().origin() instanceof SourceTrack.Mp4
            ? packet.bytes()
            : TextSubtitles.timed(packet.bytes());
    long time = Math.max(0, packet.time());
    long end = subtitleEnd[packet.track()];
    if (time > end) {
      put(tables, filling(packet, end, time - end, TextSubtitles.timed(new byte[0])));
    }
    put(tables, filling(packet, Math.max(time, end), packet.duration(), sample));
    subtitleEnd[packet.track()] = Math.max(end, time + packet.duration());
  }

  private static MediaPacket filling(MediaPacket packet, long time, long duration, byte[] bytes) {
    return new MediaPacket(packet.track(), time, duration, true, 0, bytes);
  }

  private void put(Mp4TrackTables tables, MediaPacket packet) throws IOException {
    tables.add(packet, channel.position());
    put(packet.bytes());
  }

  @Override
  public void finish() throws IOException {
    long end = channel.position();
    tracks.forEach(Mp4TrackTables::close);
    Mp4Movie.movie(tracks, isQuickTime).getBox(channel);
    ByteBuffer header = ByteBuffer.wrap(mediaHeader(end - mediaAt));
    while (header.hasRemaining()) {
      channel.write(header, mediaAt + header.position());
    }
  }

  private static byte[] mediaHeader(long size) {
    return new ByteSink()
        .i32(1)
        .bytes("mdat".getBytes(StandardCharsets.US_ASCII))
        .i32((int) (size >>> 32))
        .i32((int) size)
        .toBytes();
  }

  private void put(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
