package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.licorice.codec.Picture;
import io.licorice.metrics.Psnr;
import io.licorice.video.TimeBase;
import io.licorice.video.container.MediaInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** The commands for videos, with a little pack. */
final class VideoCommandTest {
  private static final int WIDTH = 90;
  private static final int HEIGHT = 70;
  private static final int FRAMES = 9;
  @TempDir Path folder;
  private Path original;
  private Path coded;

  @BeforeEach
  void names() {
    original = folder.resolve("frames");
    coded = folder.resolve("coded.lvc");
  }

  private static ToolRun video(String command, Object... arguments) {
    Object[] all = {"video", command};
    Object[] packs = {"--packs", TestVideos.PACK};
    return ToolRun.of(
        Stream.of(all, arguments, command.equals("info") ? new Object[0] : packs)
            .flatMap(Arrays::stream)
            .toArray());
  }

  private ToolRun encode(Object... flags) {
    return video(
        "encode",
        Stream.concat(Stream.of(original, coded, "--model", "tiny-video"), Stream.of(flags))
            .toArray());
  }

  private JsonNode encodeFolder(Object... flags) throws IOException {
    if (!Files.exists(original)) {
      TestVideos.folder(TestVideos.frames(WIDTH, HEIGHT, FRAMES), original);
    }
    ToolRun run = encode(Stream.concat(Stream.of(flags), Stream.of("--json")).toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return run.json();
  }

  @Test
  void familyIsChosenByItsName() throws IOException {
    TestVideos.folder(TestVideos.frames(WIDTH, HEIGHT, 3), original);
    Path packs = TestVideos.PACK.getParent();
    ToolRun run =
        ToolRun.of(
            "video", "encode", original, coded, "--model", "fvc", "--packs", packs, "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.json().get("model").asText()).endsWith("-fvc");
    Path out = folder.resolve("decoded");
    assertThat(ToolRun.of("video", "decode", coded, out, "--packs", packs).status()).isZero();
    assertThat(pictures(out)).hasSize(3);
  }

  private List<Picture> decoded(Object... flags) throws IOException {
    Path out = folder.resolve("decoded" + flags.length);
    ToolRun run = video("decode", Stream.concat(Stream.of(coded, out), Stream.of(flags)).toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return pictures(out);
  }

  private static List<Picture> pictures(Path folder) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        pictures.add(PictureFiles.read(file, warning -> {}));
      }
    }
    return pictures;
  }

  @Test
  void encodeTellsOfTheFileAndOfEveryFrame() throws IOException {
    JsonNode json = encodeFolder("-q", 40, "--gop", 4, "--no-scene-cuts", "--rate", "30000/1001");
    assertThat(json.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "bytes",
            "frame_bytes",
            "bpp",
            "bits_per_second",
            "psnr",
            "frames",
            "key_frames",
            "seconds",
            "frames_per_second",
            "encode_seconds",
            "encode_frames_per_second",
            "device",
            "model",
            "model_hash",
            "width",
            "height",
            "tracks_copied",
            "warnings",
            "per_frame");
    assertThat(json.get("bytes").asLong()).isEqualTo(Files.size(coded));
    assertThat(json.get("frames").asInt()).isEqualTo(FRAMES);
    assertThat(json.get("key_frames").asInt()).isEqualTo(3);
    assertThat(json.get("frames_per_second").asDouble()).isCloseTo(29.97003, within(1e-4));
    assertThat(json.get("model").asText()).isEqualTo("tiny-video");
    JsonNode frames = json.get("per_frame");
    assertThat(frames).hasSize(FRAMES);
    assertThat(frames.get(5).properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("number", "timestamp", "bytes", "key", "psnr", "quality");
    assertThat(frames.get(5).get("timestamp").asDouble()).isCloseTo(5 * 1001 / 30e3, within(1e-9));
    assertThat(frames.get(4).get("key").asBoolean()).isTrue();
    assertThat(frames.get(5).get("key").asBoolean()).isFalse();
    assertThat(frames.get(5).get("quality").asDouble()).isEqualTo(36);
    assertThat(frames.get(6).get("quality").asDouble()).isEqualTo(42);
    long bytes = 0;
    double psnr = 0;
    for (JsonNode frame : frames) {
      bytes += frame.get("bytes").asLong();
      psnr += frame.get("psnr").asDouble() / FRAMES;
    }
    assertThat(json.get("frame_bytes").asLong()).isEqualTo(bytes).isLessThan(Files.size(coded));
    assertThat(json.get("psnr").asDouble()).isCloseTo(psnr, within(1e-9));
    assertThat(json.get("bpp").asDouble()).isEqualTo(8.0 * bytes / (WIDTH * HEIGHT * FRAMES));
  }

  @Test
  void decodedFramesAreThoseThatTheEncoderMeasured() throws IOException {
    JsonNode json = encodeFolder("--gop", 5);
    List<Picture> before = TestVideos.frames(WIDTH, HEIGHT, FRAMES);
    List<Picture> after = decoded();
    assertThat(after).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      assertThat(Psnr.of(before.get(i), after.get(i)))
          .isEqualTo(json.at("/per_frame/" + i + "/psnr").asDouble());
    }
    assertThat(decoded("--from", 6, "--frames", 2)).isEqualTo(after.subList(6, 8));
    assertThat(decoded("--frames", 1000)).isEqualTo(after);
  }

  @Test
  void y4mGoesThroughLvcAndComesBack() throws IOException {
    original = TestVideos.y4m(TestVideos.frames(71, 53, 5), folder.resolve("film.y4m"));
    ToolRun run = encode("--frames", 4);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .startsWith(coded + ": " + Files.size(coded) + " bytes, ")
        .contains("kbit/s", "PSNR", " 4 frames (1 key frames) of 71x53", "model tiny-video");
    JsonNode info = video("info", coded, "--json").json();
    assertThat(info.get("shared_colour_frames").asInt()).isEqualTo(4);
    Path again = folder.resolve("again.y4m");
    JsonNode json = video("decode", coded, again, "--json").json();
    assertThat(json.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "width",
            "height",
            "frames",
            "decode_seconds",
            "frames_per_second",
            "device",
            "warnings");
    assertThat(json.get("frames").asInt()).isEqualTo(4);
    assertThat(json.get("warnings")).isEmpty();
    MediaInput media = MediaInput.open(again);
    assertThat(media.video().orElseThrow().width()).isEqualTo(71);
    assertThat(media.video().orElseThrow().framesPerSecond()).hasValue(25);
    ToolRun refused = video("decode", coded, again);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).endsWith(again + " exists; use -f to replace it.\n");
    assertThat(video("decode", coded, again, "-f", "--full-chroma").status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lvc", "mkv", "mp4", "mov"})
  void infoTellsWhatWasCoded(String suffix) throws IOException {
    coded = folder.resolve("coded." + suffix);
    JsonNode told = encodeFolder("--gop", 4, "--no-scene-cuts");
    ToolRun run = video("info", coded, "--json");
    assertThat(run.err()).isEmpty();
    JsonNode json = run.json();
    assertThat(json.get("width").asInt()).isEqualTo(WIDTH);
    assertThat(json.get("height").asInt()).isEqualTo(HEIGHT);
    assertThat(json.get("frames").asInt()).isEqualTo(FRAMES);
    assertThat(json.get("key_frames").asInt()).isEqualTo(3);
    assertThat(json.get("shared_colour_frames").asInt()).isZero();
    assertThat(json.get("seconds").asDouble()).isCloseTo(FRAMES / 25.0, within(0.002));
    assertThat(json.get("frames_per_second").asDouble()).isCloseTo(25, within(0.1));
    assertThat(json.get("model").asText()).isEqualTo("tiny-video");
    assertThat(told.get("model_hash").asText()).startsWith(json.get("model_hash").asText());
    assertThat(json.get("bytes").asLong()).isEqualTo(Files.size(coded));
    assertThat(json.get("frame_bytes").asLong()).isEqualTo(told.get("frame_bytes").asLong());
    assertThat(json.get("bpp").asDouble()).isEqualTo(told.get("bpp").asDouble());
    assertThat(json.get("lost_frames").asInt()).isZero();
    assertThat(json.get("tracks")).isEmpty();
    assertThat(video("info", coded).out()).containsPattern("\nkey frames +3\n");
    assertThat(decoded()).hasSize(FRAMES);
    ToolRun again = video("encode", coded, folder.resolve("again.mkv"), "--model", "tiny-video");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err().lines())
        .singleElement()
        .asString()
        .contains(coded + " is coded by lic already");
  }

  @Test
  void damageIsAWarningAndTheRestIsDecoded() throws IOException {
    JsonNode told = encodeFolder("--gop", 3, "--no-scene-cuts");
    List<Picture> intact = decoded();
    byte[] bytes = Files.readAllBytes(coded);
    int third = 0;
    for (int i = 0; i < 4; i++) {
      third += told.at("/per_frame/" + i + "/bytes").asInt();
    }
    // In the frame after the second key frame, whose bytes begin a little behind this sum.
    bytes[third + told.at("/per_frame/4/bytes").asInt() / 2 + 60] ^= 0x55;
    Files.write(coded, bytes);
    Path out = folder.resolve("rest");
    ToolRun run = video("decode", coded, out, "--json");
    assertThat(run.status()).isZero();
    assertThat(run.json().get("warnings")).isNotEmpty();
    for (JsonNode warning : run.json().get("warnings")) {
      assertThat(run.err()).contains(warning.asText());
    }
    assertThat(run.err()).contains("frame ");
    List<Picture> rest = pictures(out);
    assertThat(rest).hasSize(FRAMES);
    assertThat(rest.subList(0, 3)).isEqualTo(intact.subList(0, 3));
    assertThat(rest.subList(6, FRAMES)).isEqualTo(intact.subList(6, FRAMES));
    assertThat(rest.subList(3, 6)).isNotEqualTo(intact.subList(3, 6));
  }

  @Test
  void outputThatExistsIsKept() throws IOException {
    TestVideos.folder(TestVideos.frames(40, 30, 2), original);
    Files.writeString(coded, "precious");
    ToolRun run = encode();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("coded.lvc exists; use -f to replace it.");
    assertThat(coded).hasContent("precious");
    assertThat(encode("-f").status()).isZero();
    assertThat(video("info", coded, "--json").json().get("frames").asInt()).isEqualTo(2);
  }

  @Test
  void failureLeavesNothingBehind() throws IOException {
    List<Picture> frames = new ArrayList<>(TestVideos.frames(40, 30, 3));
    frames.add(TestPictures.photo(41, 30, 3, 1));
    TestVideos.folder(frames, original);
    ToolRun run = encode();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().startsWith("lic video encode: ");
    assertThat(folder.toFile().list()).containsExactly("frames");
  }

  @ParameterizedTest
  @CsvSource({
    "encode a.y4m b.xyz, 'b.xyz should end in .lvc, .mkv, .mp4 or .mov'",
    "encode a.y4m b.y4m, 'b.y4m should end in .lvc'",
    "encode a.y4m b, 'b should end in .lvc'",
    "encode a.y4m b.lvc -q 101, 'quality 0 to 100 expected'",
    "encode a.y4m b.lvc -q 5 --bitrate 5k, 'mutually exclusive'",
    "encode a.y4m b.lvc --bitrate fast, 'bits a second expected, such as'",
    "encode a.y4m b.lvc --bitrate 0, 'bit rate above 0 expected'",
    "encode a.y4m b.lvc --rate 0, 'frames a second above 0 expected, found 0'",
    "encode a.y4m b.lvc --rate fast, 'frames a second expected, such as'",
    "encode a.y4m b.lvc --gop 0, 'at least 1 frame expected'",
    "encode a.y4m b.lvc --frames 0, '--frames: at least 1 expected'",
    "encode a.y4m b.lvc --key-advance 101, 'points expected'",
    "encode a.y4m b.lvc --cascade -1, 'cascade of 0 to 50 points expected'",
    "decode a.lvc b.lvc, 'b.lvc should end in .mp4'",
    "decode a.lvc b.y4m --from -1, '--from: at least 0 expected'",
    "decode a.lvc b.mkv --crf 52, '--crf: 0 to 51 expected'",
    "bench . --protocol other, 'low-delay or long-gop expected, found other'",
    "bench . --protocol long-gop --gop 5, '--gop goes with low-delay'",
    "bench . --peers x264-best, 'x264-PRESET or x265-PRESET expected, found x264-best'",
    "bench . --peers x264-slow --peers x264-slow, 'every name once expected'",
    "bench . --gop 0, '--gop: at least 1 expected'"
  })
  void wrongUsageIsToldBeforeAnyFileIsRead(String line, String sentence) {
    ToolRun run = ToolRun.of((Object[]) ("video " + line).split(" ", -1));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().contains(sentence);
  }

  @Test
  void videoAloneNamesItsCommands() {
    ToolRun run = ToolRun.of("video");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("a command is expected: encode, decode, info, bench");
  }

  @Test
  void modelsThatAreNotThereAreRefusedWithThoseThatAre() throws IOException {
    TestVideos.folder(TestVideos.frames(40, 30, 2), original);
    ToolRun run = video("encode", original, coded, "--model", "nosuch");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("there is no video model 'nosuch'; there is ")
        .contains("mlvc (pack tiny-video)");
    assertThat(coded).doesNotExist();
  }

  @Test
  void filesThatCannotBeMeantAreNamedInOneSentence() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.lvc"), "not a video");
    for (ToolRun run :
        List.of(
            video("info", text),
            video("decode", text, folder.resolve("a.y4m")),
            video("encode", text, coded, "--model", "tiny-video"))) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).singleElement().asString().contains("notes.lvc");
    }
    Path missing = folder.resolve("missing.mkv");
    for (ToolRun run :
        List.of(
            video("info", missing),
            video("decode", missing, folder.resolve("a.y4m")),
            video("encode", missing, coded, "--model", "tiny-video"))) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().lines()).singleElement().asString().endsWith("does not exist.");
    }
    assertThat(folder.toFile().list()).containsExactly("notes.lvc");
  }

  @Test
  void soundIsCopied_andLeftOutOfLvcWithAWord() throws IOException {
    assumeTrue(Programs.isInstalled("ffmpeg"), "ffmpeg makes the sound");
    Path y4m = TestVideos.y4m(TestVideos.frames(64, 48, 5), folder.resolve("film.y4m"));
    original = folder.resolve("film.mkv");
    Programs.run(
        folder.resolve("log"),
        List.of(
            "ffmpeg",
            "-i",
            y4m.toString(),
            "-f",
            "lavfi",
            "-i",
            "sine=duration=0.2",
            "-c:v",
            "mpeg4",
            "-c:a",
            "flac",
            "-y",
            original.toString()));
    ToolRun alone = encode();
    assumeTrue(!alone.err().contains("Humble Video"), "Humble Video runs here");
    assertThat(alone.status()).isZero();
    assertThat(alone.err().lines()).singleElement().asString().contains("sound and subtitles");
    assertThat(encode("-f", "--no-audio").err()).isEmpty();
    coded = folder.resolve("coded.mkv");
    JsonNode json = encode("--json").json();
    assertThat(json.get("tracks_copied").asInt()).isEqualTo(1);
    JsonNode tracks = video("info", coded, "--json").json().get("tracks");
    assertThat(tracks).hasSize(1);
    assertThat(tracks.get(0).get("kind").asText()).isEqualTo("audio");
    assertThat(tracks.get(0).get("codec").asText()).isEqualTo("flac");
    assertThat(encode("-f", "--track", 1).err())
        .contains("has no video track 1; its tracks are 0 (video, ", "1 (audio, flac)");
  }

  @ParameterizedTest
  @CsvSource({
    "25, 1, 25",
    "29.97, 100, 2997",
    "30000/1001, 1001, 30000",
    "50/2, 1, 25",
    "0.5, 2, 1",
    "12.50, 2, 25"
  })
  void framesASecondAreAFraction(String text, int numerator, int denominator) {
    assertThat(new FrameRate().convert(text)).isEqualTo(new TimeBase(numerator, denominator));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0/5", "5/0", "-3", "1e3", "25 fps", "1/2/3", "NaN"})
  void whatIsNoFrameRateIsRefused(String text) {
    assertThatThrownBy(() -> new FrameRate().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @CsvSource({"800000, 800000", "800k, 800000", "2.5M, 2500000", "0.5k, 500"})
  void bitRatesHaveSuffixes(String text, double bits) {
    assertThat(new BitRate().convert(text)).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "800K", "5G", "-1", "1e6", "NaN"})
  void whatIsNoBitRateIsRefused(String text) {
    assertThatThrownBy(() -> new BitRate().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }
}
