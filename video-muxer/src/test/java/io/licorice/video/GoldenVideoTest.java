package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A file that an earlier build wrote still decodes to the same samples. A failure means that the
 * format or a bundled pack has changed. If that was on purpose:
 *
 * <pre>{@code
 * ./mvnw -pl video-muxer -am test -Dtest=GoldenVideoTest -Dlicorice.update-golden=true \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * <p>Without the files, which the first bundled pack for video brings, nothing is tested.
 */
class GoldenVideoTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", ".")).resolve("src/test/resources/io/licorice/golden");
  private static final Path FILE = FOLDER.resolve("video.lvc");
  private static final Path SUMS = FOLDER.resolve("video.txt");

  @BeforeAll
  static void update_ifAsked() throws IOException {
    if (Boolean.getBoolean("licorice.update-golden")) {
      Files.createDirectories(FOLDER);
      write();
      Files.writeString(SUMS, sums());
    }
  }

  /** Two scenes with a cut between them, the second of half the colour. */
  private static List<Picture> pictures() {
    List<Picture> pictures = new ArrayList<>(Clips.scenes(4, 72, 50, 2));
    pictures.subList(4, 8).replaceAll(picture -> Clips.halfColour(picture, 0.299, 0.114));
    return pictures;
  }

  private static void write() throws IOException {
    VideoEncodeOptions options = VideoEncodeOptions.builder().quality(40).keyInterval(5).build();
    try (VideoEncoder encoder =
            new VideoEncoder(LicCodec.shared(), options, 72, 50, new TimeBase(1001, 30_000));
        LvcWriter writer = LvcWriter.create(FILE, encoder.configuration(), encoder.timeBase())) {
      for (Picture picture : pictures()) {
        TimedFrame frame = new TimedFrame(picture, encoder.totals().frames(), 1);
        writer.write(encoder.encode(frame, CodecListener.SILENT));
      }
      writer.finish();
    }
  }

  /** A check sum for each frame. */
  private static String sums() throws IOException {
    Coding.Listener listener = new Coding.Listener();
    StringBuilder sums = new StringBuilder();
    byte[] file = Files.readAllBytes(FILE);
    try (LvcVideo video = LvcVideo.open(ByteSource.of(file), LicCodec.shared())) {
      for (int i = 0; i < video.count(); i++) {
        CRC32C crc = new CRC32C();
        Picture frame = video.read(i, listener);
        for (int c = 0; c < 3; c++) {
          for (short sample : frame.plane(c)) {
            crc.update(sample);
          }
        }
        String kind = video.time(i).isKey() ? "key" : "predicted";
        sums.append(HexFormat.of().toHexDigits((int) crc.getValue()) + " " + kind + "\n");
      }
    }
    assertThat(listener.warnings).isEmpty();
    return sums.toString();
  }

  @Test
  void goldenFile_decodesAsItDid() throws IOException {
    assumeTrue(Files.exists(FILE), "there is no bundled pack for video yet");
    assertThat(sums()).isEqualTo(Files.readString(SUMS));
  }
}
