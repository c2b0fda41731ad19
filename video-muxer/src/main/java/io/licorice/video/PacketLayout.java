package io.licorice.video;

import io.licorice.bitstream.ByteCursor;
import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of packets, see the format specification, section "Packets".
 *
 * <p>The check sum of a predicted packet begins with that of the packet before it: a packet that
 * was lost or exchanged on the way is found out as a damaged one is.
 */
final class PacketLayout {
  private static final int KEY = 1;
  private static final int PREDICTED = 2;

  /** Types a chroma sampling. */
  private static final int KINDS = 2;

  /** The fewest bytes of a packet: its type and its check sum. */
  static final int MIN_LENGTH = 5;

  private static final int SUM_BYTES = 4;

  private PacketLayout() {}

  /** A packet's content. */
  sealed interface Content {
    /** How the frame is shown. */
    ChromaSampling chroma();
  }

  /**
   * A key frame.
   *
   * @param chroma how it is shown
   * @param configuration what the stream is
   * @param codestream the still picture
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Key(ChromaSampling chroma, LvcConfiguration configuration, byte[] codestream)
      implements Content {}

  /**
   * A predicted frame.
   *
   * @param chroma how it is shown
   * @param payload for the predictor
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Predicted(ChromaSampling chroma, byte[] payload) implements Content {}

  /** The packet of a key frame. */
  static byte[] key(ChromaSampling chroma, LvcConfiguration configuration, byte[] codestream) {
    byte[] start = ofConfiguration(configuration);
    return withSum(new ByteSink().u8(type(KEY, chroma)).bytes(start).bytes(codestream), 0);
  }

  /** What is behind the type in the packets of all key frames of a stream. */
  static byte[] ofConfiguration(LvcConfiguration configuration) {
    byte[] bytes = configuration.toBytes();
    return new ByteSink().varint(bytes.length).bytes(bytes).toBytes();
  }

  /**
   * The packet of a predicted frame.
   *
   * @param before check sum of the packet before it
   */
  static byte[] predicted(ChromaSampling chroma, byte[] payload, int before) {
    return withSum(new ByteSink().u8(type(PREDICTED, chroma)).bytes(payload), before);
  }

  private static int type(int kind, ChromaSampling chroma) {
    return kind + KINDS * chroma.number();
  }

  /** How frames of packets of a type are shown; there are no other types. */
  private static Optional<ChromaSampling> chroma(int type) {
    return type < KEY ? Optional.empty() : ChromaSampling.ofNumber((type - KEY) / KINDS);
  }

  private static ChromaSampling knownChroma(int type) throws LicFormatException {
    return chroma(type)
        .orElseThrow(() -> new LicFormatException(0, "packets of type " + type + " are unknown"));
  }

  private static byte[] withSum(ByteSink packet, int before) {
    byte[] bytes = packet.toBytes();
    return packet.i32(sum(bytes, bytes.length, before)).toBytes();
  }

  private static int sum(byte[] bytes, int length, int before) {
    byte[] chained = isKey(bytes) ? new byte[0] : new ByteSink().i32(before).toBytes();
    return Crc32c.of(chained, bytes, length);
  }

  /** Whether these are the bytes of a key frame. */
  static boolean isKey(byte[] packet) {
    return packet.length > 0 && isKeyType(packet[0]);
  }

  /** Whether the packets of key frames may begin with this byte. */
  static boolean isKeyType(byte type) {
    return (type - KEY) % KINDS == 0 && chroma(type).isPresent();
  }

  /** Whether a packet's frame is shown with one colour for several pixels. */
  static boolean sharesColour(byte[] packet) {
    return packet.length > 0
        && chroma(packet[0]).filter(chroma -> chroma != ChromaSampling.FULL).isPresent();
  }

  /**
   * The check sum that the next packet begins with.
   *
   * @param packet at least {@link #MIN_LENGTH} bytes; they may be damaged
   */
  static int storedSum(byte[] packet) {
    int sum = 0;
    for (int i = packet.length - SUM_BYTES; i < packet.length; i++) {
      sum = sum << Byte.SIZE | packet[i] & 0xFF;
    }
    return sum;
  }

  /** Whether a packet is as it was written, and comes after the one that it was coded after. */
  static boolean isSound(byte[] packet, int before) {
    return packet.length >= MIN_LENGTH
        && sum(packet, packet.length - SUM_BYTES, before) == storedSum(packet);
  }

  /**
   * Reads a packet.
   *
   * @param before check sum of the packet before it, which key frames do not need
   * @throws LicFormatException if it is damaged, or not the one that follows; offsets are within it
   */
  static Content parse(byte[] packet, int before) throws LicFormatException {
    if (packet.length < MIN_LENGTH) {
      throw new LicFormatException(0, "a packet has at least 5 bytes, found " + packet.length);
    }
    ChromaSampling chroma = knownChroma(packet[0] & 0xFF);
    if (!isSound(packet, before)) {
      throw new LicFormatException(
          0,
          isKey(packet)
              ? "the packet's check sum is wrong"
              : "the check sum of the packet and the one before it is wrong");
    }
    byte[] body = Arrays.copyOf(packet, packet.length - SUM_BYTES);
    return isKey(packet)
        ? key(body)
        : new Predicted(chroma, Arrays.copyOfRange(packet, 1, packet.length - SUM_BYTES));
  }

  /** The configuration that the packet of a key frame begins with, whatever its check sum. */
  static LvcConfiguration configuration(byte[] packet) throws LicFormatException {
    if (!isKey(packet)) {
      throw new LicFormatException(0, "the packet of a key frame expected");
    }
    return key(packet).configuration();
  }

  private static Key key(byte[] body) throws LicFormatException {
    ByteCursor in = new ByteCursor(body, 0);
    ChromaSampling chroma = knownChroma(in.u8("type"));
    int length = in.varint("length of the configuration");
    int at = in.position();
    byte[] bytes = in.bytes(length, "configuration");
    try {
      return new Key(
          chroma,
          LvcConfiguration.parse(bytes),
          Arrays.copyOfRange(body, in.position(), body.length));
    } catch (LicFormatException e) {
      throw e.withBase(at);
    }
  }
}
