package io.licorice.video.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mp4parser.boxes.iso14496.part12.SampleToChunkBox;
import org.mp4parser.boxes.iso14496.part12.TimeToSampleBox;

/**
 * Collects what the tables of an MP4 track say while its packets are written. For use by one thread
 * at a time.
 */
final class Mp4TrackTables {
  /** Timestamps that a container rounded to milliseconds are taken for what they were. */
  private static final double ROUNDING = 2e-3;

  private static final double NANOS = 1e9;
  private static final int CHUNK_BYTES = 1 << 20;

  private final OutputTrack track;
  private final int linearFrame;
  private final GrowingInts sizes = new GrowingInts();
  private final GrowingInts keys = new GrowingInts();
  private final List<TimeToSampleBox.Entry> durations = new ArrayList<>();
  private final List<SampleToChunkBox.Entry> groups = new ArrayList<>();
  private long[] chunks = new long[64];
  private int chunkCount;
  private long chunkEnd = -1;
  private long chunkStart;
  private long inChunk;
  private long samples;
  private byte[] first = {};
  private long startNanos;
  private long ticks;
  private long lastDuration;
  private long discard;

  Mp4TrackTables(OutputTrack track) {
    this.track = track;
    this.linearFrame =
        track
            .copied()
            .filter(t -> t.codec().isPcm())
            .map(t -> Math.max(1, t.channels() * t.bits() / 8))
            .orElse(0);
  }

  /** Takes note of a packet that is written at a place of the file. */
  void add(MediaPacket packet, long offset) {
    int size = packet.bytes().length;
    int count = linearFrame > 0 ? size / linearFrame : 1;
    if (samples == 0) {
      first = packet.bytes();
      startNanos = packet.time();
    } else {
      settle(packet.time());
    }
    if (linearFrame == 0) {
      sizes.add(size);
    }
    if (packet.isKey()) {
      keys.add((int) samples + 1);
    }
    place(offset, size, count);
    samples += count;
    addDuration(packet, count);
    discard = packet.discard();
  }

  /** Makes the last sample long enough, or short enough, for the next to begin when it should. */
  private void settle(long nextNanos) {
    long wanted = Math.round((nextNanos - startNanos) / NANOS * track.timescale());
    long off = wanted - ticks;
    boolean isUnknown = lastDuration == 0;
    if (isUnknown || Math.abs(off) > ROUNDING * track.timescale() || isExact()) {
      long duration = Math.max(isSound() ? 1 : 0, lastDuration + off);
      replaceLast(duration);
    }
  }

  /** Whether times are whole ticks already, which is so for all but sound. */
  private boolean isExact() {
    return !isSound();
  }

  private boolean isSound() {
    return track.kind() == MediaTrack.Kind.AUDIO;
  }

  private void addDuration(MediaPacket packet, int count) {
    long duration = Math.round(packet.duration() / NANOS * track.timescale());
    if (linearFrame > 0) {
      append(count, 1);
      lastDuration = 1;
      return;
    }
    append(1, duration);
    lastDuration = duration;
  }

  private void append(long count, long duration) {
    int end = durations.size() - 1;
    if (end >= 0 && durations.get(end).getDelta() == duration) {
      durations.get(end).setCount(durations.get(end).getCount() + count);
    } else if (count > 0) {
      durations.add(new TimeToSampleBox.Entry(count, duration));
    }
    ticks += count * duration;
  }

  private void replaceLast(long duration) {
    TimeToSampleBox.Entry last = durations.get(durations.size() - 1);
    if (last.getDelta() == duration) {
      return;
    }
    ticks -= last.getDelta();
    last.setCount(last.getCount() - 1);
    if (last.getCount() == 0) {
      durations.remove(durations.size() - 1);
    }
    append(1, duration);
    lastDuration = duration;
  }

  private void place(long offset, int size, int count) {
    boolean isNew = offset != chunkEnd || chunkEnd - chunkStart > CHUNK_BYTES;
    if (isNew) {
      closeChunk();
      if (chunkCount == chunks.length) {
        chunks = Arrays.copyOf(chunks, chunkCount * 2);
      }
      chunks[chunkCount++] = offset;
      chunkStart = offset;
      inChunk = 0;
    }
    inChunk += count;
    chunkEnd = offset + size;
  }

  private void closeChunk() {
    boolean isSame =
        !groups.isEmpty() && groups.get(groups.size() - 1).getSamplesPerChunk() == inChunk;
    if (chunkCount > 0 && !isSame) {
      groups.add(new SampleToChunkBox.Entry(chunkCount, inChunk, 1));
    }
  }

  /** To be called once, behind the last packet. */
  void close() {
    closeChunk();
    if (lastDuration == 0 && samples > 1) {
      replaceLast(Math.max(1, ticks / (samples - 1)));
    }
  }

  OutputTrack track() {
    return track;
  }

  long samples() {
    return samples;
  }

  byte[] first() {
    return first;
  }

  /** When the track begins, in nanoseconds; below zero for sound that is thrown away. */
  long startNanos() {
    return startNanos;
  }

  /** How long all samples are, in the track's ticks. */
  long ticks() {
    return ticks;
  }

  /** How much of the end is thrown away, in nanoseconds. */
  long discard() {
    return discard;
  }

  List<TimeToSampleBox.Entry> durations() {
    return durations;
  }

  List<SampleToChunkBox.Entry> groups() {
    return groups;
  }

  long[] chunks() {
    return Arrays.copyOf(chunks, chunkCount);
  }

  /** Places of samples at which decoding can begin, from 1; empty if all are such. */
  long[] keys() {
    if (linearFrame > 0 || keys.count() == samples) {
      return new long[0];
    }
    long[] places = new long[keys.count()];
    for (int i = 0; i < places.length; i++) {
      places[i] = keys.get(i);
    }
    return places;
  }

  /** Bytes of each sample; 0 if they differ. */
  int uniformSize() {
    return linearFrame;
  }

  int size(int sample) {
    return sizes.get(sample);
  }
}
