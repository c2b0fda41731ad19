package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The video bench as a command, where FFmpeg is installed. */
final class VideoBenchTest {
  private static final int FRAMES = 7;
  @TempDir Path folder;
  @TempDir Path results;

  @BeforeEach
  void requireFfmpeg() throws IOException {
    assumeTrue(
        Programs.isInstalled("ffmpeg") && Programs.isInstalled("ffprobe"), "ffmpeg is installed");
    TestVideos.y4m(TestVideos.frames(96, 80, FRAMES), folder.resolve("pan.y4m"));
  }

  private static boolean has(VideoPeer peer) {
    try {
      peer.rehearse();
      return true;
    } catch (IOException e) {
      return false; // an FFmpeg without this encoder
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x264-veryfast, low-delay, 3",
    "x264-medium, long-gop, 0",
    "x265-ultrafast, low-delay, 3",
    "x265-ultrafast, long-gop, 0"
  })
  void peersPutKeyFramesWhereTheyAreAskedFor_andRatesFall(String name, String protocol, int gop)
      throws IOException {
    try (ScratchFolder scratch = ScratchFolder.make()) {
      Ffmpeg ffmpeg = Ffmpeg.in(scratch);
      Path file = folder.resolve("pan.y4m");
      VideoPeer peer = VideoPeer.named(name, ffmpeg);
      assumeTrue(has(peer), name);
      Path rgb = scratch.file("reference.rgb");
      ffmpeg.decode(file, OptionalInt.empty(), rgb);
      Ffmpeg.VideoStream stream = ffmpeg.probe(file);
      assertThat(stream).isEqualTo(new Ffmpeg.VideoStream(96, 80, "yuv420p", 25, 1));
      try (VideoClip clip = new VideoClip("pan", file, stream, RgbFrames.open(rgb, 96, 80))) {
        VideoProtocol wanted = new VideoProtocol(protocol, gop);
        VideoTrial fine = peer.run(clip, 15, wanted);
        VideoTrial coarse = peer.run(clip, 35, wanted);
        assertThat(fine.frames()).hasSize(FRAMES);
        List<Integer> keys =
            IntStream.range(0, FRAMES).filter(i -> fine.frames().get(i).isKey()).boxed().toList();
        assertThat(keys).isEqualTo(gop == 0 ? List.of(0) : List.of(0, 3, 6));
        assertThat(coarse.bytes()).isLessThan(fine.bytes());
        assertThat(coarse.psnr()).isLessThan(fine.psnr());
        assertThat(fine.psnr()).isGreaterThan(35);
        assertThat(fine.bytes()).isLessThan(fine.fileBytes());
      }
    }
  }

  @Test
  void rgbFramesAreThoseOfTheFile() throws IOException {
    byte[] bytes = new byte[2 * 3 * 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (250 + i);
    }
    Path file = Files.write(results.resolve("two.rgb"), bytes);
    try (RgbFrames frames = RgbFrames.open(file, 2, 1)) {
      assertThat(frames.count()).isEqualTo(2);
      Picture second = frames.read(1);
      assertThat(second.plane(0)).containsExactly(0, 3);
      assertThat(second.plane(2)).containsExactly(2, 5);
    }
  }

  @Test
  void everyMeasurementIsInTheJsonFile() throws IOException {
    Files.writeString(folder.resolve("broken.mkv"), "no video");
    Path json = results.resolve("bench.json");
    Path html = results.resolve("bench.html");
    ToolRun run =
        ToolRun.of(
            "video",
            "bench",
            folder,
            "--frames",
            5,
            "--gop",
            4,
            "--qualities",
            "20,50",
            "--qualities",
            "x264-ultrafast=20,30",
            "--peers",
            "x264-ultrafast",
            "--models",
            "tiny-video",
            "--packs",
            TestVideos.PACK,
            "--json",
            json,
            "--html",
            html);
    assertThat(run.status()).isZero();
    assertThat(run.err().lines()).singleElement().asString().contains("left out: ", "broken.mkv");
    assertThat(run.out()).startsWith("pan.y4m: 96x80, 5 frames, 25.0 frames/s, yuv420p");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.at("/packs/0/id").asText()).isEqualTo("tiny-video");
    assertThat(report.at("/packs/1/id").asText()).isEqualTo("photo");
    assertThat(report.get("left_out")).hasSize(1);
    assertThat(report.get("codecs"))
        .extracting(codec -> codec.get("name").asText())
        .containsExactly("lic", "lic-intra", "x264-ultrafast");
    JsonNode measurements = report.at("/videos/0/measurements");
    assertThat(measurements).hasSize(6);
    for (JsonNode measurement : measurements) {
      assertThat(measurement.get("frames")).hasSize(5);
      boolean intra = measurement.get("codec").asText().equals("lic-intra");
      assertThat(measurement.at("/frames/3/key").asBoolean()).isEqualTo(intra);
      assertThat(measurement.at("/frames/4/key").asBoolean()).isTrue();
      assertThat(measurement.at("/predicted/frames").asInt()).isEqualTo(3);
      assertThat(measurement.get("encode_seconds").asDouble()).isPositive();
      assertThat(measurement.at("/all/bpp").asDouble())
          .isCloseTo(8.0 * measurement.get("bytes").asLong() / (96 * 80 * 5), within(1e-12));
    }
    assertThat(Files.readString(html)).contains("pan.y4m", "lic-intra", "Chart.js");
  }

  @Test
  void folderWithoutVideosFails() throws IOException {
    ToolRun run = ToolRun.of("video", "bench", results);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("has no video");
  }
}
