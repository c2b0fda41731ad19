package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LvcFileTest {
  private static final LvcConfiguration CONFIGURATION =
      new LvcConfiguration(16, 12, "delta", 7, "differences");

  @TempDir private Path folder;

  /** Packets of random sizes, key intervals and times. */
  private static List<LvcPacket> packets(int count, boolean constantRate, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LvcPacket> packets = new ArrayList<>();
    long time = random.nextInt(5) == 0 ? random.nextLong(-100_000, 100_000) : 0;
    int sum = 0;
    for (int i = 0; i < count; i++) {
      boolean key = i == 0 || random.nextInt(4) == 0;
      byte[] content = new byte[random.nextInt(random.nextInt(9) == 0 ? 9000 : 80)];
      random.nextBytes(content);
      byte[] bytes =
          key
              ? PacketLayout.key(ChromaSampling.FULL, CONFIGURATION, content)
              : PacketLayout.predicted(ChromaSampling.FULL, content, sum);
      sum = PacketLayout.storedSum(bytes);
      long duration = constantRate ? 1001 : 1 + random.nextInt(random.nextBoolean() ? 3 : 100_000);
      packets.add(new LvcPacket(bytes, time, duration, key));
      time += constantRate || random.nextBoolean() ? duration : 1 + random.nextInt(5000);
    }
    return packets;
  }

  private static byte[] file(List<LvcPacket> packets) throws IOException {
    return new Coding.Coded(CONFIGURATION, packets, List.of()).file();
  }

  private static void assertHolds(LvcReader reader, List<LvcPacket> packets) throws IOException {
    assertThat(reader.frames()).hasSize(packets.size());
    for (int i = 0; i < packets.size(); i++) {
      LvcPacket packet = packets.get(i);
      assertThat(reader.frames().get(i))
          .isEqualTo(new PacketSource.Entry(packet.timestamp(), packet.duration(), packet.isKey()));
      LvcPacket found = reader.read(i).orElseThrow();
      assertThat(found.bytes()).isEqualTo(packet.bytes());
      assertThat(found.timestamp()).isEqualTo(packet.timestamp());
      assertThat(found.duration()).isEqualTo(packet.duration());
      assertThat(found.isKey()).isEqualTo(packet.isKey());
    }
  }

  @Property(tries = 300)
  void packets_comeBackWithTheirTimes(
      @ForAll @IntRange(min = 1, max = 60) int count, @ForAll boolean constant, @ForAll long seed)
      throws IOException {
    List<LvcPacket> packets = packets(count, constant, seed);
    Coding.Listener listener = new Coding.Listener();
    LvcReader reader = LvcReader.open(ByteSource.of(file(packets)), listener);
    assertThat(listener.warnings).isEmpty();
    assertThat(reader.configuration()).isEqualTo(CONFIGURATION);
    assertThat(reader.timeBase()).isEqualTo(Coding.RATE);
    assertHolds(reader, packets);
    assertHolds(reader, packets);
  }

  @Property(tries = 300)
  void withoutItsIndex_aFileIsTheSame(
      @ForAll @IntRange(min = 1, max = 60) int count, @ForAll boolean constant, @ForAll long seed)
      throws IOException {
    List<LvcPacket> packets = packets(count, constant, seed);
    byte[] file = file(packets);
    Coding.Listener listener = new Coding.Listener();
    LvcReader reader =
        LvcReader.open(ByteSource.of(Arrays.copyOf(file, file.length - 1)), listener);
    assertThat(listener.warnings).singleElement().asString().contains("index");
    assertHolds(reader, packets);
  }

  @Test
  void constantRate_costsAByteOrTwoForAFrame() throws IOException {
    List<LvcPacket> packets = packets(200, true, 3);
    long content = packets.stream().mapToLong(p -> p.bytes().length).sum();
    long keys = packets.stream().filter(LvcPacket::isKey).count();
    long small = packets.stream().filter(p -> p.bytes().length < 32).count();
    // Times and index take up to 10 bytes for a key frame.
    long most = content + 2 * 200 - small + 60 + 10 * keys;
    assertThat((long) file(packets).length).isLessThan(most);
  }

  @Test
  void truncatedFile_holdsTheFramesThatAreComplete() throws IOException {
    List<LvcPacket> packets = packets(12, false, 5);
    byte[] file = file(packets);
    LvcReader whole = LvcReader.open(ByteSource.of(file), CodecListener.SILENT);
    int header = (int) whole.offset(0).orElseThrow();
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      int complete = 0;
      while (complete < 12 && end(whole, packets, complete) <= length) {
        complete++;
      }
      Coding.Listener listener = new Coding.Listener();
      if (complete == 0) {
        assertThatThrownBy(() -> LvcReader.open(ByteSource.of(cut), listener))
            .isInstanceOf(LicFormatException.class);
      } else {
        assertHolds(LvcReader.open(ByteSource.of(cut), listener), packets.subList(0, complete));
        assertThat(listener.warnings).isNotEmpty();
      }
    }
    assertThat(header).isBetween(20, 60);
  }

  private static long end(LvcReader reader, List<LvcPacket> packets, int frame) throws IOException {
    byte[] packet = packets.get(frame).bytes();
    long next =
        frame == 0 ? 0 : packets.get(frame - 1).timestamp() + packets.get(frame - 1).duration();
    long before = frame == 0 ? 0 : packets.get(frame - 1).duration();
    int record = RecordHead.bytes(packets.get(frame), new RecordHead.Clock(next, before)).length;
    assertThat(record).isGreaterThan(packet.length).isLessThanOrEqualTo(packet.length + 24);
    return reader.offset(frame).orElseThrow() + record;
  }

  @Test
  void lostRecords_areCountedByTime() throws IOException {
    Coding.Coded coded = Coding.groups(12, 4);
    byte[] file = coded.file();
    LvcReader whole = LvcReader.open(ByteSource.of(file), CodecListener.SILENT);
    int at = (int) whole.offset(5).orElseThrow();
    int end = (int) whole.offset(7).orElseThrow() + 1;
    byte[] damaged = Arrays.copyOf(file, file.length - 1);
    Arrays.fill(damaged, at, end, (byte) 0x55);
    Coding.Listener listener = new Coding.Listener();
    LvcReader reader = LvcReader.open(ByteSource.of(damaged), listener);
    assertThat(listener.warnings)
        .anySatisfy(w -> assertThat(w).contains("3 frames from frame 5 on"));
    assertThat(reader.frames()).hasSize(12).isEqualTo(whole.frames());
    for (int i : new int[] {0, 4, 8, 11}) {
      assertThat(reader.read(i).orElseThrow().bytes()).isEqualTo(coded.packets().get(i).bytes());
    }
  }

  @Test
  void lostFirstGroup_isCountedToo() throws IOException {
    Coding.Coded coded = Coding.groups(12, 4);
    byte[] file = coded.file();
    LvcReader whole = LvcReader.open(ByteSource.of(file), CodecListener.SILENT);
    byte[] damaged = Arrays.copyOf(file, file.length - 1);
    int at = (int) whole.offset(0).orElseThrow();
    Arrays.fill(damaged, at, (int) whole.offset(3).orElseThrow() + 2, (byte) 0x55);
    LvcReader reader = LvcReader.open(ByteSource.of(damaged), CodecListener.SILENT);
    assertThat(reader.frames()).hasSize(12);
    assertThat(reader.frames().get(0).isKey()).isFalse();
    assertThat(reader.read(0)).isEmpty();
    assertThat(reader.read(4).orElseThrow().bytes()).isEqualTo(coded.packets().get(4).bytes());
  }

  @Test
  void manyMarksOfKeyFrames_areNotSearchedForEver() throws IOException {
    byte[] start =
        new ByteSink().u8(1).bytes(PacketLayout.ofConfiguration(CONFIGURATION)).toBytes();
    byte[] head = new byte[] {(byte) 0x83, (byte) 0x80, 0x20, 0, 1, 0}; // 131072 bytes
    head[5] = (byte) (Crc32c.of(Arrays.copyOf(head, 5)) & 0xFF);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new LvcHeader(Coding.RATE, CONFIGURATION).toBytes());
    while (file.size() < 3_000_000) {
      file.writeBytes(head);
      file.writeBytes(start);
    }
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> LvcReader.open(ByteSource.of(file.toByteArray()), CodecListener.SILENT))
        .isInstanceOf(LicFormatException.class);
    assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
  }

  /** A file of 6 GiB of which only what is told exists, the rest being zero. */
  @Test
  void fileOfManyGigabytes_isFoundByItsIndex() throws IOException {
    byte[] header = new LvcHeader(Coding.RATE, CONFIGURATION).toBytes();
    LvcIndex.Builder index = new LvcIndex.Builder();
    long record = 1L << 21;
    for (int i = 0; i < 3072; i++) {
      index.add(record, i, 1, i % 512 == 0);
    }
    byte[] behind = index.build(header.length).toBytes();
    long end = header.length + 3072 * record;
    byte[] packet =
        RecordHead.bytes(
            new LvcPacket(
                PacketLayout.key(ChromaSampling.FULL, CONFIGURATION, new byte[9]), 0, 1, true),
            RecordHead.Clock.START);
    ByteSource source =
        new ByteSource() {
          @Override
          public long length() {
            return end + 1 + behind.length;
          }

          @Override
          public void read(long position, byte[] target) throws EOFException {
            if (position + target.length > length()) {
              throw new EOFException();
            }
            copy(header, 0, position, target);
            copy(packet, header.length + 2560 * record, position, target);
            copy(behind, end + 1, position, target);
          }

          private void copy(byte[] from, long at, long position, byte[] target) {
            for (int i = 0; i < target.length; i++) {
              long place = position + i - at;
              if (place >= 0 && place < from.length) {
                target[i] = from[(int) place];
              }
            }
          }
        };
    Coding.Listener listener = new Coding.Listener();
    LvcReader reader = LvcReader.open(source, listener);
    assertThat(listener.warnings).isEmpty();
    assertThat(reader.frames()).hasSize(3072);
    LvcPacket found = reader.read(2560).orElseThrow();
    assertThat(found.bytes())
        .isEqualTo(PacketLayout.key(ChromaSampling.FULL, CONFIGURATION, new byte[9]));
    assertThat(reader.offset(2560)).hasValue(header.length + 2560 * record);
    assertThat(reader.read(2561)).isEmpty();
  }

  @Test
  void file_isThereWholeOrNotAtAll() throws IOException {
    Path path = folder.resolve("a.lvc");
    Files.writeString(path, "before");
    List<LvcPacket> packets = packets(5, true, 1);
    try (LvcWriter writer = LvcWriter.create(path, CONFIGURATION, Coding.RATE)) {
      writer.write(packets.get(0));
    }
    assertThat(Files.readString(path)).isEqualTo("before");
    try (LvcWriter writer = LvcWriter.create(path, CONFIGURATION, Coding.RATE)) {
      for (LvcPacket packet : packets) {
        writer.write(packet);
      }
      writer.finish();
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(file(packets));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
    try (LvcReader reader = LvcReader.open(path, CodecListener.SILENT)) {
      assertHolds(reader, packets);
    }
  }

  @Test
  void writer_refusesWhatNoReaderCouldShow() throws IOException {
    LvcPacket key =
        new LvcPacket(
            PacketLayout.key(ChromaSampling.FULL, CONFIGURATION, new byte[3]), 5, 1, true);
    LvcPacket predicted =
        new LvcPacket(PacketLayout.predicted(ChromaSampling.FULL, new byte[3], 0), 6, 1, false);
    LvcWriter writer = LvcWriter.to(new ByteArrayOutputStream(), CONFIGURATION, Coding.RATE);
    assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> writer.write(predicted));
    writer.write(key);
    assertThatIllegalArgumentException().isThrownBy(() -> writer.write(key));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.write(new LvcPacket(predicted.bytes(), 6, 0, false)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.write(new LvcPacket(predicted.bytes(), 6, 1, true)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.write(new LvcPacket(predicted.bytes(), 1L << 60, 1, false)));
    writer.write(predicted);
    writer.finish();
    assertThatThrownBy(() -> writer.write(predicted)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void otherVersions_areRefused() throws IOException {
    byte[] file = file(packets(2, true, 1));
    file[4] = 2;
    assertThatThrownBy(() -> LvcReader.open(ByteSource.of(file), CodecListener.SILENT))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("byte 4: version 1 expected, found 2");
  }
}
