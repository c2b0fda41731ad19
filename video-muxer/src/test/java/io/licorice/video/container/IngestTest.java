package io.licorice.video.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.licorice.codec.Picture;
import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ordinary videos that come in and go out, on machines that Humble Video has natives for. */
class IngestTest {
  @TempDir Path folder;

  @BeforeAll
  static void needsNatives() {
    try {
      MediaLibrary.load();
    } catch (IOException e) {
      assumeTrue(false, e.getMessage());
    }
  }

  private static List<TimedFrame> frames(Path path) throws IOException {
    List<TimedFrame> frames = new ArrayList<>();
    try (FrameSource source = MediaInput.open(path).frames()) {
      for (Optional<TimedFrame> f = source.next(); f.isPresent(); f = source.next()) {
        frames.add(f.get());
      }
    }
    return frames;
  }

  @ParameterizedTest
  @CsvSource({
    "mkv, 96, 64, 1, 25, 1",
    "mp4, 96, 64, 1, 25, 1",
    "mov, 96, 64, 1001, 30000, 1",
    "mkv, 95, 63, 1001, 30000, 1",
    "mp4, 96, 64, 1, 1000, 40"
  })
  void whatIsEncoded_isDecodedInTime(
      String extension, int width, int height, int numerator, int denominator, int ticks)
      throws IOException {
    TimeBase time = new TimeBase(numerator, denominator);
    Path file = folder.resolve("clip." + extension);
    MediaSamples.write(
        FrameSinks.h264(file, width, height, time, Companions.none(), FrameSinks.DEFAULT_CRF),
        width,
        height,
        30,
        ticks);

    MediaTrack track = MediaInput.open(file).video().orElseThrow();
    assertThat(track.codec()).isEqualTo("h264");
    assertThat(track.width()).isEqualTo(width);
    assertThat(track.framesPerSecond().orElseThrow())
        .isCloseTo(1 / time.seconds(ticks), within(1e-3));
    List<TimedFrame> frames = frames(file);
    assertThat(frames).hasSize(30);
    TimeBase read;
    try (FrameSource source = MediaInput.open(file).frames()) {
      read = source.timeBase();
      assertThat(source.frameCount()).hasValue(30);
    }
    for (int i = 0; i < 30; i++) {
      TimedFrame frame = frames.get(i);
      assertThat(read.seconds(frame.timestamp()))
          .isCloseTo(time.seconds((long) i * ticks), within(1e-9));
      assertThat(read.seconds(frame.duration())).isCloseTo(time.seconds(ticks), within(1e-9));
      assertThat(MediaSamples.psnr(frame.picture(), MediaSamples.picture(width, height, i)))
          .isGreaterThan(31);
    }
  }

  @Test
  void framesThatShareATime_areKept() throws IOException {
    Path file = folder.resolve("clip.mkv");
    MediaSamples.write(
        FrameSinks.h264(file, 96, 64, MediaSamples.RATE, Companions.none(), 20), 96, 64, 6, 1);
    byte[] bytes = Files.readAllBytes(file);
    int third = blockAt(bytes, 80);
    bytes[third] = 40;
    Files.write(file, bytes);

    List<TimedFrame> frames = frames(file);

    assertThat(frames).hasSize(6);
    for (int i = 1; i < 6; i++) {
      assertThat(frames.get(i).timestamp()).isGreaterThan(frames.get(i - 1).timestamp());
    }
    assertThat(MediaSamples.psnr(frames.get(2).picture(), MediaSamples.picture(96, 64, 2)))
        .isGreaterThan(31);
  }

  /** Where the low byte of a block's time in milliseconds stands. */
  private static int blockAt(byte[] bytes, int time) {
    int found = -1;
    for (int i = 2; i + 1 < bytes.length; i++) {
      if (bytes[i - 2] == (byte) 0x81 && bytes[i - 1] == 0 && bytes[i] == time) {
        assertThat(found).isEqualTo(-1);
        found = i;
      }
    }
    assertThat(found).isPositive();
    return found;
  }

  @ParameterizedTest
  @CsvSource({"mkv", "mp4"})
  void soundGoesWithAnEncodedVideo(String extension) throws IOException {
    Path source = folder.resolve("source.mkv");
    List<MediaPacket> sound = MediaSamples.aacPackets(1, 0);
    MediaSamples.source(source, List.of(MediaSamples.aac(0)), List.of(sound));
    Path file = folder.resolve("clip." + extension);
    MediaSamples.write(
        FrameSinks.h264(file, 96, 64, MediaSamples.RATE, Companions.of(source), 20), 96, 64, 50, 1);

    assertThat(MediaSamples.joined(MediaSamples.read(file, 1)))
        .isEqualTo(MediaSamples.joined(sound));
    assertThat(frames(file)).hasSize(50);
  }

  @ParameterizedTest
  @CsvSource({
    "yuv420p, 96x64, '', bt601",
    "yuv420p, 1280x720, '', bt709",
    "yuv420p, 96x64, -colorspace bt709, bt709",
    "yuvj420p, 96x64, '', bt601",
    "yuv422p, 96x64, '', bt601",
    "yuv444p, 95x63, '', bt601",
    "gray, 96x64, '', bt601"
  })
  void colours_areThoseOfFfmpeg(String format, String size, String tags, String matrix)
      throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg");
    Path file = folder.resolve("clip.mkv");
    List<String> options =
        new ArrayList<>(
            List.of("-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=25:duration=0.2"));
    options.addAll(List.of("-pix_fmt", format, "-c:v", "libx264"));
    options.addAll(List.of("-qp", "20"));
    if (!tags.isEmpty()) {
      options.addAll(List.of(tags.split(" ")));
    }
    options.add(file.toString());
    Tools.ffmpeg(folder, options.toArray(String[]::new));
    Path raw = folder.resolve("clip.rgb");
    Tools.ffmpeg(
        folder,
        "-i",
        file.toString(),
        "-vf",
        format.equals("gray") ? "null" : "scale=in_color_matrix=" + matrix + ":flags=neighbor",
        "-pix_fmt",
        "rgb24",
        "-f",
        "rawvideo",
        raw.toString());
    byte[] expected = Files.readAllBytes(raw);

    List<TimedFrame> frames = frames(file);
    assertThat(frames).hasSize(5);
    int at = 0;
    for (TimedFrame frame : frames) {
      Picture picture = frame.picture();
      short[][] planes = new short[3][picture.width() * picture.height()];
      for (int i = 0; i < planes[0].length; i++) {
        for (int c = 0; c < 3; c++) {
          planes[c][i] = (short) (expected[at++] & 0xFF);
        }
      }
      Picture theirs = new Picture(picture.width(), picture.height(), 8, planes);
      assertThat(MediaSamples.psnr(picture, theirs)).isGreaterThan(45);
    }
  }

  @Test
  void rotatedVideos_comeOutUpright() throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg");
    Path plain = folder.resolve("plain.mp4");
    MediaSamples.write(
        FrameSinks.h264(plain, 96, 64, MediaSamples.RATE, Companions.none(), 12), 96, 64, 3, 1);
    Path turned = folder.resolve("turned.mp4");
    Tools.ffmpeg(
        folder,
        "-i",
        plain.toString(),
        "-metadata:s:v",
        "rotate=90",
        "-c",
        "copy",
        turned.toString());

    int rotation = MediaInput.open(turned).video().orElseThrow().rotation();
    assertThat(rotation).isIn(90, 270);
    Picture upright = frames(turned).get(0).picture();
    assertThat(upright.width()).isEqualTo(64);
    Picture expected = PictureTurner.turn(frames(plain).get(0).picture(), rotation);
    assertThat(upright).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"avi, mpeg4, libmp3lame", "flv, libx264, aac", "avi, libx264, pcm_s16le"})
  void otherContainers_areReadByHumbleWithTheirSound(String extension, String video, String audio)
      throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg", "ffprobe");
    Path file = folder.resolve("clip." + extension);
    Tools.ffmpeg(
        folder,
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=96x64:rate=25:duration=2",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:duration=2:sample_rate=44100",
        "-c:v",
        video,
        "-bf",
        "0",
        "-c:a",
        audio,
        file.toString());

    MediaInput input = MediaInput.open(file);
    assertThat(input.format()).isEqualTo(ContainerFormat.OTHER);
    assertThat(input.tracks())
        .extracting(MediaTrack::kind)
        .containsExactlyInAnyOrder(MediaTrack.Kind.VIDEO, MediaTrack.Kind.AUDIO);
    assertThat(frames(file)).hasSize(50);
    Path target = folder.resolve("target.mkv");
    MediaSamples.write(
        target,
        MediaSamples.packets(50, MediaSamples.RATE, 1),
        MediaSamples.RATE,
        Companions.of(file));
    Tools.ffmpeg(folder, "-i", target.toString(), "-map", "0:a", "-f", "null", "-");
    assertThat(MediaSamples.read(target, 1).size()).isGreaterThan(70);
  }

  @Test
  void soundThatHumbleCannotCopy_isRefusedAndNotDropped() throws IOException, InterruptedException {
    Tools.assumeInstalled("ffmpeg");
    Path file = folder.resolve("clip.ts");
    Tools.ffmpeg(
        folder,
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=96x64:rate=25:duration=2",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:duration=2:sample_rate=44100",
        "-c:v",
        "libx264",
        "-c:a",
        "aac",
        file.toString());

    assertThat(frames(file)).hasSize(50);
    assertThatThrownBy(
            () ->
                Containers.create(
                    folder.resolve("target.mkv"),
                    MediaSamples.CONFIGURATION,
                    MediaSamples.RATE,
                    Companions.of(file)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("copying the audio and subtitle tracks of clip.ts");
  }

  @Test
  void halfAnswers_areIoExceptions() throws IOException {
    Path noise = folder.resolve("noise.bin");
    byte[] bytes = new byte[5000];
    new java.util.Random(5).nextBytes(bytes);
    Files.write(noise, bytes);
    try {
      assertThat(frames(noise)).isEmpty();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("noise.bin");
    }

    Path cut = folder.resolve("cut.mp4");
    MediaSamples.write(
        FrameSinks.h264(cut, 96, 64, MediaSamples.RATE, Companions.none(), 12), 96, 64, 30, 1);
    byte[] whole = Files.readAllBytes(cut);
    java.util.Arrays.fill(whole, 200, whole.length - 2000, (byte) 0x55);
    Files.write(cut, whole);
    List<TimedFrame> read = new ArrayList<>();
    try (FrameSource source = MediaInput.open(cut).frames()) {
      for (Optional<TimedFrame> f = source.next(); f.isPresent(); f = source.next()) {
        read.add(f.get());
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("decoding video track 0 (h264)");
    }
    assertThat(read).hasSizeLessThanOrEqualTo(30);
  }
}
