package io.licorice.video;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.VideoFrames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * The frames of a learned video in any order.
 *
 * <p>A frame is decoded from the key frame before it on, or from the last one that was asked for,
 * so that frames in rising order cost one each. In place of damaged frames the last good one is
 * shown, up to the next key frame; a warning says so once for each such stretch. For use by one
 * thread at a time.
 */
public final class LvcVideo implements VideoFrames {
  private final PacketSource packets;
  private final List<PacketSource.Entry> entries;
  private final PacketDecoder decoder;
  private final List<String> untold;

  /** First frames of the damaged stretches that were told of. */
  private final Set<Integer> told = new HashSet<>();

  /** The frame that the decoder expects. */
  private int next;

  /** The frame before it. */
  private PacketDecoder.Frame last;

  /**
   * Makes a video of packets.
   *
   * @param packets the packets, this object's to close
   * @param warnings what was wrong when they were opened, for the first listener
   */
  LvcVideo(PacketSource packets, PacketDecoder decoder, List<String> warnings) {
    this.packets = packets;
    this.entries = packets.frames();
    this.decoder = decoder;
    this.untold = new ArrayList<>(warnings);
  }

  /**
   * When a frame is shown.
   *
   * @param timestamp when, in the video's time base
   * @param duration for how long; at least 1
   * @param isKey whether decoding can begin here
   */
  public record FrameTime(long timestamp, long duration, boolean isKey) {}

  /**
   * Opens a {@code .lvc} file.
   *
   * @param file the file
   * @param codec runs the networks; stays the caller's to close, not before the video
   * @return the video, the caller's to close
   * @throws io.licorice.bitstream.LicFormatException if the file is malformed
   * @throws IOException if reading fails
   */
  public static LvcVideo open(Path file, LicCodec codec) throws IOException {
    List<String> warnings = new ArrayList<>();
    return of(LvcReader.open(file, new Warnings(warnings)), codec, warnings);
  }

  /**
   * Opens a {@code .lvc} file.
   *
   * @param source its bytes; stays the caller's to close, not before the video
   * @param codec runs the networks; stays the caller's to close, not before the video
   * @return the video, the caller's to close
   * @throws io.licorice.bitstream.LicFormatException if the bytes are malformed
   * @throws IOException if reading fails
   */
  public static LvcVideo open(ByteSource source, LicCodec codec) throws IOException {
    List<String> warnings = new ArrayList<>();
    return of(LvcReader.open(source, new Warnings(warnings)), codec, warnings);
  }

  private record Warnings(List<String> list) implements CodecListener {
    @Override
    public void warning(String message) {
      list.add(message);
    }
  }

  /** A video of packets, which are its own to close. */
  static LvcVideo of(PacketSource packets, LicCodec codec, List<String> warnings) {
    PacketDecoder decoder =
        new PacketDecoder(codec, PacketDecoder.predictors(codec), packets.configuration());
    return new LvcVideo(packets, decoder, warnings);
  }

  /**
   * What the decoder knows of the stream.
   *
   * @return size and model
   */
  public LvcConfiguration configuration() {
    return packets.configuration();
  }

  /**
   * The unit of times.
   *
   * @return a fraction of a second
   */
  public TimeBase timeBase() {
    return packets.timeBase();
  }

  /**
   * When a frame is shown.
   *
   * @param frame its number, from 0
   * @return its times
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  public FrameTime time(int frame) {
    PacketSource.Entry entry = entries.get(Objects.checkIndex(frame, count()));
    return new FrameTime(entry.timestamp(), entry.duration(), entry.isKey());
  }

  /**
   * A frame as it is coded.
   *
   * @param frame its number, from 0
   * @return its packet; empty if its bytes are damaged beyond finding
   * @throws IndexOutOfBoundsException if there is no such frame
   * @throws IOException if reading fails
   */
  public Optional<LvcPacket> packet(int frame) throws IOException {
    return packets.read(Objects.checkIndex(frame, count()));
  }

  @Override
  public int count() {
    return entries.size();
  }

  @Override
  public int width() {
    return configuration().width();
  }

  @Override
  public int height() {
    return configuration().height();
  }

  @Override
  public int channels() {
    return 3;
  }

  @Override
  public int bitDepth() {
    return Byte.SIZE;
  }

  /**
   * {@inheritDoc}
   *
   * @return the frame; shared, not to be changed
   */
  @Override
  public Picture read(int frame, CodecListener listener) throws IOException {
    Objects.checkIndex(frame, count());
    untold.forEach(listener::warning);
    untold.clear();
    if (last == null || frame != next - 1) {
      decode(frame, listener);
    }
    return last.picture();
  }

  private void decode(int frame, CodecListener listener) throws IOException {
    CodecListener quiet = listener.withoutProgress();
    int key = KeyFrames.atOrBefore(entries, frame);
    if (last == null || next < key || next > frame) {
      seek(key, quiet);
    }
    int from = next;
    while (next <= frame) {
      if (listener.isCancelled()) {
        throw new CancellationException("cancelled by the caller");
      }
      step(quiet);
      listener.progress((double) (next - from) / (frame + 1 - from));
    }
  }

  /**
   * Decodes a key frame. If it is damaged, the frame before it stands for it, and that is to be the
   * same as if all had been decoded in their order.
   */
  private void seek(int key, CodecListener listener) throws IOException {
    int from = key;
    do {
      decoder.forget();
      last = null;
      next = from;
      step(listener);
      from = KeyFrames.atOrBefore(entries, Math.max(0, from - 1));
    } while (last.outcome() != PacketDecoder.Outcome.DECODED && next > 1);
  }

  private void step(CodecListener listener) throws IOException {
    Optional<LvcPacket> packet = packets.read(next);
    PacketDecoder.Frame frame =
        packet.isPresent() ? decoder.decode(packet.get().bytes(), listener) : decoder.lost();
    boolean begins = last == null || last.outcome() == PacketDecoder.Outcome.DECODED;
    boolean damaged = frame.outcome() == PacketDecoder.Outcome.DAMAGED;
    boolean filled = frame.outcome() != PacketDecoder.Outcome.DECODED;
    if (filled && (begins || damaged) && told.add(next)) {
      tell(next, frame, listener);
    }
    last = frame;
    next++;
  }

  private void tell(int first, PacketDecoder.Frame frame, CodecListener listener)
      throws IOException {
    int end = KeyFrames.after(entries, first);
    String why = frame.fault() == null ? "there is no key frame before it" : reason(first, frame);
    listener.warning(
        "frame %d is damaged (%s): %s".formatted(first, why, Damage.sentence(first, end - 1)));
  }

  private String reason(int number, PacketDecoder.Frame frame) throws IOException {
    OptionalLong offset = packets.offset(number);
    LicFormatException fault = frame.fault();
    return (offset.isPresent() ? fault.withBase(offset.getAsLong()) : fault).getMessage();
  }

  /**
   * The frames in their order, from the first on.
   *
   * @param listener hears of damage, may cancel
   * @return the frames; to close it closes this video
   */
  public FrameSource source(CodecListener listener) {
    return new Source(listener);
  }

  private final class Source implements FrameSource {
    private final CodecListener listener;
    private int frame;

    Source(CodecListener listener) {
      this.listener = listener;
    }

    @Override
    public int width() {
      return LvcVideo.this.width();
    }

    @Override
    public int height() {
      return LvcVideo.this.height();
    }

    @Override
    public TimeBase timeBase() {
      return LvcVideo.this.timeBase();
    }

    @Override
    public OptionalLong frameCount() {
      return OptionalLong.of(count());
    }

    @Override
    public Optional<TimedFrame> next() throws IOException {
      if (frame == count()) {
        return Optional.empty();
      }
      Picture picture = read(frame, listener.withoutProgress());
      FrameTime time = time(frame++);
      return Optional.of(new TimedFrame(picture, time.timestamp(), time.duration()));
    }

    @Override
    public void close() throws IOException {
      LvcVideo.this.close();
    }
  }

  @Override
  public void close() throws IOException {
    decoder.forget();
    packets.close();
  }
}
