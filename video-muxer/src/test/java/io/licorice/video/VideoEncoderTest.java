package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VideoEncoderTest {
  private static final VideoEncodeOptions LONG =
      VideoEncodeOptions.builder().keyInterval(1000).build();

  private static List<Integer> keys(Coding.Coded coded) {
    return IntStream.range(0, coded.packets().size())
        .filter(i -> coded.packets().get(i).isKey())
        .boxed()
        .toList();
  }

  private static TimedFrame frame(Picture picture, long timestamp) {
    return new TimedFrame(picture, timestamp, 1);
  }

  @Test
  void keyFrames_comeAtTheirInterval() throws IOException {
    assertThat(keys(Coding.groups(14, 5))).containsExactly(0, 5, 10);
    assertThat(keys(Coding.groups(4, 1))).containsExactly(0, 1, 2, 3);
    assertThat(keys(Coding.groups(4, 100))).containsExactly(0);
  }

  @Test
  void scenes_beginWithKeyFrames_andTheIntervalWithThem() throws IOException {
    List<Picture> pictures = Clips.scenes(7, 64, 48, 3);
    VideoEncodeOptions.Builder options = VideoEncodeOptions.builder().keyInterval(5);
    assertThat(keys(Coding.encode(pictures, options.build()))).containsExactly(0, 5, 7, 12, 14, 19);
    assertThat(keys(Coding.encode(pictures, options.sceneCuts(false).build())))
        .containsExactly(0, 5, 10, 15, 20);
  }

  @Test
  void panning_needsNoMoreKeyFrames() throws IOException {
    assertThat(keys(Coding.encode(Clips.pan(12, 64, 48, 3), LONG))).containsExactly(0);
  }

  @Test
  void frameThatPredictionMakesLarger_becomesAKeyFrame() throws IOException {
    // To the eye of the search for scenes these are alike: gray at a distance.
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Picture picture = Picture.blank(512, 16, 3, 8);
      for (int c = 0; c < 3; c++) {
        for (int p = 0; p < 512 * 16; p++) {
          int x = p % 512 / 2;
          int y = p / 512 / 2;
          boolean white = i < 3 ? (x + y) % 2 == 0 : (x ^ y * 7) % 3 == 0;
          picture.plane(c)[p] = (short) (white ? 136 : 120);
        }
      }
      pictures.add(picture);
    }
    assertThat(keys(Coding.encode(pictures, LONG))).isSubsetOf(0, 3).contains(0);
    List<Picture> noise = List.of(pictures.get(0), Clips.noise(512, 16, 1));
    Coding.Coded coded = Coding.encode(noise, LONG);
    assertThat(keys(coded)).containsExactly(0, 1);
  }

  @Test
  void quality_isThatOfPredictedFrames_andKeyFramesAreBetter() throws IOException {
    List<Double> stills = new ArrayList<>();
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().quality(40).keyAdvance(7).cascade(0).keyInterval(2).build();
    try (VideoEncoder encoder =
        new VideoEncoder(
            LicCodec.shared(),
            new DeltaPredictor(),
            quality -> {
              stills.add(quality);
              return Coding.still(quality);
            },
            options,
            16,
            12,
            Coding.RATE)) {
      List<Picture> pictures = Clips.pan(3, 16, 12, 1);
      encoder.encode(frame(pictures.get(0), 0), CodecListener.SILENT);
      assertThat(encoder.quality()).isEqualTo(47);
      encoder.encode(frame(pictures.get(1), 1), CodecListener.SILENT);
      assertThat(encoder.quality()).isEqualTo(40);
      encoder.encode(frame(pictures.get(2), 2), CodecListener.SILENT);
      assertThat(stills).containsExactly(47.0, 47.0);
    }
  }

  @Test
  void everyFourthPredictedFrame_isTheBest() throws IOException {
    VideoEncodeOptions options = VideoEncodeOptions.builder().quality(90).keyInterval(7).build();
    List<Double> qualities = new ArrayList<>();
    try (VideoEncoder encoder = Coding.encoder(options, 16, 12)) {
      for (Picture picture : Clips.pan(9, 16, 12, 1)) {
        encoder.encode(frame(picture, qualities.size()), CodecListener.SILENT);
        qualities.add(encoder.quality());
      }
    }
    assertThat(qualities).containsExactly(100.0, 86.0, 92.0, 86.0, 94.0, 86.0, 92.0, 100.0, 86.0);
  }

  @Test
  void keyFrames_areNoBetterThanTheBest() throws IOException {
    VideoEncodeOptions options = VideoEncodeOptions.ofQuality(96);
    try (VideoEncoder encoder = Coding.encoder(options, 16, 12)) {
      encoder.encode(frame(Clips.noise(16, 12, 1), 0), CodecListener.SILENT);
      assertThat(encoder.quality()).isEqualTo(100);
    }
  }

  @Test
  void totals_countPackets() throws IOException {
    long bytes = 0;
    long keyBytes = 0;
    VideoEncodeOptions options = VideoEncodeOptions.builder().keyInterval(4).build();
    try (VideoEncoder encoder = Coding.encoder(options, 16, 12)) {
      assertThat(encoder.totals()).isEqualTo(new VideoEncoder.Totals(0, 0, 0, 0));
      for (Picture picture : Clips.pan(10, 16, 12, 1)) {
        long number = encoder.totals().frames();
        LvcPacket packet = encoder.encode(frame(picture, number), CodecListener.SILENT);
        bytes += packet.bytes().length;
        keyBytes += packet.isKey() ? packet.bytes().length : 0;
      }
      assertThat(encoder.totals()).isEqualTo(new VideoEncoder.Totals(10, 3, bytes, keyBytes));
    }
  }

  @Test
  void encoder_refusesWhatItCannotCode() throws IOException {
    VideoEncoder encoder = Coding.encoder(LONG, 16, 12);
    Picture good = Clips.noise(16, 12, 1);
    assertThatIllegalStateException().isThrownBy(encoder::decoded);
    for (Picture bad :
        List.of(
            Clips.noise(12, 16, 1), Picture.blank(16, 12, 1, 8), Picture.blank(16, 12, 3, 10))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encoder.encode(frame(bad, 0), CodecListener.SILENT));
    }
    encoder.encode(frame(good, 5), CodecListener.SILENT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.encode(frame(good, 5), CodecListener.SILENT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.encode(new TimedFrame(good, 6, 0), CodecListener.SILENT));
    encoder.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> encoder.encode(frame(good, 7), CodecListener.SILENT));
  }

  @Test
  void cancelledFrame_isAsIfItHadNotCome() throws IOException {
    List<Picture> pictures = Clips.pan(4, 16, 12, 1);
    CodecListener cancelled =
        new CodecListener() {
          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    try (VideoEncoder encoder = Coding.encoder(LONG, 16, 12)) {
      for (int i = 0; i < 4; i++) {
        TimedFrame frame = frame(pictures.get(i), i);
        assertThatExceptionOfType(CancellationException.class)
            .isThrownBy(() -> encoder.encode(frame, cancelled));
        LvcPacket packet = encoder.encode(frame, CodecListener.SILENT);
        assertThat(packet.bytes())
            .isEqualTo(Coding.encode(pictures, LONG).packets().get(i).bytes());
      }
    }
  }

  @Test
  void options_haveTheDefaultsThatTheyTell() {
    VideoEncodeOptions options = VideoEncodeOptions.builder().build();
    assertThat(options)
        .isEqualTo(
            new VideoEncodeOptions(
                "video-fvc",
                EncodeOptions.DEFAULT_MODEL,
                new VideoEncodeOptions.Rate.Quality(50),
                48,
                12,
                4,
                true));
    VideoEncodeOptions.Builder builder = VideoEncodeOptions.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.quality(101));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.bitrate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.bitrate(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.keyInterval(0).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.keyInterval(1).cascade(51).build());
  }
}
