package io.licorice.video.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.Picture;
import io.licorice.video.FrameSink;
import io.licorice.video.FrameSource;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames in y4m files and folders, which need no library. */
class FrameFilesTest {
  @TempDir Path folder;

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
  @CsvSource({"64, 48, FULL, 50", "63, 47, FULL, 50", "64, 48, HALF, 32", "63, 47, HALF, 32"})
  void y4m_keepsPictures(int width, int height, FrameSinks.Chroma chroma, double psnr)
      throws IOException {
    Path file = folder.resolve("clip.y4m");
    TimeBase time = new TimeBase(1001, 30000);
    MediaSamples.write(FrameSinks.y4m(file, width, height, time, chroma), width, height, 5, 1);

    MediaInput input = MediaInput.open(file);
    assertThat(input.video().orElseThrow().framesPerSecond().orElseThrow())
        .isEqualTo(30000 / 1001.0);
    List<TimedFrame> frames = frames(file);
    assertThat(frames).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(frames.get(i).timestamp()).isEqualTo(i);
      assertThat(MediaSamples.psnr(frames.get(i).picture(), MediaSamples.picture(width, height, i)))
          .isGreaterThan(psnr);
    }
  }

  @Test
  void y4mOfHalfColours_changesHardlyWhenItIsWrittenAgain() throws IOException {
    Path one = folder.resolve("one.y4m");
    Path other = folder.resolve("other.y4m");
    FrameSinks.Chroma half = FrameSinks.Chroma.HALF;
    MediaSamples.write(FrameSinks.y4m(one, 64, 48, MediaSamples.RATE, half), 64, 48, 3, 1);
    try (FrameSource source = MediaInput.open(one).frames();
        FrameSink sink = FrameSinks.y4m(other, 64, 48, MediaSamples.RATE, half)) {
      for (Optional<TimedFrame> f = source.next(); f.isPresent(); f = source.next()) {
        sink.write(f.get());
      }
      sink.finish();
    }

    byte[] a = Files.readAllBytes(one);
    byte[] b = Files.readAllBytes(other);
    assertThat(b).hasSameSizeAs(a);
    for (int i = 0; i < a.length; i++) {
      assertThat(Math.abs((a[i] & 0xFF) - (b[i] & 0xFF))).isLessThan(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "C420jpeg, 255, 8",
    "C422, 255, 16",
    "C444, 255, 32",
    "Cmono, 255, 0",
    "C444 XCOLORRANGE=FULL, 235, 32"
  })
  void white_isWhatTheRangeSays(String colours, int white, int chroma) throws IOException {
    Path file = folder.resolve("gray.y4m");
    byte[] head =
        ("YUV4MPEG2 W4 H4 F25:1 " + colours + "\nFRAME\n").getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = java.util.Arrays.copyOf(head, head.length + 16 + chroma);
    java.util.Arrays.fill(bytes, head.length, head.length + 16, (byte) 235);
    java.util.Arrays.fill(bytes, head.length + 16, bytes.length, (byte) 128);
    Files.write(file, bytes);

    Picture picture = frames(file).get(0).picture();
    for (int c = 0; c < 3; c++) {
      assertThat(picture.plane(c)).containsOnly((short) white);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "YUV4MPEG2 W4 H4 F25:1 C420p10; kind '420p10'",
        "YUV4MPEG2 W0 H4 F25:1; 0x4 pixels",
        "YUV4MPEG2 W99999 H4 F25:1; no number up to 16384",
        "YUV4MPEG2 W4 H4 F25:1; the file ends",
      })
  void headersThatMakeNoSense_areTold(String header, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.y4m"), header + "\nFRAME\nabc");

    assertThatThrownBy(() -> frames(file))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void folders_areReadInNaturalOrderAtTheGivenRate() throws IOException {
    Path frames = folder.resolve("frames");
    MediaSamples.write(FrameSinks.folder(frames), 20, 10, 11, 1);
    for (int i = 1; i <= 11; i++) {
      Files.move(
          frames.resolve("frame-%06d.png".formatted(i)), frames.resolve("shot " + i + ".png"));
    }
    Files.writeString(frames.resolve("notes.txt"), "no picture");

    try (FrameSource source = MediaInput.open(frames, new TimeBase(1, 12)).frames()) {
      assertThat(source.timeBase()).isEqualTo(new TimeBase(1, 12));
      assertThat(source.frameCount()).hasValue(11);
    }
    List<TimedFrame> read = frames(frames);
    for (int i = 0; i < 11; i++) {
      assertThat(read.get(i).picture()).isEqualTo(MediaSamples.picture(20, 10, i));
    }
  }

  @Test
  void aFolderIsThereWholeOrNotAtAll() throws IOException {
    Path frames = folder.resolve("frames");
    try (FrameSink sink = FrameSinks.folder(frames)) {
      sink.write(new TimedFrame(MediaSamples.picture(20, 10, 0), 0, 1));
      assertThat(frames).doesNotExist();
    }
    assertThat(folder).isEmptyDirectory();
    Files.createDirectory(frames);
    Files.writeString(frames.resolve("mine.txt"), "keep");
    assertThatThrownBy(() -> FrameSinks.folder(frames)).hasMessageContaining("not empty");
  }

  @Test
  void framesOfAnotherSize_areTheCallersMistake() throws IOException {
    try (FrameSink sink =
        FrameSinks.y4m(folder.resolve("a.y4m"), 8, 8, MediaSamples.RATE, FrameSinks.Chroma.FULL)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sink.write(new TimedFrame(MediaSamples.picture(9, 8, 0), 0, 1)));
    }
  }

  @Test
  void numbersInNames_areOrderedByValue() {
    List<String> names =
        new ArrayList<>(List.of("f10.png", "f9.png", "f009b.png", "a.png", "f1.png", "f.png"));
    names.sort(new NaturalOrder());
    assertThat(names).containsExactly("a.png", "f1.png", "f9.png", "f009b.png", "f10.png", "f.png");
  }
}
