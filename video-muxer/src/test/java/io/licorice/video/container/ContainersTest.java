package io.licorice.video.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.LvcPacket;
import io.licorice.video.PacketSink;
import io.licorice.video.PacketSource;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Learned videos in containers, as our own readers see them. */
class ContainersTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "mkv, 1, 25, 1",
    "mp4, 1, 25, 1",
    "mov, 1, 25, 1",
    "mkv, 1001, 30000, 1",
    "mp4, 1001, 30000, 1",
    "mov, 1, 90000, 3003",
    "mkv, 1, 12800, 256",
    "mkv, 1, 24, 1",
    "lvc, 1, 25, 1"
  })
  void whatIsWritten_isRead(String extension, int numerator, int denominator, int ticks)
      throws IOException {
    TimeBase timeBase = new TimeBase(numerator, denominator);
    List<LvcPacket> packets = MediaSamples.packets(100, timeBase, ticks);
    Path file = folder.resolve("video." + extension);
    MediaSamples.write(file, packets, timeBase, Companions.none());

    try (PacketSource source = Containers.open(file)) {
      assertThat(source.configuration()).isEqualTo(MediaSamples.CONFIGURATION);
      assertThat(source.frames()).hasSize(packets.size());
      for (int i = 0; i < packets.size(); i++) {
        LvcPacket read = source.read(i).orElseThrow();
        LvcPacket written = packets.get(i);
        assertThat(read.bytes()).isEqualTo(written.bytes());
        assertThat(read.isKey()).isEqualTo(written.isKey());
        assertThat(source.timeBase().seconds(read.timestamp()))
            .isCloseTo(timeBase.seconds(written.timestamp()), within(1e-9));
        assertThat(source.timeBase().seconds(read.duration()))
            .isCloseTo(timeBase.seconds(written.duration()), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "mp4", "mov"})
  void irregularTimes_areKeptToAMillisecond(String extension) throws IOException {
    long[] times = {40, 57, 99, 100, 250, 1250, 61_000, 61_033};
    TimeBase timeBase = new TimeBase(1, 1000);
    Path file = folder.resolve("video." + extension);
    try (PacketSink sink =
        Containers.create(file, MediaSamples.CONFIGURATION, timeBase, Companions.none())) {
      for (int i = 0; i < times.length; i++) {
        long duration = i + 1 < times.length ? times[i + 1] - times[i] : 50;
        sink.write(new LvcPacket(new byte[] {2, 3, (byte) i}, times[i], duration, i % 3 == 0));
      }
      sink.finish();
    }

    try (PacketSource source = Containers.open(file)) {
      for (int i = 0; i < times.length; i++) {
        assertThat(source.timeBase().seconds(source.frames().get(i).timestamp()))
            .isCloseTo(times[i] / 1000.0, within(1e-6));
      }
      assertThat(source.timeBase().seconds(source.frames().get(7).duration()))
          .isCloseTo(0.05, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "mp4", "mov"})
  void theSamePackets_giveTheSameBytes(String extension) throws IOException {
    List<LvcPacket> packets = MediaSamples.packets(20, MediaSamples.RATE, 1);
    Path one = folder.resolve("one." + extension);
    Path other = folder.resolve("other." + extension);
    MediaSamples.write(one, packets, MediaSamples.RATE, Companions.none());
    MediaSamples.write(other, packets, MediaSamples.RATE, Companions.none());

    assertThat(one).hasSameBinaryContentAs(other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "mp4"})
  void anUnfinishedFile_leavesTheOldOne(String extension) throws IOException {
    Path file = folder.resolve("video." + extension);
    Files.writeString(file, "old");
    try (PacketSink sink =
        Containers.create(file, MediaSamples.CONFIGURATION, MediaSamples.RATE, Companions.none())) {
      for (LvcPacket packet : MediaSamples.packets(20, MediaSamples.RATE, 1)) {
        sink.write(packet);
      }
    }

    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "mp4"})
  void aLostConfiguration_isFoundInTheFirstKeyFrame(String extension) throws IOException {
    Path file = folder.resolve("video." + extension);
    MediaSamples.write(
        file, MediaSamples.packets(20, MediaSamples.RATE, 1), MediaSamples.RATE, Companions.none());
    byte[] bytes = Files.readAllBytes(file);
    forget(bytes, extension.equals("mkv") ? "LVC1" : "lvcC");
    forget(bytes, "glbl");
    Files.write(file, bytes);

    try (PacketSource source = Containers.open(file)) {
      assertThat(source.configuration()).isEqualTo(MediaSamples.CONFIGURATION);
    }
  }

  /** Takes a box away, or what stands behind a BITMAPINFOHEADER. */
  private static void forget(byte[] bytes, String name) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(name);
    if (at >= 0 && name.equals("LVC1")) {
      int size = bytes[at - 16] & 0xFF;
      // An EBML Void takes the place of private data that was longer.
      int data = at - 16;
      bytes[data - 1] = (byte) (0x80 | 40);
      bytes[data + 40] = (byte) 0xEC;
      bytes[data + 41] = (byte) (0x80 | size - 42);
    } else if (at >= 0) {
      System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, bytes, at, 4);
    }
  }

  @Test
  void probe_goesByContentNotByName() throws IOException {
    List<LvcPacket> packets = MediaSamples.packets(5, MediaSamples.RATE, 1);
    for (ContainerFormat format :
        List.of(
            ContainerFormat.LVC,
            ContainerFormat.MATROSKA,
            ContainerFormat.MP4,
            ContainerFormat.MOV)) {
      String extension = format == ContainerFormat.MATROSKA ? "mkv" : format.name();
      Path file = folder.resolve("a." + extension);
      MediaSamples.write(file, packets, MediaSamples.RATE, Companions.none());
      Path renamed = Files.move(file, folder.resolve(format + ".bin"));
      assertThat(Containers.probe(renamed)).isEqualTo(format);
    }
    Path y4m = Files.writeString(folder.resolve("clip.mkv"), "YUV4MPEG2 W1 H1 F1:1 Cmono\n");
    assertThat(Containers.probe(y4m)).isEqualTo(ContainerFormat.Y4M);
    assertThat(Containers.probe(folder)).isEqualTo(ContainerFormat.FOLDER);
    assertThat(Containers.probe(Files.writeString(folder.resolve("x.mp4"), "hello")))
        .isEqualTo(ContainerFormat.OTHER);
  }

  @Test
  void aFileWithoutLearnedVideo_namesItsTracks() throws IOException {
    Path file = folder.resolve("plain.mkv");
    MediaSamples.source(file, List.of(MediaSamples.aac(0)), List.of(MediaSamples.aacPackets(1, 0)));

    assertThatThrownBy(() -> Containers.open(file))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("no learned video among the tracks: video track 0 (h264), audio track 1 (aac)");
  }

  @Test
  void timesThatFall_areTheCallersMistake() throws IOException {
    Path file = folder.resolve("video.mkv");
    try (PacketSink sink =
        Containers.create(file, MediaSamples.CONFIGURATION, MediaSamples.RATE, Companions.none())) {
      sink.write(new LvcPacket(new byte[9], 4, 1, true));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sink.write(new LvcPacket(new byte[9], 4, 1, false)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Containers.create(
                    folder.resolve("video.avi"),
                    MediaSamples.CONFIGURATION,
                    MediaSamples.RATE,
                    Companions.none()));
  }

  @Test
  void aVideoWithoutFrames_isRefused() throws IOException {
    Path file = folder.resolve("video.mkv");
    try (PacketSink sink =
        Containers.create(file, MediaSamples.CONFIGURATION, MediaSamples.RATE, Companions.none())) {
      assertThatThrownBy(sink::finish).isInstanceOf(IOException.class);
    }
    assertThat(file).doesNotExist();
  }
}
