package io.licorice.video;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Decodes the frames of a video in their order, several GOPs beside each other.
 *
 * <p>A GOP, which is a key frame and what is predicted from it on, needs no other, and networks
 * share a frame out to threads less well than frames can be shared out: on two cores two GOPs at
 * once take about two thirds of the time of one after the other. Frames and warnings are those of
 * {@link VideoDecoder}. For use by one thread at a time.
 *
 * <pre>{@code
 * try (LvcReader packets = LvcReader.open(file, CodecListener.SILENT)) {
 *   int gops = GopDecoder.gopsAtOnce(packets, CodecSettings.DEFAULT);
 *   try (LicCodec codec = LicCodec.open(GopDecoder.settings(CodecSettings.DEFAULT, gops));
 *       GopDecoder decoder = new GopDecoder(codec, packets, gops)) {
 *     while (decoder.hasNext()) {
 *       show(decoder.next(CodecListener.SILENT));
 *     }
 *   }
 * }
 * }</pre>
 */
public final class GopDecoder implements AutoCloseable {
  private final PacketSource packets;
  private final List<PacketSource.Entry> entries;
  private final Supplier<PacketDecoder> decoders;
  private final PacketDecoder here;
  private final int atOnce;
  private final int end;
  private final FilledFrames filled = new FilledFrames();
  private final GopWorkers workers = new GopWorkers();

  /** GOPs that are decoded, in their order. */
  private final Deque<GopRun<PacketDecoder.Frame>> gops = new ArrayDeque<>();

  /** The first frame of the GOP that is begun next. */
  private int ahead;

  /** The frame that is decoded or waited for next. */
  private int position;

  /** The frame that is asked for next. */
  private int number;

  private Picture shown;

  /**
   * Makes a decoder of all frames.
   *
   * @param codec runs the networks; stays the caller's to close, not before this decoder; see
   *     {@link #settings}
   * @param packets the video; stays the caller's to close
   * @param atOnce how many GOPs are decoded at once, at least 1; see {@link #gopsAtOnce}
   */
  public GopDecoder(LicCodec codec, PacketSource packets, int atOnce) {
    this(codec, packets, 0, packets.frames().size(), atOnce);
  }

  /**
   * Makes a decoder of some frames.
   *
   * @param codec runs the networks; stays the caller's to close, not before this decoder
   * @param packets the video; stays the caller's to close
   * @param first the first frame; decoding begins at the key frame before it
   * @param end the number after the last one
   * @param atOnce how many GOPs are decoded at once, at least 1
   * @throws IndexOutOfBoundsException if there are no such frames
   */
  public GopDecoder(LicCodec codec, PacketSource packets, int first, int end, int atOnce) {
    this(codec, PacketDecoder.predictors(codec), packets, first, end, atOnce);
  }

  GopDecoder(
      LicCodec codec,
      PacketDecoder.Predictors predictors,
      PacketSource packets,
      int first,
      int end,
      int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("GOPs at once: at least 1 expected, found " + atOnce);
    }
    this.packets = packets;
    this.entries = packets.frames();
    this.decoders = () -> new PacketDecoder(codec, predictors, packets.configuration());
    this.here = decoders.get();
    this.atOnce = atOnce;
    this.end = end;
    this.number = first;
    Objects.checkFromToIndex(first, end, entries.size());
    this.ahead = first < end ? KeyFrames.atOrBefore(entries, first) : end;
    this.position = ahead;
    filled.reset(ahead);
  }

  /**
   * How many GOPs are best decoded at once: one a thread, but fewer if frames are large or GOPs
   * long, since frames that are decoded before their turn wait in memory.
   *
   * @param packets the video
   * @param settings of the codec that there would be for one GOP
   * @return at least 1; 1 on a GPU
   */
  public static int gopsAtOnce(PacketSource packets, CodecSettings settings) {
    return gopsAtOnce(packets, 0, packets.frames().size(), settings);
  }

  /**
   * The same for some frames.
   *
   * @param packets the video
   * @param first the first frame
   * @param end the number after the last one
   * @param settings of the codec that there would be for one GOP
   * @return at least 1; 1 on a GPU
   */
  public static int gopsAtOnce(PacketSource packets, int first, int end, CodecSettings settings) {
    List<PacketSource.Entry> entries = packets.frames();
    int gops = 0;
    int longest = 0;
    int next = first;
    while (next < end) {
      int key = KeyFrames.atOrBefore(entries, next);
      next = KeyFrames.after(entries, next);
      gops++;
      longest = Math.max(longest, next - key);
    }
    LvcConfiguration size = packets.configuration();
    return GopsAtOnce.of((long) size.width() * size.height(), longest, 1, gops, settings);
  }

  /**
   * Settings of a codec for several GOPs at once: each has its part of the threads.
   *
   * @param settings those that there would be for one GOP
   * @param atOnce how many GOPs are decoded at once
   * @return settings
   */
  public static CodecSettings settings(CodecSettings settings, int atOnce) {
    return GopsAtOnce.settings(settings, atOnce);
  }

  /**
   * Whether frames are left.
   *
   * @return false after the last one
   */
  public boolean hasNext() {
    return number < end;
  }

  /**
   * Decodes the next frame, or waits for it.
   *
   * @param listener hears of damage, may cancel
   * @return the frame: three planes of 8 bits of the configuration's size; shared, not to be
   *     changed
   * @throws NoSuchElementException if no frames are left
   * @throws IOException if reading fails, a pack is missing, or a network is not to be had or fails
   * @throws CancellationException if the listener asked for it
   */
  public Picture next(CodecListener listener) throws IOException {
    if (!hasNext()) {
      throw new NoSuchElementException("frame " + number);
    }
    do {
      PacketDecoder.Frame frame =
          atOnce > 1 ? waited(listener) : decoded(here, packets.read(position), listener);
      filled.taken(frame, listener);
      if (shown == null || frame.outcome() == PacketDecoder.Outcome.DECODED) {
        shown = frame.picture();
      }
      position++;
    } while (position <= number);
    number++;
    if (!hasNext()) {
      filled.finish(listener);
    }
    return shown;
  }

  private static PacketDecoder.Frame decoded(
      PacketDecoder decoder, Optional<LvcPacket> packet, CodecListener listener)
      throws IOException {
    return packet.isPresent() ? decoder.decode(packet.get().bytes(), listener) : decoder.lost();
  }

  private PacketDecoder.Frame waited(CodecListener listener) throws IOException {
    while (gops.size() < atOnce && ahead < end) {
      begin();
    }
    GopRun<PacketDecoder.Frame> gop = gops.getFirst();
    PacketDecoder.Frame frame = gop.take(listener);
    if (gop.isTaken()) {
      gops.removeFirst();
    }
    return frame;
  }

  private void begin() throws IOException {
    List<Optional<LvcPacket>> coded = new ArrayList<>();
    int next = Math.min(end, KeyFrames.after(entries, ahead));
    for (int i = ahead; i < next; i++) {
      coded.add(packets.read(i));
    }
    PacketDecoder decoder = decoders.get();
    GopRun<PacketDecoder.Frame> gop =
        GopRun.of(coded, (packet, listener) -> decoded(decoder, packet, listener));
    gops.addLast(gop);
    workers.execute(gop);
    ahead = next;
  }

  /** Ends what is under way; the codec and the packets stay open. */
  @Override
  public void close() {
    gops.forEach(GopRun::stop);
    gops.clear();
    workers.close();
  }
}
