package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A chain of frames that PyTorch coded: from its symbols all of what it made of them must come out
 * here, bit by bit.
 */
class VideoReferenceTest {
  private final ModelPack pack =
      new PackRegistry(Optional.of(Path.of("src/test/resources/packs"))).byId("tiny-video");
  private final JsonNode chain =
      new ObjectMapper().readTree(Path.of("src/test/resources/video/chain.json").toFile());

  VideoReferenceTest() throws IOException {}

  @Test
  void framesOfPyTorch_areDecodedBitByBit() throws IOException {
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
    QualityStep flowStep = model.flowPrior().at(quality);
    ExpectedFlow expected = model.expectFlow(reference);
    float[] missed =
        latents(model.flowPrior(), flowStep, frame.get("flow"), block, expected.context());
    QualityStep step = model.prior().at(quality);
    FrameMotion motion = model.move(expected.plus(missed), reference, planes.centred(), step);
    FramePrediction prediction = motion.prediction();
    assertThat(like(planes, prediction.shown()).samples())
        .isDeepEqualTo(planes(frame.get("shown")).samples());
    float[] context = model.networks().context(prediction, block);
    float[] residual = latents(model.prior(), step, frame.get("residual"), block, context);
    float[] added = model.networks().synthesise(residual, prediction, step, block);
    return model.decoded(like(planes, prediction.corrected(added)), motion.history());
  }

  private static float[] latents(
      LatentPrior prior, QualityStep step, JsonNode coded, CellBlock block, float[] context)
      throws IOException {
    int[] hyper = numbers(coded.get("hyper"));
    int[] ofChannels = numbers(coded.get("hyperTables"));
    byte[] hyperTables = prior.hyperTables(block, step);
    for (int i = 0; i < hyper.length; i++) {
      assertThat(hyperTables[i]).isEqualTo((byte) ofChannels[i * ofChannels.length / hyper.length]);
    }
    LatentPrior.Expected expected = prior.expect(hyper, block, step, context);
    int[] tables = numbers(coded.get("tables"));
    for (int i = 0; i < tables.length; i++) {
      assertThat(expected.tables()[i]).isEqualTo((byte) tables[i]);
    }
    float[] decoded = prior.decoded(expected, numbers(coded.get("latents")), block, step);
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
