package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licorice.lossless.MotionMemory;
import io.licorice.lossless.MotionVectors;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A chain of frames that PyTorch coded: from its symbols all of what it made of them must come out
 * here, bit by bit.
 */
class VideoReferenceTest {
  private JsonNode chain;

  @ParameterizedTest
  @CsvSource({"tiny-video, chain.json", "tiny-fvc, chain-fvc.json"})
  void framesOfPyTorch_areDecodedBitByBit(String id, String file) throws IOException {
    ModelPack pack = new PackRegistry(Optional.of(Path.of("src/test/resources/packs"))).byId(id);
    chain = new ObjectMapper().readTree(Path.of("src/test/resources/video", file).toFile());
    try (VideoModel model = Families.openVideo(pack, new ExecutionSettings(-1, 2))) {
      DecodedFrame reference = new DecodedFrame(planes(chain.get("key")), Optional.empty());
      for (JsonNode frame : chain.get("frames")) {
        DecodedFrame decoded = decode(model, frame, reference);
        assertThat(decoded.planes().samples()).isDeepEqualTo(planes(frame.get("frame")).samples());
        assertThat(decoded.planes().squaredError(reference.planes())).isPositive();
        assertThat(decoded.history()).isPresent();
        reference = decoded;
      }
    }
  }

  private DecodedFrame decode(VideoModel model, JsonNode frame, DecodedFrame reference)
      throws IOException {
    FramePlanes planes = reference.planes();
    CellBlock block = planes.block();
    int quality = frame.get("quality").intValue();
    ExpectedFlow flow = model.expectFlow(reference);
    QualityStep ofFlow = model.flowPrior().at(quality, frame.get("coarseness").intValue());
    float[] missed = flow(model.flowPrior(), ofFlow, frame.get("flow"), block, flow.context());
    QualityStep step = model.prior().at(quality);
    float[] latents = flow.plus(missed);
    FlowField field = withVectors(model.networks().flow(latents, block), frame.get("vectors"));
    float[] warped = model.warp(planes, field);
    FrameMotion motion = model.move(field, warped, latents, reference, planes.centred(), step);
    FramePrediction prediction = motion.prediction();
    assertThat(like(planes, prediction.shown()).samples())
        .isDeepEqualTo(planes(frame.get("shown")).samples());
    float[] context = model.networks().context(prediction, block);
    ResidualPrior.Known known = new ResidualPrior.Known(context, model.hyperBefore(reference));
    float[] residual = residual(model.prior(), quality, frame.get("residual"), block, known);
    float[] made = model.networks().reconstruct(residual, prediction, step, block);
    int[] hyper = numbers(frame.get("residual").get("hyper"));
    Optional<float[]> next = Optional.of(PriorHeads.dequantised(hyper, block, step));
    return model.decoded(like(planes, made), motion.history().withHyper(next));
  }

  /** Their bytes are read again, so that they are what a payload may hold. */
  private static FlowField withVectors(FlowField flow, JsonNode listed) throws IOException {
    MotionVectors vectors = flow.noVectors();
    for (JsonNode one : listed) {
      int block = one.get(0).intValue() * vectors.width() + one.get(1).intValue();
      vectors.give(block, one.get(2).intValue(), one.get(3).intValue());
    }
    return flow.with(flow.parseVectors(vectors.toBytes(MotionMemory.USUAL), MotionMemory.USUAL));
  }

  private static float[] flow(
      FlowPrior prior, QualityStep step, JsonNode coded, CellBlock block, float[] context)
      throws IOException {
    int[] hyper = hyper(prior.heads().expectNothing(block, step), coded);
    FlowPrior.Expected expected = prior.expect(hyper, block, step, context);
    int[] tables = numbers(coded.get("tables"));
    for (int i = 0; i < tables.length; i++) {
      assertThat(expected.tables()[i]).isEqualTo((byte) tables[i]);
    }
    return decoded(prior.decoded(expected, numbers(coded.get("latents")), block, step), coded);
  }

  private static float[] residual(
      ResidualPrior prior, int quality, JsonNode coded, CellBlock block, ResidualPrior.Known known)
      throws IOException {
    int[] hyper = hyper(prior.expectHyper(known.hyper(), block, quality), coded);
    int[] tables = numbers(coded.get("tables"));
    int[] latents = numbers(coded.get("latents"));
    LatentStages.Coded stages =
        prior
            .stages()
            .run(
                prior.expect(hyper, block, prior.everywhere(quality, block), known.context()),
                (scales, found, mean) -> {
                  int[] symbols = new int[found.length];
                  scales.forEachRow(
                      (begin, channel, row, first) -> {
                        int place = begin;
                        for (int column = first; column < block.width(); column += 2) {
                          int i = (channel * block.height() + row) * block.width() + column;
                          assertThat(found[place]).isEqualTo((byte) tables[i]);
                          symbols[place++] = latents[i];
                        }
                      });
                  return symbols;
                });
    assertThat(stages.latents()).isEqualTo(latents);
    return decoded(prior.cut(stages.decoded(), block), coded);
  }

  private static int[] hyper(HyperExpectation.Expected expected, JsonNode coded) {
    int[] hyper = numbers(coded.get("hyper"));
    int[] ofChannels = numbers(coded.get("hyperTables"));
    for (int i = 0; i < hyper.length; i++) {
      byte table = (byte) ofChannels[i * ofChannels.length / hyper.length];
      assertThat(expected.tables()[i]).isEqualTo(table);
    }
    assertThat(expected.symbols()).isEqualTo(numbers(coded.get("hyperExpected")));
    return hyper;
  }

  private static float[] decoded(float[] decoded, JsonNode coded) {
    int[] reference = numbers(coded.get("decoded"));
    for (int i = 0; i < reference.length; i++) {
      assertThat(decoded[i]).isEqualTo(reference[i]);
    }
    return decoded;
  }

  private static FramePlanes like(FramePlanes other, float[] centred) {
    return FramePlanes.ofCentred(other.width(), other.height(), centred);
  }

  private static int[] numbers(JsonNode list) {
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).intValue();
    }
    return numbers;
  }

  private FramePlanes planes(JsonNode base64) {
    int width = chain.get("width").intValue();
    int height = chain.get("height").intValue();
    byte[] bytes = Base64.getDecoder().decode(base64.textValue());
    short[][] planes = new short[FramePlanes.PLANES][width * height];
    for (int i = 0; i < bytes.length; i++) {
      planes[i / (width * height)][i % (width * height)] = (short) (bytes[i] & 0xFF);
    }
    return FramePlanes.of(width, height, planes);
  }
}
