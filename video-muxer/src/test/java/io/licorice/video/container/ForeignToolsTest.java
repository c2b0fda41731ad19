package io.licorice.video.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.licorice.video.LvcPacket;
import io.licorice.video.PacketSource;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our files in ffmpeg and mkvmerge, which know nothing of the codec, and theirs in our readers. */
class ForeignToolsTest {
  private static final TimeBase NTSC = new TimeBase(1001, 30000);

  @TempDir Path folder;

  /** A file of a learned video with sound and subtitles that were made by ffmpeg. */
  private Path learned(String extension, List<LvcPacket> packets)
      throws IOException, InterruptedException {
    Path sound = folder.resolve("sound.mp4");
    Tools.ffmpeg(
        folder,
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:duration=3:sample_rate=48000",
        "-ac",
        "2",
        "-c:a",
        "aac",
        sound.toString());
    Path file = folder.resolve("learned." + extension);
    MediaSamples.write(file, packets, NTSC, Companions.of(sound));
    return file;
  }

  private static void same(Path file, List<LvcPacket> packets) throws IOException {
    try (PacketSource source = Containers.open(file)) {
      assertThat(source.configuration()).isEqualTo(MediaSamples.CONFIGURATION);
      assertThat(source.frames()).hasSameSizeAs(packets);
      for (int i = 0; i < packets.size(); i++) {
        LvcPacket read = source.read(i).orElseThrow();
        assertThat(read.bytes()).isEqualTo(packets.get(i).bytes());
        assertThat(read.isKey()).isEqualTo(packets.get(i).isKey());
        assertThat(source.timeBase().seconds(read.timestamp()))
            .isCloseTo(NTSC.seconds(packets.get(i).timestamp()), within(0.0011));
      }
    }
  }

  private static void sameSound(Path file, Path original) throws IOException {
    List<MediaPacket> read = MediaSamples.read(file, 1);
    List<MediaPacket> expected = MediaSamples.read(original, 0);
    assertThat(Tools.md5(MediaSamples.joined(read)))
        .isEqualTo(Tools.md5(MediaSamples.joined(expected)));
    assertThat(read).hasSameSizeAs(expected);
    for (int i = 0; i < read.size(); i++) {
      assertThat(Math.abs(read.get(i).time() - expected.get(i).time())).isLessThan(2_200_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "mp4", "mov"})
  void ffprobe_namesTheTrack(String extension) throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg", "ffprobe");
    List<LvcPacket> packets = MediaSamples.packets(60, NTSC, 1);
    Path file = learned(extension, packets);

    assertThat(
            Tools.ffprobe(
                folder,
                file,
                "-select_streams",
                "v",
                "-show_entries",
                "stream=codec_type,codec_tag_string,width,height,r_frame_rate,avg_frame_rate"))
        .singleElement()
        .asString()
        .isEqualToIgnoringCase("video,lvc1,96,64,30000/1001,30000/1001");
    List<String> seconds = Tools.ffprobe(folder, file, "-show_entries", "format=duration");
    assertThat(Double.parseDouble(seconds.get(0))).isCloseTo(3, within(0.05));
    List<String> read =
        Tools.ffprobe(
            folder,
            file,
            "-select_streams",
            "v",
            "-show_data_hash",
            "md5",
            "-show_entries",
            "packet=dts_time,flags,data_hash");
    assertThat(read).hasSameSizeAs(packets);
    for (int i = 0; i < packets.size(); i++) {
      String[] fields = read.get(i).split(",", -1);
      assertThat(Double.parseDouble(fields[0]))
          .isCloseTo(NTSC.seconds(packets.get(i).timestamp()), within(6e-4));
      assertThat(fields[1].contains("K")).isEqualTo(packets.get(i).isKey());
      assertThat(fields[2]).isEqualTo("MD5:" + Tools.md5(packets.get(i).bytes()));
    }
  }

  @Test
  void ffmpegCopies_fromMatroskaToMovAndBack() throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg");
    List<LvcPacket> packets = MediaSamples.packets(60, NTSC, 1);
    Path file = learned("mkv", packets);
    Path mov = folder.resolve("copy.mov");
    Path back = folder.resolve("back.mkv");
    Tools.ffmpeg(folder, "-i", file.toString(), "-map", "0", "-c", "copy", mov.toString());
    Tools.ffmpeg(folder, "-i", mov.toString(), "-map", "0", "-c", "copy", back.toString());

    for (Path copy : List.of(mov, back)) {
      sameButShifted(copy, packets);
    }
    Path sound = folder.resolve("sound.mp4");
    assertThat(MediaSamples.joined(MediaSamples.read(back, 1)))
        .isEqualTo(MediaSamples.joined(MediaSamples.read(sound, 0)));
  }

  /** ffmpeg shifts all tracks of a file alike when one begins before zero. */
  private static void sameButShifted(Path file, List<LvcPacket> packets) throws IOException {
    try (PacketSource source = Containers.open(file)) {
      assertThat(source.configuration()).isEqualTo(MediaSamples.CONFIGURATION);
      assertThat(source.frames()).hasSameSizeAs(packets);
      double shift = source.timeBase().seconds(source.frames().get(0).timestamp());
      List<MediaPacket> sound = MediaSamples.read(file, 1);
      assertThat(sound.get(0).time() / 1e9 - shift).isCloseTo(-1024 / 48000.0, within(0.0022));
      for (int i = 0; i < packets.size(); i++) {
        LvcPacket read = source.read(i).orElseThrow();
        assertThat(read.bytes()).isEqualTo(packets.get(i).bytes());
        assertThat(read.isKey()).isEqualTo(packets.get(i).isKey());
        assertThat(source.timeBase().seconds(read.timestamp()) - shift)
            .isCloseTo(NTSC.seconds(packets.get(i).timestamp()), within(0.0022));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "mp4", "mov"})
  void mkvmerge_keepsEverything(String extension) throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg", "mkvmerge");
    List<LvcPacket> packets = MediaSamples.packets(60, NTSC, 1);
    Path file = learned(extension, packets);
    Path merged = folder.resolve("merged.mkv");
    Tools.run(folder, "mkvmerge", "-q", "-o", merged.toString(), file.toString());

    sameMerged(merged, packets);
    assertThat(MediaSamples.joined(MediaSamples.read(merged, 1)))
        .isEqualTo(MediaSamples.joined(MediaSamples.read(folder.resolve("sound.mp4"), 0)));
  }

  private static void sameMerged(Path file, List<LvcPacket> packets) throws IOException {
    try (PacketSource source = Containers.open(file)) {
      double shift = source.timeBase().seconds(source.frames().get(0).timestamp());
      assertThat(shift).isBetween(0.0, 0.0225);
      assertThat(source.configuration()).isEqualTo(MediaSamples.CONFIGURATION);
      for (int i = 0; i < packets.size(); i++) {
        LvcPacket read = source.read(i).orElseThrow();
        assertThat(read.bytes()).isEqualTo(packets.get(i).bytes());
        assertThat(read.isKey()).isEqualTo(packets.get(i).isKey());
        assertThat(source.timeBase().seconds(read.timestamp()) - shift)
            .isCloseTo(NTSC.seconds(packets.get(i).timestamp()), within(0.0022));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aac, mkv mp4 mov",
    "ac3, mkv mp4 mov",
    "eac3, mkv mp4 mov",
    "libmp3lame, mkv mp4 mov",
    "alac, mkv mp4 mov",
    "libopus, mkv mp4",
    "flac, mkv mp4",
    "dca, mkv mp4",
    "mp2, mkv mp4",
    "libvorbis, mkv",
    "pcm_s16le, mkv mov",
    "pcm_s24le, mkv mov",
    "pcm_f32le, mkv mov"
  })
  void soundOfEachCodec_decodesToTheSameSamples(String codec, String extensions)
      throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg", "ffprobe");
    Path source = folder.resolve("source.mkv");
    Tools.ffmpeg(
        folder,
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:duration=2:sample_rate=48000",
        "-ac",
        "2",
        "-c:a",
        codec,
        "-strict",
        "-2",
        source.toString());
    List<String> names = List.of(extensions.split(" ", -1));
    for (String extension : names) {
      Path file = folder.resolve("learned." + extension);
      MediaSamples.write(file, MediaSamples.packets(60, NTSC, 1), NTSC, Companions.of(source));
      assertThat(hashes(file)).isEqualTo(hashes(source));
      // ffmpeg throws the first samples of these away in one container and not in the other.
      boolean isDelayed = List.of("libmp3lame", "mp2", "libopus").contains(codec);
      boolean isComparable = !isDelayed || extension.equals("mkv");
      if (isComparable) {
        assertThat(decoded(file)).isEqualTo(decoded(source));
      }
      // And from there into the next.
      String next = names.get((names.indexOf(extension) + 1) % names.size());
      Path copy = folder.resolve("next." + next);
      MediaSamples.write(copy, MediaSamples.packets(60, NTSC, 1), NTSC, Companions.of(file));
      assertThat(hashes(copy)).isEqualTo(hashes(source));
    }
  }

  private List<String> hashes(Path file) throws IOException, InterruptedException {
    List<String> hashes =
        Tools.ffprobe(
                folder,
                file,
                "-select_streams",
                "a",
                "-show_data_hash",
                "md5",
                "-show_entries",
                "packet=data_hash")
            .stream()
            .filter(line -> line.startsWith("MD5:"))
            .map(line -> line.split(",", -1)[0])
            .toList();
    assertThat(hashes).hasSizeGreaterThan(10);
    return hashes;
  }

  private String decoded(Path file) throws IOException, InterruptedException {
    return Tools.ffmpeg(folder, "-i", file.toString(), "-map", "0:a", "-f", "md5", "-");
  }

  @Test
  void fragmentedMp4_isReadAsASource() throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg");
    List<LvcPacket> packets = MediaSamples.packets(60, NTSC, 1);
    Path file = learned("mov", packets);
    Path fragmented = folder.resolve("fragmented.mov");
    Tools.ffmpeg(
        folder,
        "-i",
        file.toString(),
        "-map",
        "0",
        "-c",
        "copy",
        "-movflags",
        "frag_keyframe+empty_moov",
        fragmented.toString());

    try (PacketSource source = Containers.open(fragmented)) {
      assertThat(source.frames()).hasSameSizeAs(packets);
      for (int i = 0; i < packets.size(); i++) {
        assertThat(source.read(i).orElseThrow().bytes()).isEqualTo(packets.get(i).bytes());
        assertThat(source.frames().get(i).isKey()).isEqualTo(packets.get(i).isKey());
      }
    }
    Path mkv = folder.resolve("again.mkv");
    MediaSamples.write(mkv, packets, NTSC, Companions.of(fragmented));
    assertThat(MediaSamples.joined(MediaSamples.read(mkv, 1)))
        .isEqualTo(MediaSamples.joined(MediaSamples.read(folder.resolve("sound.mp4"), 0)));
    same(mkv, packets);
  }

  @Test
  void copiedSound_isInTimeEverywhere() throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg");
    List<LvcPacket> packets = MediaSamples.packets(60, NTSC, 1);
    for (String extension : List.of("mkv", "mp4", "mov")) {
      Path file = learned(extension, packets);
      same(file, packets);
      sameSound(file, folder.resolve("sound.mp4"));
    }
  }
}
