package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.FrameReferences;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GopDecoderTest {
  private static final CodecSettings EIGHT = CodecSettings.DEFAULT.withThreads(8);

  /** Packets, some of which may not be found. */
  private record Packets(LvcConfiguration configuration, List<Optional<LvcPacket>> packets, int gop)
      implements PacketSource {
    static Packets of(Coding.Coded coded, int gop) {
      List<Optional<LvcPacket>> packets = new ArrayList<>();
      coded.packets().forEach(packet -> packets.add(Optional.of(packet)));
      return new Packets(coded.configuration(), packets, gop);
    }

    /** A video of which only sizes matter. */
    static Packets large(int width, int height, int count, int gop) throws IOException {
      byte[] file = Coding.groups(1, 1).file();
      try (LvcReader reader = LvcReader.open(ByteSource.of(file), CodecListener.SILENT)) {
        LvcConfiguration known = reader.configuration();
        LvcConfiguration size =
            new LvcConfiguration(width, height, known.model(), known.hashPrefix());
        return new Packets(size, new ArrayList<>(nothing(count)), gop);
      }
    }

    private static List<Optional<LvcPacket>> nothing(int count) {
      List<Optional<LvcPacket>> packets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        packets.add(Optional.empty());
      }
      return packets;
    }

    void damage(int frame) {
      LvcPacket packet = packets.get(frame).orElseThrow();
      byte[] bytes = packet.bytes().clone();
      bytes[bytes.length / 2] ^= 1;
      LvcPacket damaged =
          new LvcPacket(bytes, packet.timestamp(), packet.duration(), packet.isKey());
      packets.set(frame, Optional.of(damaged));
    }

    @Override
    public TimeBase timeBase() {
      return Coding.RATE;
    }

    @Override
    public List<Entry> frames() {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < packets.size(); i++) {
        entries.add(new Entry(i, 1, i % gop == 0));
      }
      return entries;
    }

    @Override
    public Optional<LvcPacket> read(int frame) {
      return packets.get(frame);
    }

    @Override
    public void close() {}
  }

  private static GopDecoder decoder(PacketSource packets, int first, int end, int atOnce) {
    return decoder(packets, stream -> new DeltaPredictor(), first, end, atOnce);
  }

  private static GopDecoder decoder(
      PacketSource packets, PacketDecoder.Predictors predictors, int first, int end, int atOnce) {
    return new GopDecoder(LicCodec.shared(), predictors, packets, first, end, atOnce);
  }

  private static List<Picture> all(GopDecoder decoder, CodecListener listener) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    try (decoder) {
      while (decoder.hasNext()) {
        pictures.add(decoder.next(listener));
      }
    }
    return pictures;
  }

  @Property(tries = 60, seed = "5")
  void frames_areThoseOfOneAfterTheOther_damagedOrNot(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int atOnce,
      @ForAll @IntRange(min = 1, max = 5) int gop,
      @ForAll @IntRange(min = 0, max = 4) int damaged)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Packets packets = Packets.of(Coding.groups(14, gop), gop);
    for (int i = 0; i < damaged; i++) {
      packets.damage(random.nextInt(14));
    }
    if (random.nextBoolean()) {
      packets.packets.set(random.nextInt(14), Optional.empty());
    }
    Coding.Listener expected = new Coding.Listener();
    VideoDecoder plain = Coding.videoDecoder(packets.configuration());
    List<Picture> pictures = new ArrayList<>();
    for (Optional<LvcPacket> packet : packets.packets) {
      pictures.add(
          packet.isPresent() ? plain.decode(packet.get(), expected) : plain.lost(expected));
    }
    plain.finish(expected);
    Coding.Listener found = new Coding.Listener();
    assertThat(all(decoder(packets, 0, 14, atOnce), found)).isEqualTo(pictures);
    assertThat(found.warnings).isEqualTo(expected.warnings);
  }

  @Property(tries = 40, seed = "6")
  void someFrames_areThoseOfAll(
      @ForAll @IntRange(min = 0, max = 13) int first,
      @ForAll @IntRange(min = 0, max = 13) int last,
      @ForAll @IntRange(min = 1, max = 3) int atOnce)
      throws IOException {
    Coding.Coded coded = Coding.groups(14, 4);
    int from = Math.min(first, last);
    int end = Math.max(first, last);
    GopDecoder decoder = decoder(Packets.of(coded, 4), from, end, atOnce);
    assertThat(all(decoder, new Coding.Listener())).isEqualTo(coded.pictures().subList(from, end));
  }

  @Test
  void moreFramesThanThereAre_areRefused() throws IOException {
    Packets packets = Packets.of(Coding.groups(4, 2), 2);
    assertThatThrownBy(() -> decoder(packets, 0, 5, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> decoder(packets, 0, 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
    try (GopDecoder decoder = decoder(packets, 2, 2, 2)) {
      assertThat(decoder.hasNext()).isFalse();
      assertThatThrownBy(() -> decoder.next(CodecListener.SILENT))
          .isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void gopsThatWaitForEachOther_areDecodedAtOnce() throws IOException {
    Packets packets = Packets.of(Coding.groups(9, 3), 3);
    CountDownLatch begun = new CountDownLatch(3);
    PacketDecoder.Predictors waiting =
        stream -> {
          begun.countDown();
          try {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new DeltaPredictor();
        };
    assertThat(all(decoder(packets, waiting, 0, 9, 3), CodecListener.SILENT)).hasSize(9);
  }

  @Test
  void failureOfAWorker_comesWhereItsFrameWouldHave() throws IOException {
    Packets packets = Packets.of(Coding.groups(6, 3), 3);
    PacketDecoder.Predictors failing =
        stream -> {
          throw new IOException("the pack is missing");
        };
    try (GopDecoder decoder = decoder(packets, failing, 0, 6, 2)) {
      decoder.next(CodecListener.SILENT);
      assertThatThrownBy(() -> decoder.next(CodecListener.SILENT))
          .isInstanceOf(IOException.class)
          .hasMessage("the pack is missing");
    }
  }

  @Test
  void cancelledCall_endsAndNothingIsAtWorkAfterClosing() throws IOException {
    Packets packets = Packets.of(Coding.groups(6, 3), 3);
    boolean[] atWork = new boolean[1];
    PacketDecoder.Predictors slow =
        stream ->
            new DeltaPredictor() {
              @Override
              public FrameReferences decode(
                  byte[] payload, FrameReferences references, CodecListener listener) {
                atWork[0] = true;
                while (!listener.isCancelled()) {
                  Thread.onSpinWait();
                }
                atWork[0] = false;
                throw new CancellationException("stopped");
              }
            };
    CodecListener cancelling =
        new CodecListener() {
          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    try (GopDecoder decoder = decoder(packets, slow, 0, 6, 2)) {
      decoder.next(CodecListener.SILENT);
      assertThatThrownBy(() -> decoder.next(cancelling)).isInstanceOf(CancellationException.class);
    }
    assertThat(atWork[0]).isFalse();
  }

  @Test
  void gopsAtOnce_areAsManyAsThreadsOrGopsOrMemoryAllow() throws IOException {
    assertThat(GopDecoder.gopsAtOnce(Packets.large(352, 288, 120, 12), EIGHT)).isEqualTo(8);
    assertThat(GopDecoder.gopsAtOnce(Packets.large(352, 288, 30, 12), EIGHT)).isEqualTo(3);
    assertThat(GopDecoder.gopsAtOnce(Packets.large(352, 288, 120, 12), 24, 36, EIGHT)).isOne();
    assertThat(GopDecoder.gopsAtOnce(Packets.large(1920, 1080, 120, 12), EIGHT)).isOne();
    assertThat(GopDecoder.gopsAtOnce(Packets.large(352, 288, 5000, 2500), EIGHT)).isOne();
    CodecSettings cuda = EIGHT.withDevice(Device.parse("cuda"));
    assertThat(GopDecoder.gopsAtOnce(Packets.large(352, 288, 120, 12), cuda)).isOne();
  }

  @Test
  void threads_areSharedOut() {
    assertThat(GopDecoder.settings(EIGHT, 1)).isEqualTo(EIGHT);
    assertThat(GopDecoder.settings(EIGHT, 3).threads()).isEqualTo(2);
    assertThat(GopDecoder.settings(EIGHT, 8).threads()).isOne();
  }
}
