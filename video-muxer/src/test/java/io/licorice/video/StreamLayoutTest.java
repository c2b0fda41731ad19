package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The bytes of configurations, packets and heads of records. */
class StreamLayoutTest {
  private static final LvcConfiguration CONFIGURATION =
      new LvcConfiguration(352, 288, "video", 0xCAFEBABE, "dvc");

  @Property
  void configuration_comesBack(
      @ForAll @IntRange(min = 1, max = 16384) int width,
      @ForAll @IntRange(min = 1, max = 16384) int side,
      @ForAll int hash)
      throws LicFormatException {
    int height = Math.min(side, (1 << 26) / width);
    for (String family : new String[] {"", "dvc"}) {
      LvcConfiguration one = new LvcConfiguration(width, height, "a-1.b_c", hash, family);
      assertThat(LvcConfiguration.parse(one.toBytes())).isEqualTo(one);
    }
  }

  @Test
  void configuration_isShort() {
    assertThat(CONFIGURATION.toBytes()).hasSize(20);
    assertThat(CONFIGURATION.hashText()).isEqualTo("cafebabe");
  }

  @Test
  void unknownFieldsOfTheConfiguration_areSkipped() throws LicFormatException {
    byte[] more =
        new ByteSink().bytes(CONFIGURATION.toBytes()).u8(99).varint(3).bytes(new byte[3]).toBytes();
    assertThat(LvcConfiguration.parse(more)).isEqualTo(CONFIGURATION);
  }

  @Test
  void unknownVersionOfTheConfiguration_isRefused() {
    byte[] bytes = CONFIGURATION.toBytes();
    bytes[0] = 2;
    assertThatThrownBy(() -> LvcConfiguration.parse(bytes))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("byte 0: version 1 of the configuration expected, found 2");
  }

  @Test
  void malformedConfigurations_areTold() {
    byte[] good = CONFIGURATION.toBytes();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 3));
      for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        LvcConfiguration found = LvcConfiguration.parse(bytes);
        assertThat(found.width()).isBetween(1, 16384);
      } catch (LicFormatException e) {
        assertThat(e.offset()).isBetween(0L, (long) bytes.length);
      }
    }
    assertThatThrownBy(() -> LvcConfiguration.parse(new byte[5000]))
        .isInstanceOf(LicFormatException.class);
  }

  @Test
  void configuration_isWithinItsRanges() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LvcConfiguration(0, 1, "video", 0, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LvcConfiguration(1, 16385, "video", 0, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LvcConfiguration(16384, 4097, "video", 0, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new LvcConfiguration(1, 1, "", 0, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LvcConfiguration(1, 1, "v".repeat(33), 0, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LvcConfiguration(1, 1, "video", 0, "a b"));
  }

  @Test
  void predictedPacket_takesFiveBytesBesideItsPayload() throws LicFormatException {
    byte[] packet = PacketLayout.predicted(ChromaSampling.FULL, new byte[] {1, 2, 3}, 17);
    assertThat(packet).hasSize(8);
    PacketLayout.Content content = PacketLayout.parse(packet, 17);
    assertThat(((PacketLayout.Predicted) content).payload()).containsExactly(1, 2, 3);
  }

  @Test
  void keyPacket_holdsConfigurationAndPicture() throws LicFormatException {
    byte[] packet = PacketLayout.key(ChromaSampling.FULL, CONFIGURATION, new byte[] {4, 5});
    PacketLayout.Key key = (PacketLayout.Key) PacketLayout.parse(packet, 12345);
    assertThat(key.configuration()).isEqualTo(CONFIGURATION);
    assertThat(key.codestream()).containsExactly(4, 5);
    assertThat(PacketLayout.configuration(packet)).isEqualTo(CONFIGURATION);
    byte[] behindType = Arrays.copyOfRange(packet, 1, packet.length);
    assertThat(behindType).startsWith(PacketLayout.ofConfiguration(CONFIGURATION));
  }

  @Test
  void packetsOfEitherKind_sayHowChromaIsShown() throws LicFormatException {
    List<Integer> types = new ArrayList<>();
    for (ChromaSampling chroma : ChromaSampling.values()) {
      byte[] key = PacketLayout.key(chroma, CONFIGURATION, new byte[] {4, 5});
      byte[] predicted = PacketLayout.predicted(chroma, new byte[] {1}, 17);
      assertThat(PacketLayout.isKey(key)).isTrue();
      assertThat(PacketLayout.isKey(predicted)).isFalse();
      assertThat(PacketLayout.configuration(key)).isEqualTo(CONFIGURATION);
      for (byte[] packet : List.of(key, predicted)) {
        assertThat(PacketLayout.parse(packet, 17).chroma()).isEqualTo(chroma);
        types.add((int) packet[0]);
      }
    }
    assertThat(types).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void packetsOfUnknownTypes_areDamaged() {
    for (int type : new int[] {0, 7, 8, 127, 128, 255}) {
      byte[] body = new ByteSink().u8(type).bytes(new byte[9]).toBytes();
      byte[] packet = new ByteSink().bytes(body).i32(Crc32c.of(body)).toBytes();
      assertThat(PacketLayout.isKey(packet)).isFalse();
      assertThatThrownBy(() -> PacketLayout.parse(packet, 0))
          .isInstanceOf(LicFormatException.class)
          .hasMessageContaining("type " + type);
    }
  }

  @Test
  void predictedPacket_afterAnotherThanItsOwn_isDamaged() {
    byte[] key = PacketLayout.key(ChromaSampling.FULL, CONFIGURATION, new byte[] {4, 5});
    byte[] first =
        PacketLayout.predicted(ChromaSampling.FULL, new byte[] {1}, PacketLayout.storedSum(key));
    byte[] second =
        PacketLayout.predicted(ChromaSampling.FULL, new byte[] {1}, PacketLayout.storedSum(first));
    assertThat(PacketLayout.isSound(second, PacketLayout.storedSum(first))).isTrue();
    assertThat(PacketLayout.isSound(second, PacketLayout.storedSum(key))).isFalse();
  }

  @Test
  void changedPackets_areTold() {
    byte[] key = PacketLayout.key(ChromaSampling.FULL, CONFIGURATION, new byte[40]);
    byte[] predicted = PacketLayout.predicted(ChromaSampling.FULL, new byte[40], 3);
    for (byte[] packet : new byte[][] {key, predicted}) {
      for (int bit = 0; bit < 8 * packet.length; bit++) {
        byte[] changed = packet.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertThatThrownBy(() -> PacketLayout.parse(changed, 3))
            .isInstanceOf(LicFormatException.class);
      }
      for (int length = 0; length < packet.length; length++) {
        byte[] cut = Arrays.copyOf(packet, length);
        assertThatThrownBy(() -> PacketLayout.parse(cut, 3)).isInstanceOf(LicFormatException.class);
      }
    }
  }

  @Test
  void keyPacketWithAnAbsurdConfiguration_isMalformed() {
    byte[] body = new ByteSink().u8(1).varint(1 << 30).u8(1).toBytes();
    byte[] packet = new ByteSink().bytes(body).i32(Crc32c.of(body)).toBytes();
    assertThatThrownBy(() -> PacketLayout.parse(packet, 0)).isInstanceOf(LicFormatException.class);
    assertThatThrownBy(() -> PacketLayout.configuration(packet))
        .isInstanceOf(LicFormatException.class);
    assertThatThrownBy(() -> PacketLayout.configuration(new byte[] {2, 0, 0, 0, 0}))
        .isInstanceOf(LicFormatException.class);
  }

  @Property
  void head_comesBack(
      @ForAll boolean key,
      @ForAll @IntRange(min = 5, max = 5000) int length,
      @ForAll @LongRange(min = -1_000_000_000_000_000L, max = 1_000_000_000_000_000L) long time,
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000_000L) long duration,
      @ForAll @LongRange(min = -1000, max = 1000) long gap,
      @ForAll boolean same)
      throws LicFormatException {
    RecordHead.Clock clock = new RecordHead.Clock(time - (same ? 0 : gap), same ? duration : 1);
    byte[] packet = new byte[length];
    packet[0] = (byte) (key ? 1 : 2);
    byte[] record = RecordHead.bytes(new LvcPacket(packet, time, duration, key), clock);
    RecordHead head = RecordHead.parse(record, clock);
    assertThat(head).isEqualTo(new RecordHead(length, key, time, duration, record.length - length));
    assertThat(head.length()).isLessThanOrEqualTo(RecordHead.MAX_LENGTH);
    if (same && !key) {
      assertThat(head.length()).isLessThanOrEqualTo(length < 32 ? 1 : length < 4096 ? 2 : 3);
    }
  }

  @Test
  void changedHeads_giveNoLengthThatCannotBe() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(26)];
      random.nextBytes(bytes);
      try {
        RecordHead head = RecordHead.parse(bytes, new RecordHead.Clock(100, 4));
        assertThat(head.packetLength()).isBetween(0, RecordHead.MAX_PACKET).isNotIn(1, 2, 3, 4);
        assertThat(RecordHead.isSound(head.timestamp(), head.duration())).isTrue();
      } catch (LicFormatException e) {
        assertThat(e.offset()).isBetween(0L, 26L);
      }
    }
  }

  @Test
  void changedIndexes_areMalformedOrSound() {
    LvcIndex.Builder builder = new LvcIndex.Builder();
    for (int i = 0; i < 100; i++) {
      builder.add(50 + i, 3L * i + i / 40, 3, i % 12 == 0);
    }
    byte[] good = builder.build(30).toBytes();
    int bodyLength = good.length - LvcIndex.TRAILER;
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] body = Arrays.copyOf(good, bodyLength);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        body[random.nextInt(bodyLength)] = (byte) random.nextInt(256);
      }
      byte[] trailer = new ByteSink().i32(Crc32c.of(body)).i32(bodyLength).i32(0).toBytes();
      try {
        LvcIndex index = LvcIndex.parse(body, trailer, 30);
        // Whatever it says, no frame is smaller than a record can be.
        assertThat(index.count() * 6L).isLessThanOrEqualTo(index.end() - 30);
        long before = Long.MIN_VALUE;
        for (int f = 0; f < Math.min(index.count(), 200); f++) {
          PacketSource.Entry entry = index.entries().get(f);
          assertThat(entry.timestamp()).isGreaterThan(before);
          assertThat(entry.duration()).isPositive();
          before = entry.timestamp();
        }
      } catch (LicFormatException e) {
        assertThat(e.offset()).isBetween(0L, (long) body.length);
      }
    }
  }
}
