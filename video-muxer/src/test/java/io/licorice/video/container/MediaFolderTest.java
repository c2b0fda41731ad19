package io.licorice.video.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.video.FrameSource;
import io.licorice.video.LvcConfiguration;
import io.licorice.video.LvcPacket;
import io.licorice.video.PacketSink;
import io.licorice.video.PacketSource;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * All files of a folder, {@code -Dlicorice.media=FOLDER}: in, through each container, and back. The
 * table goes to the test's report.
 */
@EnabledIfSystemProperty(named = "licorice.media", matches = ".+")
class MediaFolderTest {
  @TempDir Path scratch;

  @Test
  void everyFile_comesOutWithAllOfItsSoundAndSubtitles(TestReporter reporter) throws IOException {
    List<String> table = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("licorice.media")))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        through(file, table);
      }
    }
    reporter.publishEntry("media", "\n" + String.join("\n", table));
    assertThat(table).isNotEmpty();
  }

  private void through(Path file, List<String> table) throws IOException {
    List<LvcPacket> packets = new ArrayList<>();
    TimeBase timeBase;
    LvcConfiguration configuration;
    try (FrameSource source = MediaInput.open(file).frames()) {
      timeBase = source.timeBase();
      configuration = new LvcConfiguration(source.width(), source.height(), "video", 1, "");
      for (Optional<TimedFrame> f = source.next(); f.isPresent(); f = source.next()) {
        int i = packets.size();
        packets.add(
            new LvcPacket(
                new byte[20 + i % 50], f.get().timestamp(), f.get().duration(), i % 12 == 0));
      }
    }
    int carried = 0;
    for (String extension : List.of("mkv", "mp4", "mov")) {
      Path target = scratch.resolve(file.getFileName() + "." + extension);
      try (PacketSink sink =
          Containers.create(target, configuration, timeBase, Companions.of(file))) {
        for (LvcPacket packet : packets) {
          sink.write(packet);
        }
        sink.finish();
      } catch (IOException e) {
        table.add("%-40s %s refused: %s".formatted(file.getFileName(), extension, e.getMessage()));
        assertThat(e).hasMessageContaining("cannot be copied into");
        continue;
      }
      carried++;
      double video = checkVideo(target, packets, timeBase);
      table.add(
          "%-40s %s %d frames (off by %.2f ms)%s"
              .formatted(
                  file.getFileName(),
                  extension,
                  packets.size(),
                  video * 1e3,
                  checkCompanions(file, target)));
      Files.delete(target);
    }
    assertThat(carried).as("containers that carry %s", file).isPositive();
  }

  private static double checkVideo(Path target, List<LvcPacket> packets, TimeBase timeBase)
      throws IOException {
    double worst = 0;
    try (PacketSource source = Containers.open(target)) {
      assertThat(source.frames()).hasSameSizeAs(packets);
      for (int i = 0; i < packets.size(); i++) {
        LvcPacket read = source.read(i).orElseThrow();
        assertThat(read.bytes()).isEqualTo(packets.get(i).bytes());
        assertThat(read.isKey()).isEqualTo(packets.get(i).isKey());
        double off =
            source.timeBase().seconds(read.timestamp())
                - timeBase.seconds(packets.get(i).timestamp());
        worst = Math.max(worst, Math.abs(off));
      }
    }
    assertThat(worst).isLessThan(0.0011);
    return worst;
  }

  private static String checkCompanions(Path source, Path target) throws IOException {
    List<SourceTrack> before =
        MediaSamples.tracks(source).stream().filter(SourceTrack::isCompanion).toList();
    List<SourceTrack> after =
        MediaSamples.tracks(target).stream().filter(SourceTrack::isCompanion).toList();
    assertThat(after).hasSameSizeAs(before);
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < before.size(); i++) {
      List<MediaPacket> expected = packets(source, before.get(i));
      List<MediaPacket> read = packets(target, after.get(i));
      assertThat(Tools.md5(MediaSamples.joined(read)))
          .as("%s of %s", before.get(i).describe(), source)
          .isEqualTo(Tools.md5(MediaSamples.joined(expected)));
      double worst = 0;
      if (!before.get(i).codec().isPcm()) {
        assertThat(read).hasSameSizeAs(expected);
        for (int p = 0; p < read.size(); p++) {
          worst = Math.max(worst, Math.abs(read.get(p).time() - expected.get(p).time()) / 1e6);
        }
      }
      assertThat(worst).isLessThan(2);
      told.append(
          ", %s %d packets, %s, off by %.2f ms"
              .formatted(
                  before.get(i).label(),
                  read.size(),
                  Tools.md5(MediaSamples.joined(read)).substring(0, 8),
                  worst));
    }
    return told.toString();
  }

  /** The packets of a track; of text subtitles the text, without what fills gaps. */
  private static List<MediaPacket> packets(Path file, SourceTrack track) throws IOException {
    boolean isFramed =
        track.codec() == TrackCodec.TEXT && track.origin() instanceof SourceTrack.Mp4;
    List<MediaPacket> packets = new ArrayList<>();
    for (MediaPacket packet : MediaSamples.read(file, track.index())) {
      byte[] bytes = isFramed ? TextSubtitles.plain(packet.bytes()) : packet.bytes();
      if (bytes.length > 0) {
        packets.add(
            new MediaPacket(packet.track(), packet.time(), packet.duration(), true, 0, bytes));
      }
    }
    return packets;
  }
}
