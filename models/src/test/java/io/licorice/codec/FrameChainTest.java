package io.licorice.codec;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

class FrameChainTest {
  private static final LicCodec CODEC = LicCodec.open(FrameChains.SETTINGS);

  @AfterContainer
  static void close() throws IOException {
    CODEC.close();
  }

  @Property(tries = 30, seed = "21")
  void twentyFramesOfAnySize_decodeToWhatTheEncoderHad(
      @ForAll @IntRange(min = 1, max = 100) int width,
      @ForAll @IntRange(min = 1, max = 100) int height,
      @ForAll @IntRange(min = 0, max = 1000) int seed,
      @ForAll @DoubleRange(min = 0, max = 100) double quality)
      throws IOException {
    FramePredictor predictor = CODEC.predictor(FrameChains.PACK);
    List<Picture> clip = TestClips.panned(21, width, height, seed);
    List<PredictedFrame> chain = FrameChains.encode(predictor, clip, quality);
    FrameChains.assertDecodes(predictor, clip.get(0), chain);
  }

  @Property(tries = 10, seed = "22")
  void noiseAtAnyQuality_decodesToWhatTheEncoderHad(
      @ForAll @IntRange(min = 1, max = 80) int width,
      @ForAll @IntRange(min = 1, max = 80) int height,
      @ForAll @DoubleRange(min = 0, max = 100) double quality)
      throws IOException {
    FramePredictor predictor = CODEC.predictor(FrameChains.PACK);
    List<Picture> clip = TestClips.noise(6, width, height, width + height);
    List<PredictedFrame> chain = FrameChains.encode(predictor, clip, quality);
    FrameChains.assertDecodes(predictor, clip.get(0), chain);
  }
}
