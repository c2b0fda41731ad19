package io.licorice.video.container;

import io.licorice.video.LvcConfiguration;
import io.licorice.video.LvcPacket;
import io.licorice.video.PacketSink;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.file.Path;

/** Takes the coded frames of a learned video that goes into Matroska, MP4 or MOV. */
final class MuxedPackets implements PacketSink {
  private final TrackMerger merger;
  private final LvcConfiguration configuration;
  private final Ticks ticks;
  private long last = Long.MIN_VALUE;

  private MuxedPackets(TrackMerger merger, LvcConfiguration configuration, TimeBase timeBase) {
    this.merger = merger;
    this.configuration = configuration;
    this.ticks = new Ticks(timeBase);
  }

  static MuxedPackets create(
      Path file, LvcConfiguration configuration, TimeBase timeBase, Companions companions)
      throws IOException {
    return new MuxedPackets(TrackMerger.create(file, companions), configuration, timeBase);
  }

  @Override
  public void write(LvcPacket packet) throws IOException {
    if (packet.timestamp() < 0 || packet.timestamp() <= last || packet.duration() < 1) {
      throw new IllegalArgumentException(
          "timestamps that rise from 0 on are expected, found %d after %d, for %d"
              .formatted(packet.timestamp(), last, packet.duration()));
    }
    last = packet.timestamp();
    long time = ticks.nanos(packet.timestamp());
    long duration = ticks.nanos(packet.timestamp() + packet.duration()) - time;
    if (!merger.hasBegun()) {
      merger.begin(
          OutputTrack.learned(
              configuration.width(),
              configuration.height(),
              configuration.toBytes(),
              ticks.timescale()));
    }
    merger.write(time, duration, packet.isKey(), packet.bytes());
  }

  @Override
  public void finish() throws IOException {
    if (!merger.hasBegun()) {
      throw new IOException("a video without frames cannot be written");
    }
    merger.finish();
  }

  @Override
  public void close() throws IOException {
    merger.close();
  }
}
