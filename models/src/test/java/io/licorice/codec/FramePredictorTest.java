package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.runtime.ExecutionSettings.Rewriting;
import io.licorice.runtime.OnnxGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramePredictorTest {
  private static final LicCodec CODEC = LicCodec.open(FrameChains.SETTINGS);
  private static final List<Picture> CLIP = TestClips.panned(9, 85, 51, 4);

  @AfterAll
  static void close() throws IOException {
    CODEC.close();
  }

  private static FramePredictor predictor() throws IOException {
    return CODEC.predictor(FrameChains.PACK);
  }

  @Test
  void threadsAndRewriting_changeNeitherBytesNorFrames() throws IOException {
    List<PredictedFrame> expected = FrameChains.encode(predictor(), CLIP, 60);
    for (Rewriting rewriting : Rewriting.values()) {
      for (int threads = 1; threads <= 3; threads++) {
        try (LicCodec codec = LicCodec.open(FrameChains.SETTINGS.withThreads(threads), rewriting)) {
          FramePredictor predictor = codec.predictor(FrameChains.PACK);
          FrameChains.assertDecodes(predictor, CLIP.get(0), expected);
          if (rewriting == Rewriting.ALL) {
            // Networks of the encoder alone are in floats: only threads leave their bytes as they
            // are.
            List<PredictedFrame> again = FrameChains.encode(predictor, CLIP, 60);
            for (int i = 0; i < again.size(); i++) {
              assertThat(again.get(i).payload()).isEqualTo(expected.get(i).payload());
            }
          }
        }
      }
    }
  }

  @Test
  void callsFromSeveralThreads_doNotDisturbEachOther() throws Exception {
    FramePredictor predictor = predictor();
    List<PredictedFrame> expected = FrameChains.encode(predictor, CLIP, 40);
    ExecutorService callers = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        calls.add(
            callers.submit(
                () -> {
                  FrameChains.assertDecodes(predictor, CLIP.get(0), expected);
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void higherQuality_takesMoreBytes() throws IOException {
    int bytes = 0;
    for (double quality : new double[] {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}) {
      int found = FrameChains.bytes(FrameChains.encode(predictor(), CLIP, quality));
      assertThat(found).as("quality %.0f", quality).isGreaterThan(bytes);
      bytes = found;
    }
  }

  @Test
  void higherQuality_isNearer() throws IOException {
    assertThat(error(60)).isLessThan(error(0) * 0.9);
  }

  private static double error(double quality) throws IOException {
    List<PredictedFrame> chain = FrameChains.encode(predictor(), CLIP, quality);
    double sum = 0;
    for (int i = 0; i < chain.size(); i++) {
      sum += squaredError(chain.get(i).after().newest(), CLIP.get(i + 1));
    }
    return sum;
  }

  private static double squaredError(Picture a, Picture b) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < a.plane(c).length; i++) {
        double difference = a.plane(c)[i] - b.plane(c)[i];
        sum += difference * difference;
      }
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 50, 100})
  void frameLikeItsReference_takesAtMostFiveBytes(double quality) throws IOException {
    List<Picture> still = Collections.nCopies(3, CLIP.get(0));
    for (PredictedFrame frame : FrameChains.encode(predictor(), still, quality)) {
      assertThat(frame.payload().length).isLessThanOrEqualTo(quality < 80 ? 4 : 5);
      assertThat(frame.after().newest()).isEqualTo(CLIP.get(0));
    }
  }

  @Test
  void otherReferenceThanTheEncoders_isTold() throws IOException {
    FramePredictor predictor = predictor();
    List<PredictedFrame> chain = FrameChains.encode(predictor, CLIP, 60);
    Picture other = CLIP.get(0).read(Region.whole(85, 51));
    Picture wrong = new Picture(85, 51, 8, other.plane(0), other.plane(1), other.plane(2).clone());
    wrong.plane(2)[1234] ^= 1;
    assertThatThrownBy(() -> FrameChains.assertDecodes(predictor, wrong, chain))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("is not what was encoded");
  }

  @Test
  void predictor_tellsItsPack() throws IOException {
    FramePredictor predictor = predictor();
    assertThat(predictor.model()).isEqualTo("tiny-video");
    assertThat(predictor.family()).isEqualTo("mlvc");
    FramePredictor same = CODEC.predictor("tiny-video", predictor.hashPrefix());
    assertThat(same.hashPrefix()).isEqualTo(predictor.hashPrefix());
    assertThat(LicCodec.packs(FrameChains.SETTINGS))
        .filteredOn(PackInfo::video)
        .anyMatch(pack -> pack.id().equals("tiny-video") && pack.family().equals("mlvc"))
        .allMatch(pack -> pack.problems().isEmpty());
  }

  @Test
  void packsOfAnotherKind_areRefused() throws IOException {
    assertThatThrownBy(() -> CODEC.predictor("tiny"))
        .isInstanceOf(IOException.class)
        .hasMessage("pack tiny codes pictures, not predicted frames of video");
    assertThatThrownBy(() -> CODEC.predictor("nonesuch"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nonesuch");
    int other = predictor().hashPrefix() + 1;
    assertThatThrownBy(() -> CODEC.predictor("tiny-video", other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.format("pack 'tiny-video' with hash %08x", other));
    EncodeOptions options = EncodeOptions.builder().model("tiny-video").learnedOnly(true).build();
    assertThatThrownBy(() -> CODEC.encode(CLIP.get(0), options, CodecListener.SILENT))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "pack tiny-video codes frames of video that are predicted from others, not pictures");
  }

  @Test
  void framesOfAnotherKind_areRefused() throws IOException {
    FramePredictor predictor = predictor();
    FrameReferences start = predictor.start(CLIP.get(0));
    assertThatThrownBy(() -> predictor.start(Picture.blank(8, 8, 1, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a frame of three planes of 8 bits expected, found 8x8, 1 x 8 bit");
    assertThatThrownBy(() -> predictor.start(Picture.blank(8, 8, 3, 16)))
        .isInstanceOf(IllegalArgumentException.class);
    assertRefused(predictor, Picture.blank(85, 52, 3, 8), start, 50, "85x52 pixels is to be");
    assertRefused(predictor, Picture.blank(85, 51, 4, 8), start, 50, "three planes of 8 bits");
    for (double quality : new double[] {-0.1, 100.1, Double.NaN}) {
      assertRefused(predictor, CLIP.get(1), start, quality, "quality 0 to 100 expected");
    }
  }

  @Test
  void framesThatAreTooLarge_areRefused() throws IOException {
    FramePredictor predictor = predictor();
    Picture wide = Picture.blank(16385, 1, 3, 8);
    FrameReferences start = predictor.start(wide);
    assertRefused(predictor, wide, start, 50, "16384 pixels a side");
    assertThatThrownBy(() -> predictor.decode(new byte[4], start, CodecListener.SILENT))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("found 16385x1");
  }

  private static void assertRefused(
      FramePredictor predictor,
      Picture frame,
      FrameReferences references,
      double quality,
      String message) {
    assertThatThrownBy(() -> predictor.encode(frame, references, quality, CodecListener.SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void cancelledCall_endsSoonAndLeavesNothingBehind() throws IOException {
    FramePredictor predictor = predictor();
    List<Picture> large = TestClips.panned(2, 1900, 1400, 5);
    FrameReferences start = predictor.start(large.get(0));
    PredictedFrame coded = predictor.encode(large.get(1), start, 80, CodecListener.SILENT);
    for (int asked = 1; asked <= 2; asked++) {
      CodecListener first = new CancelAt(asked);
      assertThatThrownBy(() -> predictor.encode(large.get(1), start, 80, first))
          .isInstanceOf(CancellationException.class);
      assertThat(OnnxGraph.liveValues()).isZero();
      CodecListener second = new CancelAt(asked);
      assertThatThrownBy(() -> predictor.decode(coded.payload(), start, second))
          .isInstanceOf(CancellationException.class);
      assertThat(OnnxGraph.liveValues()).isZero();
    }
    FrameReferences after = predictor.decode(coded.payload(), start, CodecListener.SILENT);
    assertThat(after.newest()).isEqualTo(coded.after().newest());
  }

  /** Cancels when it is asked for the n-th time. */
  private static final class CancelAt implements CodecListener {
    private int left;

    CancelAt(int asked) {
      this.left = asked;
    }

    @Override
    public boolean isCancelled() {
      left--;
      return left <= 0;
    }
  }

  @Test
  void closedCodec_opensNoPredictor() throws IOException {
    LicCodec codec = LicCodec.open(FrameChains.SETTINGS);
    codec.predictor(FrameChains.PACK);
    codec.close();
    assertThatThrownBy(() -> codec.predictor(FrameChains.PACK))
        .isInstanceOf(IllegalStateException.class);
  }
}
