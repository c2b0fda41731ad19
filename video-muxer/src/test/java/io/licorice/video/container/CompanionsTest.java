package io.licorice.video.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tracks that are copied from one container into another. */
class CompanionsTest {
  /** Twice Matroska's tick: once rounded there, once measured against it. */
  private static final long ROUNDING = 1_100_000;

  private static final long PRIMING = 1024 * 1_000_000_000L / 48000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "mkv, mkv",
    "mkv, mp4",
    "mkv, mov",
    "mp4, mkv",
    "mp4, mp4",
    "mp4, mov",
    "mov, mkv",
    "mov, mp4",
    "mov, mov"
  })
  void soundAndText_comeThroughUntouchedAndInTime(String from, String to) throws IOException {
    Path source = folder.resolve("source." + from);
    List<MediaPacket> sound = MediaSamples.aacPackets(1, PRIMING);
    List<MediaPacket> second = MediaSamples.aacPackets(2, 0);
    List<MediaPacket> text = MediaSamples.textPackets(3);
    MediaSamples.source(
        source,
        List.of(MediaSamples.aac(PRIMING), MediaSamples.aac(0), MediaSamples.text()),
        List.of(sound, second, text));
    Path target = folder.resolve("target." + to);

    MediaSamples.write(
        target,
        MediaSamples.packets(50, MediaSamples.RATE, 1),
        MediaSamples.RATE,
        Companions.of(source));

    List<SourceTrack> tracks = MediaSamples.tracks(target);
    assertThat(tracks).hasSize(4);
    assertThat(tracks.get(1).language()).hasValue("deu");
    assertThat(tracks.get(1).name()).hasValue("Track in deu");
    assertThat(tracks.get(1).setup()).isEqualTo(MediaSamples.aac(0).setup());
    assertThat(tracks.get(3).language()).hasValue("spa");
    same(MediaSamples.read(target, 1), sound);
    same(MediaSamples.read(target, 2), second);
    sameText(MediaSamples.read(target, 3), text);
  }

  private static void same(List<MediaPacket> read, List<MediaPacket> written) {
    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < written.size(); i++) {
      assertThat(read.get(i).bytes()).isEqualTo(written.get(i).bytes());
      assertThat(Math.abs(read.get(i).time() - written.get(i).time())).isLessThan(ROUNDING);
    }
  }

  private static void sameText(List<MediaPacket> read, List<MediaPacket> written)
      throws IOException {
    int next = 0;
    for (MediaPacket packet : read) {
      boolean isFilling = packet.bytes().length == 2 && packet.bytes()[1] == 0;
      if (isFilling) {
        continue;
      }
      MediaPacket expected = written.get(next++);
      // Matroska has the text alone, MP4 two bytes before it.
      byte[] text = packet.bytes()[0] == 0 ? TextSubtitles.plain(packet.bytes()) : packet.bytes();
      assertThat(new String(text, StandardCharsets.UTF_8))
          .isEqualTo(new String(expected.bytes(), StandardCharsets.UTF_8));
      assertThat(Math.abs(packet.time() - expected.time())).isLessThan(ROUNDING);
      assertThat(Math.abs(packet.duration() - expected.duration())).isLessThan(ROUNDING);
    }
    assertThat(next).isEqualTo(written.size());
  }

  @ParameterizedTest
  @CsvSource({
    "PCM_LITTLE, 16, mkv, mov",
    "PCM_LITTLE, 16, mov, mkv",
    "PCM_LITTLE, 16, mov, mov",
    "PCM_BIG, 16, mkv, mov",
    "PCM_LITTLE, 24, mkv, mov",
    "PCM_BIG, 24, mov, mkv",
    "PCM_BIG, 32, mov, mov",
    "PCM_FLOAT, 32, mkv, mov",
    "PCM_FLOAT, 64, mov, mkv",
    "PCM_LITTLE, 8, mkv, mov"
  })
  void linearSound_keepsEverySample(TrackCodec codec, int bits, String from, String to)
      throws IOException {
    Path source = folder.resolve("source." + from);
    List<MediaPacket> sound = MediaSamples.pcmPackets(1, bits);
    MediaSamples.source(source, List.of(MediaSamples.pcm(codec, bits)), List.of(sound));
    Path target = folder.resolve("target." + to);

    MediaSamples.write(
        target,
        MediaSamples.packets(50, MediaSamples.RATE, 1),
        MediaSamples.RATE,
        Companions.of(source));

    SourceTrack track = MediaSamples.tracks(target).get(1);
    assertThat(track.codec()).isEqualTo(codec);
    assertThat(track.bits()).isEqualTo(bits);
    assertThat(MediaSamples.joined(MediaSamples.read(target, 1)))
        .isEqualTo(MediaSamples.joined(sound));
  }

  @Test
  void whatAContainerCannotCarry_isRefusedBeforeAnythingIsWritten() throws IOException {
    Path source = folder.resolve("source.mkv");
    SourceTrack vorbis =
        MediaSamples.track(
            MediaTrack.Kind.AUDIO, TrackCodec.VORBIS, new byte[] {1, 2, 3}, 0, "deu", 0);
    MediaSamples.source(source, List.of(vorbis), List.of(MediaSamples.aacPackets(1, 0)));

    assertThatThrownBy(() -> create("out.mp4", source))
        .hasMessage("audio track 1 (vorbis) cannot be copied into MP4; write .mkv instead");
    assertThatThrownBy(() -> create("out.mov", source))
        .hasMessage("audio track 1 (vorbis) cannot be copied into MOV; write .mkv instead");
    assertThat(folder.resolve("out.mp4")).doesNotExist();
  }

  @Test
  void linearSoundInMp4_isRefusedWithTheNamesOfThoseThatCarryIt() throws IOException {
    Path source = folder.resolve("source.mov");
    MediaSamples.source(
        source,
        List.of(MediaSamples.pcm(TrackCodec.PCM_LITTLE, 16)),
        List.of(MediaSamples.pcmPackets(1, 16)));

    assertThatThrownBy(() -> create("out.mp4", source))
        .hasMessage("audio track 1 (pcm) cannot be copied into MP4; write .mkv or .mov instead");
  }

  private void create(String name, Path source) throws IOException {
    Containers.create(
            folder.resolve(name),
            MediaSamples.CONFIGURATION,
            MediaSamples.RATE,
            Companions.of(source))
        .close();
  }

  @ParameterizedTest
  @CsvSource({"mkv", "mp4"})
  void companionsCutAtTheEnd_endWithTheVideo(String extension) throws IOException {
    Path source = folder.resolve("source.mkv");
    MediaSamples.source(
        source, List.of(MediaSamples.aac(0)), List.of(MediaSamples.aacPackets(1, 0)));
    Path target = folder.resolve("target." + extension);

    MediaSamples.write(
        target,
        MediaSamples.packets(10, MediaSamples.RATE, 1),
        MediaSamples.RATE,
        Companions.of(source).cutAtEnd());

    List<MediaPacket> sound = MediaSamples.read(target, 1);
    long last = sound.get(sound.size() - 1).time();
    assertThat(last).isLessThan(400_000_000).isGreaterThan(370_000_000);
  }

  @Test
  void aFileCanReplaceTheOneThatItTakesItsSoundFrom() throws IOException {
    Path file = folder.resolve("video.mkv");
    List<MediaPacket> sound = MediaSamples.aacPackets(1, 0);
    MediaSamples.source(file, List.of(MediaSamples.aac(0)), List.of(sound));

    MediaSamples.write(
        file,
        MediaSamples.packets(50, MediaSamples.RATE, 1),
        MediaSamples.RATE,
        Companions.of(file));

    assertThat(MediaSamples.tracks(file).get(0).codec()).isEqualTo(TrackCodec.LVC);
    same(MediaSamples.read(file, 1), sound);
  }
}
