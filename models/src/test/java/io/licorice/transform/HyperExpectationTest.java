package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackManifest;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HyperExpectationTest {
  private static final CellBlock BLOCK = CellBlock.covering(200, 80);

  private static ModelPack pack() throws IOException {
    return new PackRegistry(Optional.of(Path.of("src/test/resources/packs"))).byId("tiny-video");
  }

  private static VideoModel open() throws IOException {
    return Families.openVideo(pack(), new ExecutionSettings(-1, 1));
  }

  /** Starts of 32 for each anchor, less 5 for each channel; changes of scales of 16 a channel. */
  private static byte[] file(PackManifest manifest) {
    int channels = manifest.hyperLatents();
    ByteBuffer out =
        ByteBuffer.allocate(2 * channels * (manifest.anchors() + 1)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < manifest.anchors() * channels; i++) {
      out.putShort((short) (32 * (i / channels) - 5 * (i % channels)));
    }
    for (int c = 0; c < channels; c++) {
      out.putShort((short) (16 * c));
    }
    return out.array();
  }

  @Test
  void withoutAFrameBefore_startsAreBetweenAnchors() throws IOException {
    PackManifest manifest = pack().manifest();
    HyperExpectation expectation = HyperExpectation.parse(file(manifest), manifest);
    int cells = BLOCK.hyperCells();
    int top = (manifest.anchors() - 1) * manifest.stepsPerAnchor();
    try (VideoModel model = open()) {
      for (int quality = 0; quality < model.qualitySteps(); quality += 160) {
        QualityStep step = model.prior().at(quality);
        HyperExpectation.Expected found = expectation.of(Optional.empty(), BLOCK, quality, step);
        double position = Math.max(0, Math.min(quality + manifest.lowestStep(), top));
        double anchor = position / manifest.stepsPerAnchor();
        for (int i = 0; i < found.symbols().length; i++) {
          int c = i / cells;
          assertThat(found.tables()[i]).isEqualTo(step.hyperTable()[c]);
          double unit = step.hyperMultiplier()[c] / 4096.0;
          assertThat(found.symbols()[i] * unit)
              .isBetween(start(anchor, c, -unit), start(anchor, c, unit));
        }
      }
    }
  }

  /** Within half a step and the rounding of the start. */
  private static double start(double anchor, int channel, double unit) {
    return 32 * anchor - 5 * channel + unit / 2 + 0.6 * Math.signum(unit);
  }

  @Test
  void afterAFrame_itsSymbolsAreExpected_atEachQuality() throws IOException {
    PackManifest manifest = pack().manifest();
    HyperExpectation expectation = HyperExpectation.parse(file(manifest), manifest);
    int cells = BLOCK.hyperCells();
    int[] symbols = new int[manifest.hyperLatents() * cells];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = i * 37 % 23 - 11;
    }
    try (VideoModel model = open()) {
      int coarsest = 0;
      for (int quality = 0; quality < model.qualitySteps(); quality += 160) {
        QualityStep step = model.prior().at(quality);
        float[] before = PriorHeads.dequantised(symbols, BLOCK, step);
        HyperExpectation.Expected found = expectation.of(Optional.of(before), BLOCK, quality, step);
        assertThat(found.symbols()).isEqualTo(symbols);
        for (int i = 0; i < symbols.length; i++) {
          assertThat(found.tables()[i]).isEqualTo(step.hyperTable(16 * (i / cells), i / cells));
        }
        coarsest = Math.max(coarsest, step.hyperMultiplier()[0]);
        // What was decoded at another quality is expected at this one, to half a step.
        float[] other = PriorHeads.dequantised(symbols, BLOCK, model.prior().at(1000));
        int[] expected = expectation.of(Optional.of(other), BLOCK, quality, step).symbols();
        float[] again = PriorHeads.dequantised(expected, BLOCK, step);
        for (int i = 0; i < again.length; i++) {
          double half = step.hyperMultiplier()[i / cells] / 8192.0;
          assertThat((double) again[i]).isBetween(other[i] - half - 0.6, other[i] + half + 0.6);
        }
      }
      assertThat(coarsest).isGreaterThan(1 << 16);
    }
  }

  @Test
  void fileOfAnotherLength_isRefused() throws IOException {
    PackManifest manifest = pack().manifest();
    int length = file(manifest).length;
    assertThatThrownBy(() -> HyperExpectation.parse(new byte[length - 2], manifest))
        .isInstanceOf(LicFormatException.class)
        .hasMessage(
            "byte 0: expected hyper-latents: %d bytes expected, found %d"
                .formatted(length, length - 2));
  }

  /** A frame without a residual leaves what is known of the one before. */
  @Test
  void hyperLatents_areKnownUntilThereAreOthers() throws IOException {
    FramePlanes grey = FramePlanes.of(64, 64, new short[3][64 * 64]);
    try (VideoModel model = open()) {
      DecodedFrame key = new DecodedFrame(grey, Optional.empty());
      assertThat(model.hyperBefore(key)).isEmpty();
      DecodedFrame first = model.repeated(key);
      assertThat(model.hyperBefore(first)).isEmpty();
      float[] hyper = new float[model.prior().heads().hyperLatents()];
      FrameHistory known = first.history().orElseThrow().withHyper(Optional.of(hyper));
      DecodedFrame second = model.decoded(grey, known);
      assertThat(model.hyperBefore(second)).containsSame(hyper);
      assertThat(model.hyperBefore(model.repeated(second))).containsSame(hyper);
      DecodedFrame wrong =
          model.decoded(grey, known.withHyper(Optional.of(new float[hyper.length + 1])));
      assertThatThrownBy(() -> model.hyperBefore(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
