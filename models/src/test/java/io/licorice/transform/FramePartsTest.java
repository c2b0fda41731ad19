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
    for (int shift = 0; shift < 4; shift++) {
      for (int square = 0; square <= 40; square += 20) {
        for (int quality = 0; quality < MODEL.qualitySteps(); quality += 640) {
          VideoModel.CodedFrame coded = MODEL.encode(stripes(shift, square), reference, quality);
          FramePayload parts = FramePayload.parse(coded.payload());
          assertThat(parts.quality()).isEqualTo(quality);
          moved.add(parts.moved());
          corrected.add(parts.corrected());
          mixed.add(parts.isMixed());
          assertThat(MODEL.decode(coded.payload(), reference).planes().samples())
              .isDeepEqualTo(coded.decoded().planes().samples());
        }
      }
    }
    assertThat(moved).hasSize(2);
    assertThat(corrected).hasSize(2);
    assertThat(mixed).hasSize(2);
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
      QualityStep flowStep = MODEL.flowPrior().at(quality);
      ExpectedFlow flow = MODEL.expectFlow(key(reference));
      float[] missed = zeros(coder, MODEL.flowPrior(), block, flowStep, flow.context());
      QualityStep step = MODEL.prior().at(quality);
      float[] centred = reference.centred();
      prediction = MODEL.move(flow.plus(missed), key(reference), centred, step).prediction();
    }
    float[] frame = prediction.shown();
    if (corrected) {
      QualityStep step = MODEL.prior().at(quality);
      float[] context = MODEL.networks().context(prediction, block);
      float[] latents = zeros(coder, MODEL.prior(), block, step, context);
      frame = prediction.corrected(MODEL.networks().synthesise(latents, prediction, step, block));
    }
    FramePlanes expected = FramePlanes.ofCentred(64, 64, frame);
    byte[] stream = coder.finishShort(expected.check());
    byte[] payload = new FramePayload(quality, moved, corrected, new byte[0], stream).toBytes();
    assertThat(MODEL.decode(payload, key(reference)).planes().samples())
        .isDeepEqualTo(expected.samples());
    assertThat(expected.squaredError(reference)).isPositive();
  }

  /** Codes zeros wherever symbols are coded; what a decoder makes of them. */
  private static float[] zeros(
      RansEncoder coder, LatentPrior prior, CellBlock block, QualityStep step, float[] context)
      throws IOException {
    byte[] hyperTables = prior.hyperTables(block, step);
    int[] hyper = new int[hyperTables.length];
    coder.add(hyperTables, hyper, 0, hyper.length);
    LatentPrior.Expected expected = prior.expect(hyper, block, step, context);
    int[] symbols = new int[expected.tables().length];
    coder.add(expected.tables(), symbols, 0, symbols.length);
    return prior.decoded(expected, symbols, block, step);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1280, 2560})
  void payload_takesAtMostSixBytesMoreThanItsSymbols(int quality) throws IOException {
    FramePlanes reference = FramePlanes.of(352, 288, new short[3][352 * 288]);
    FrequencyTables tables = FrequencyTables.parse(PACK.file("tables.bin"));
    RansEncoder coder = new RansEncoder(tables);
    QualityStep step = MODEL.prior().at(quality);
    int[] hyper = new int[MODEL.prior().hyperTables(reference.block(), step).length];
    byte[] hyperTables = MODEL.prior().hyperTables(reference.block(), step);
    FramePrediction still = FramePrediction.still(reference);
    float[] context = MODEL.networks().context(still, reference.block());
    byte[] latentTables = MODEL.prior().expect(hyper, reference.block(), step, context).tables();
    coder.add(hyperTables, hyper, 0, hyper.length);
    coder.add(latentTables, new int[latentTables.length], 0, latentTables.length);
    byte[] payload =
        new FramePayload(quality, false, true, new byte[0], coder.finishShort(0)).toBytes();
    double bits = zeroBits(tables, hyperTables) + zeroBits(tables, latentTables);
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
