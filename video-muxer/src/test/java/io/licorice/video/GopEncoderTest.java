package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GopEncoderTest {
  private static final CodecSettings EIGHT = CodecSettings.DEFAULT.withThreads(8);

  private static List<TimedFrame> timed(List<Picture> pictures) {
    List<TimedFrame> frames = new ArrayList<>();
    for (Picture picture : pictures) {
      frames.add(new TimedFrame(picture, 2L * frames.size(), 1));
    }
    return frames;
  }

  private static GopEncoder encoder(FrameSource frames, VideoEncodeOptions options, int atOnce)
      throws IOException {
    return encoder(frames, options, Long.MAX_VALUE, atOnce);
  }

  private static GopEncoder encoder(
      FrameSource frames, VideoEncodeOptions options, long most, int atOnce) throws IOException {
    return new GopEncoder(
        () -> Coding.encoder(options, frames.width(), frames.height()),
        options,
        frames,
        most,
        atOnce);
  }

  private static List<EncodedFrame> all(GopEncoder encoder, CodecListener listener)
      throws IOException {
    List<EncodedFrame> all = new ArrayList<>();
    try (encoder) {
      Optional<EncodedFrame> next = encoder.next(listener);
      while (next.isPresent()) {
        all.add(next.get());
        next = encoder.next(listener);
      }
    }
    return all;
  }

  /** Pans, and cuts between them. */
  private static List<TimedFrame> scenes(SplittableRandom random) {
    List<Picture> pictures = new ArrayList<>();
    while (pictures.size() < 16) {
      pictures.addAll(Clips.pan(1 + random.nextInt(7), 32, 24, random.nextInt()));
    }
    return timed(pictures);
  }

  @Property(tries = 60, seed = "7")
  void packets_areThoseOfOneAfterTheOther_whereverKeyFramesCome(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int atOnce,
      @ForAll @IntRange(min = 1, max = 9) int interval,
      @ForAll boolean cuts,
      @ForAll @IntRange(min = 0, max = 100) int quality)
      throws IOException {
    List<TimedFrame> frames = scenes(new SplittableRandom(seed));
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().quality(quality).keyInterval(interval).sceneCuts(cuts).build();
    Coding.Coded expected = Coding.encodeTimed(frames, options);
    List<EncodedFrame> found =
        all(encoder(new ListedFrames(frames), options, atOnce), CodecListener.SILENT);
    assertThat(found).hasSameSizeAs(expected.packets());
    for (int i = 0; i < found.size(); i++) {
      LvcPacket packet = expected.packets().get(i);
      assertThat(found.get(i).source()).isSameAs(frames.get(i));
      assertThat(found.get(i).packet().bytes()).isEqualTo(packet.bytes());
      assertThat(found.get(i).packet().isKey()).isEqualTo(packet.isKey());
      assertThat(found.get(i).packet().timestamp()).isEqualTo(packet.timestamp());
      assertThat(found.get(i).decoded()).isEqualTo(expected.pictures().get(i));
    }
  }

  /** Noise of its own in each scene, which is gray at a distance, where cuts are sought. */
  private static List<Picture> unseenCuts(int... lengths) {
    List<Picture> pictures = new ArrayList<>();
    for (int length : lengths) {
      SplittableRandom random = new SplittableRandom(pictures.size());
      Picture scene = Picture.blank(512, 16, 3, 8);
      for (int p = 0; p < 512 * 16; p++) {
        short value = (short) (random.nextBoolean() ? 150 : 106);
        for (int c = 0; c < 3; c++) {
          scene.plane(c)[p] = value;
        }
      }
      pictures.addAll(Collections.nCopies(length, scene));
    }
    return pictures;
  }

  @Test
  void cutsThatOnlyCodingTells_moveKeyFramesBehindThem() throws IOException {
    List<Picture> pictures = unseenCuts(3, 9, 2, 4);
    VideoEncodeOptions options = VideoEncodeOptions.builder().keyInterval(8).build();
    Coding.Coded expected = Coding.encodeTimed(timed(pictures), options);
    GopPlan plan = new GopPlan(options.keyInterval(), true);
    pictures.forEach(plan::add);
    int lastKey = 0;
    int unforeseen = 0;
    for (int i = 1; i < pictures.size(); i++) {
      if (expected.packets().get(i).isKey()) {
        unforeseen += plan.isKey(i, lastKey) ? 0 : 1;
        lastKey = i;
      }
    }
    assertThat(unforeseen).isPositive();
    for (int atOnce = 1; atOnce <= 4; atOnce++) {
      ListedFrames frames = new ListedFrames(timed(pictures));
      List<EncodedFrame> found = all(encoder(frames, options, atOnce), CodecListener.SILENT);
      for (int i = 0; i < pictures.size(); i++) {
        assertThat(found.get(i).packet().bytes()).isEqualTo(expected.packets().get(i).bytes());
      }
    }
  }

  @Test
  void bitRate_isForOneGopAfterTheOther() throws IOException {
    ListedFrames frames = new ListedFrames(timed(Clips.pan(6, 16, 12, 1)));
    VideoEncodeOptions options = VideoEncodeOptions.builder().bitrate(50_000).build();
    assertThat(GopEncoder.gopsAtOnce(frames, options, EIGHT)).isOne();
    assertThat(all(encoder(frames, options, 1), CodecListener.SILENT)).hasSize(6);
    assertThatThrownBy(() -> encoder(frames, options, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bit rate");
  }

  @Test
  void framesThatAreNotAskedFor_areNotRead() throws IOException {
    VideoEncodeOptions options = VideoEncodeOptions.builder().keyInterval(4).build();
    for (int atOnce = 1; atOnce <= 3; atOnce++) {
      ListedFrames frames = new ListedFrames(timed(Clips.pan(12, 16, 12, 1)));
      assertThat(all(encoder(frames, options, 6, atOnce), CodecListener.SILENT)).hasSize(6);
      assertThat(frames.given()).isEqualTo(6);
    }
  }

  @Test
  void frameThatCannotBe_failsWhereItComes() throws IOException {
    List<Picture> pictures = new ArrayList<>(Clips.pan(5, 16, 12, 1));
    pictures.addAll(Clips.pan(1, 17, 12, 1));
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().keyInterval(2).sceneCuts(false).build();
    try (GopEncoder encoder = encoder(new ListedFrames(timed(pictures), 16, 12), options, 3)) {
      for (int i = 0; i < 5; i++) {
        assertThat(encoder.next(CodecListener.SILENT)).isPresent();
      }
      assertThatThrownBy(() -> encoder.next(CodecListener.SILENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("16x12");
    }
  }

  @Test
  void timesThatFall_areRefusedBetweenGopsToo() throws IOException {
    List<TimedFrame> frames = timed(Clips.pan(4, 16, 12, 1));
    frames.set(2, new TimedFrame(frames.get(2).picture(), 1, 1));
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().keyInterval(2).sceneCuts(false).build();
    assertThatThrownBy(
            () -> all(encoder(new ListedFrames(frames), options, 2), CodecListener.SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timestamps rise");
  }

  @Test
  void gopsAtOnce_areAsManyAsThreadsOrGopsOrMemoryAllow() {
    VideoEncodeOptions options = VideoEncodeOptions.builder().keyInterval(12).build();
    TimedFrame frame = timed(Clips.pan(1, 16, 12, 1)).get(0);
    ListedFrames small = new ListedFrames(Collections.nCopies(120, frame), 176, 144);
    assertThat(GopEncoder.gopsAtOnce(small, options, EIGHT)).isEqualTo(8);
    assertThat(GopEncoder.gopsAtOnce(small, options, 25, EIGHT)).isEqualTo(3);
    assertThat(GopEncoder.gopsAtOnce(small, options, 12, EIGHT)).isOne();
    ListedFrames large = new ListedFrames(Collections.nCopies(120, frame), 1920, 1080);
    assertThat(GopEncoder.gopsAtOnce(large, options, EIGHT)).isOne();
  }
}
