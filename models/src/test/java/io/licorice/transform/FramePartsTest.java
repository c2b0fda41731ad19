package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.FramePayload;
import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.FrequencyTables;
import io.licorice.entropy.RansEncoder;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a payload holds: flow, residual, both or neither. */
class FramePartsTest {
  private static final ModelPack PACK = pack();
  private static final VideoModel MODEL = open();

  private static ModelPack pack() {
    try {
      return new PackRegistry(Optional.of(Path.of("src/test/resources/packs"))).byId("tiny-video");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static VideoModel open() {
    try {
      return Families.openVideo(PACK, new ExecutionSettings(-1, 1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void close() throws IOException {
    MODEL.close();
  }

  private static DecodedFrame key(FramePlanes planes) {
    return new DecodedFrame(planes, Optional.empty());
  }

  /** Stripes of a period, moved to the right, with a brighter square. */
  private static FramePlanes stripes(int shift, int square) {
    int side = 64;
    short[][] planes = new short[3][side * side];
    for (int i = 0; i < side * side; i++) {
      int x = i % side;
      int y = i / side;
      boolean inside = x < 20 && y < 20;
      double wave = 60 * Math.sin((x - shift) / 3.0) + 40 * Math.cos((x - shift + 2 * y) / 7.0);
      for (int c = 0; c < 3; c++) {
        planes[c][i] = (short) (128 + wave * (1 - 0.3 * c) * 0.8 + (inside ? square : 0));
      }
    }
    return FramePlanes.of(side, side, planes);
  }

  @Test
  void whateverTheEncoderChooses_isDecoded() throws IOException {
    DecodedFrame reference = key(stripes(0, 0));
    Set<Boolean> moved = new HashSet<>();
    Set<Boolean> corrected = new HashSet<>();
    Set<Boolean> mixed = new HashSet<>();
    Set<Boolean> inBlocks = new HashSet<>();
    Set<Integer> coarseness = new HashSet<>();
    for (int shift = 0; shift < 4; shift++) {
      for (int square = 0; square <= 40; square += 20) {
        for (int quality = 0; quality < MODEL.qualitySteps(); quality += 640) {
          VideoModel.CodedFrame coded = MODEL.encode(stripes(shift, square), reference, quality);
          FramePayload parts = FramePayload.parse(coded.payload());
          assertThat(parts.quality()).isEqualTo(quality);
          moved.add(parts.moved());
          corrected.add(parts.corrected());
          mixed.add(parts.isMixed());
          inBlocks.add(parts.hasVectors());
          coarseness.add(parts.coarseness());
          assertThat(MODEL.decode(coded.payload(), reference).planes().samples())
              .isDeepEqualTo(coded.decoded().planes().samples());
        }
      }
    }
    assertThat(moved).hasSize(2);
    assertThat(corrected).hasSize(2);
    assertThat(mixed).hasSize(2);
    assertThat(inBlocks).hasSize(2);
    assertThat(coarseness).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true"})
  void everyCombinationOfParts_isDecoded(boolean moved, boolean corrected) throws IOException {
    FramePlanes reference = stripes(0, 20);
    CellBlock block = reference.block();
    RansEncoder coder = new RansEncoder(FrequencyTables.parse(PACK.file("tables.bin")));
    int quality = 1300;
    FramePrediction prediction = FramePrediction.still(reference);
    if (moved) {
      ExpectedFlow flow = MODEL.expectFlow(key(reference));
      float[] missed = noFlow(coder, block, quality, flow.context());
      QualityStep step = MODEL.prior().at(quality);
      float[] centred = reference.centred();
      float[] latents = flow.plus(missed);
      FlowField smooth = MODEL.networks().flow(latents, block);
      float[] warped = MODEL.warp(reference, smooth);
      prediction = MODEL.move(smooth, warped, latents, key(reference), centred, step).prediction();
    }
    float[] frame = prediction.shown();
    if (corrected) {
      QualityStep step = MODEL.prior().at(quality);
      float[] context = MODEL.networks().context(prediction, block);
      float[] latents = noResidual(coder, block, quality, context);
      frame = MODEL.networks().reconstruct(latents, prediction, step, block);
    }
    FramePlanes expected = FramePlanes.ofCentred(64, 64, frame);
    byte[] stream = coder.finishShort(expected.check());
    byte[] none = new byte[0];
    byte[] payload = new FramePayload(quality, moved, 0, corrected, none, none, stream).toBytes();
    assertThat(MODEL.decode(payload, key(reference)).planes().samples())
        .isDeepEqualTo(expected.samples());
    assertThat(expected.squaredError(reference)).isPositive();
  }

  /** Codes zeros wherever symbols of flow are coded; what a decoder makes of them. */
  private static float[] noFlow(RansEncoder coder, CellBlock block, int quality, float[] context)
      throws IOException {
    FlowPrior prior = MODEL.flowPrior();
    QualityStep step = prior.at(quality, 0);
    FlowPrior.Expected expected =
        prior.expect(
            noHyper(coder, prior.heads().expectNothing(block, step)), block, step, context);
    int[] symbols = new int[expected.tables().length];
    new SymbolCosts.Segment(expected.tables(), symbols).addTo(coder);
    return prior.decoded(expected, symbols, block, step);
  }

  /** The same of a residual. */
  private static float[] noResidual(
      RansEncoder coder, CellBlock block, int quality, float[] context) throws IOException {
    ResidualPrior prior = MODEL.prior();
    LatentStages.Coded stages =
        prior
            .stages()
            .run(
                prior.expect(
                    noHyper(coder, prior.expectHyper(Optional.empty(), block, quality)),
                    block,
                    prior.everywhere(quality, block),
                    context),
                (scales, tables, mean) -> new int[tables.length]);
    stages.segments().forEach(segment -> segment.addTo(coder));
    return prior.cut(stages.decoded(), block);
  }

  /** Codes that hyper-latents are as they are expected to be. */
  private static int[] noHyper(RansEncoder coder, HyperExpectation.Expected expected) {
    int[] nothing = new int[expected.tables().length];
    new SymbolCosts.Segment(expected.tables(), nothing).addTo(coder);
    return expected.symbols();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1280, 2560})
  void payload_takesAtMostSixBytesMoreThanItsSymbols(int quality) throws IOException {
    FramePlanes reference = FramePlanes.of(352, 288, new short[3][352 * 288]);
    FrequencyTables tables = FrequencyTables.parse(PACK.file("tables.bin"));
    RansEncoder coder = new RansEncoder(tables);
    CellBlock block = reference.block();
    HyperExpectation.Expected expected =
        MODEL.prior().expectHyper(Optional.empty(), block, quality);
    int[] hyper = noHyper(coder, expected);
    FramePrediction still = FramePrediction.still(reference);
    float[] context = MODEL.networks().context(still, block);
    List<SymbolCosts.Segment> segments =
        MODEL
            .prior()
            .stages()
            .run(
                MODEL
                    .prior()
                    .expect(hyper, block, MODEL.prior().everywhere(quality, block), context),
                (scales, ofStage, mean) -> new int[ofStage.length])
            .segments();
    segments.forEach(segment -> segment.addTo(coder));
    byte[] none = new byte[0];
    byte[] payload =
        new FramePayload(quality, false, 0, true, none, none, coder.finishShort(0)).toBytes();
    double bits = zeroBits(tables, expected.tables());
    for (SymbolCosts.Segment segment : segments) {
      bits += zeroBits(tables, segment.tables());
    }
    assertThat(payload.length - bits / 8).isLessThanOrEqualTo(6);
  }

  private static double zeroBits(FrequencyTables tables, byte[] indices) {
    double bits = 0;
    for (byte index : indices) {
      bits += tables.bits(index, 0);
    }
    return bits;
  }

  @Test
  void qualityBeyondThePacks_isRefused() {
    byte[] payload = FramePayload.repeated(MODEL.qualitySteps(), 0).toBytes();
    assertThatThrownBy(() -> MODEL.decode(payload, key(stripes(0, 0))))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("byte 0: quality step 2561, the pack has 2561");
  }
}
