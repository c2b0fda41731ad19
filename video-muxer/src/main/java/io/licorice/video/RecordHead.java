package io.licorice.video;

import io.licorice.bitstream.ByteCursor;
import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;

/**
 * What stands before a packet in a {@code .lvc} file, see the format specification, section
 * "Records".
 *
 * @param packetLength bytes of the packet; 0 for the mark behind the last frame
 * @param isKey whether it is a key frame
 * @param timestamp when it is shown
 * @param duration for how long
 * @param length bytes of the head itself
 */
record RecordHead(int packetLength, boolean isKey, long timestamp, long duration, int length) {
  /** The most bytes of a head. */
  static final int MAX_LENGTH = 24;

  /** The fewest bytes of a record. */
  static final int MIN_RECORD = 1 + PacketLayout.MIN_LENGTH;

  /** The most bytes of a packet. */
  static final int MAX_PACKET = 1 << 28;

  /** Times and durations are below it. */
  static final long MAX_TIME = 1L << 56;

  /** The byte behind the last record. */
  static final byte[] END = {0};

  private static final int KEY = 1;
  private static final int TIMED = 2;
  private static final int FLAG_BITS = 2;

  /**
   * Where a stream's time is.
   *
   * @param next when the frame before it ends
   * @param duration of the frame before it; 0 before the first
   */
  record Clock(long next, long duration) {
    static final Clock START = new Clock(0, 0);

    static Clock after(long timestamp, long duration) {
      return new Clock(timestamp + duration, duration);
    }
  }

  Clock after() {
    return Clock.after(timestamp, duration);
  }

  /** The bytes of the record: the head and the packet. */
  static byte[] bytes(LvcPacket packet, Clock clock) {
    boolean timed =
        packet.isKey()
            || packet.timestamp() != clock.next()
            || packet.duration() != clock.duration();
    long flags = (packet.isKey() ? KEY : 0) | (timed ? TIMED : 0);
    ByteSink out = new ByteSink().varint((long) packet.bytes().length << FLAG_BITS | flags);
    if (timed) {
      out.varint(zigzag(packet.timestamp() - (packet.isKey() ? 0 : clock.next())));
      out.varint(packet.duration());
      out.u8(check(out.toBytes()));
    }
    return out.bytes(packet.bytes()).toBytes();
  }

  /**
   * Reads a head.
   *
   * @param bytes the head's and perhaps more
   * @throws LicFormatException if it is malformed; offsets are within the bytes
   */
  static RecordHead parse(byte[] bytes, Clock clock) throws LicFormatException {
    ByteCursor in = new ByteCursor(bytes, 0);
    long start = in.varlong("length of a frame");
    if (start == 0) {
      return new RecordHead(0, false, clock.next(), clock.duration(), in.position());
    }
    boolean key = (start & KEY) != 0;
    long packetLength = start >>> FLAG_BITS;
    if (packetLength < PacketLayout.MIN_LENGTH || packetLength > MAX_PACKET) {
      throw new LicFormatException(0, "frames of " + packetLength + " bytes cannot be");
    }
    long timestamp = clock.next();
    long duration = clock.duration();
    if ((start & TIMED) != 0) {
      timestamp = unZigzag(in.varlong("time of a frame")) + (key ? 0 : clock.next());
      duration = in.varlong("duration of a frame");
      int end = in.position();
      if (in.u8("check of a frame's times") != check(Arrays.copyOf(bytes, end))) {
        throw new LicFormatException(0, "the check of a frame's times is wrong");
      }
    } else if (key) {
      throw new LicFormatException(0, "a key frame without times");
    }
    if (!isSound(timestamp, duration)) {
      throw new LicFormatException(0, "a frame at " + timestamp + " for " + duration);
    }
    return new RecordHead((int) packetLength, key, timestamp, duration, in.position());
  }

  /** Whether these can be the times of a frame. */
  static boolean isSound(long timestamp, long duration) {
    return duration >= 1
        && duration < MAX_TIME
        && timestamp > -MAX_TIME
        && timestamp + duration < MAX_TIME;
  }

  /** Numbers of either sign as small ones of none. */
  static long zigzag(long value) {
    return value << 1 ^ value >> Long.SIZE - 1;
  }

  static long unZigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }

  /** Whether the last of a head's bytes is the check of the others. */
  static boolean mayBeTimed(byte[] head) {
    int end = head.length - 1;
    return (head[end] & 0xFF) == check(Arrays.copyOf(head, end));
  }

  private static int check(byte[] head) {
    return Crc32c.of(head) & 0xFF;
  }
}
