package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.FramePayload;
import io.licorice.bitstream.LicFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What frames have of those before their reference, with the family "mlvc" and with "dvc". */
class FrameHistoryTest {
  private static final LicCodec CODEC = LicCodec.open(FrameChains.SETTINGS);
  private static final List<Picture> CLIP = TestClips.panned(4, 85, 51, 4);
  private static final String FACTORS = "flow_factors.bin";

  @AfterAll
  static void close() throws IOException {
    CODEC.close();
  }

  private static FramePredictor predictor() throws IOException {
    return CODEC.predictor(FrameChains.PACK);
  }

  @Test
  void keyFrame_hasNone_andPredictedFrames_haveOne() throws IOException {
    assertThat(predictor().start(CLIP.get(0)).history()).isEmpty();
    assertThat(FrameChains.encode(predictor(), CLIP, 60))
        .allMatch(frame -> frame.after().history().isPresent());
  }

  @Test
  void frameWithFlow_isNotDecodedWithoutItsHistory() throws IOException {
    FramePredictor predictor = predictor();
    List<PredictedFrame> chain = FrameChains.encode(predictor, CLIP, 60);
    byte[] payload = chain.get(1).payload();
    assertThat(FramePayload.parse(chain.get(0).payload()).moved()).isTrue();
    assertThat(FramePayload.parse(payload).moved()).isTrue();
    FrameReferences forgotten = predictor.start(chain.get(0).after().newest());
    assertThatThrownBy(() -> predictor.decode(payload, forgotten, CodecListener.SILENT))
        .isInstanceOf(LicFormatException.class);
  }

  @Test
  void frameAfterARepeatedOne_isCodedAsThoughThatHadNoFlow() throws IOException {
    FramePredictor predictor = predictor();
    Picture first = CLIP.get(0);
    List<PredictedFrame> chain =
        FrameChains.encode(predictor, List.of(first, first, CLIP.get(1), CLIP.get(2)), 60);
    assertThat(FramePayload.parse(chain.get(0).payload()).isCoded()).isFalse();
    assertThat(FramePayload.parse(chain.get(1).payload()).moved()).isTrue();
    FrameChains.assertDecodes(predictor, first, chain);
    // Its reference and what that was predicted from are the same picture, and its flow is zero:
    // as far as networks see, there is no history.
    PredictedFrame alone =
        predictor.encode(CLIP.get(1), predictor.start(first), 60, CodecListener.SILENT);
    assertThat(chain.get(1).payload()).isEqualTo(alone.payload());
  }

  @Test
  void familyWithoutHistories_ignoresThem(@TempDir Path folder) throws IOException {
    copied(folder, "tiny-dvc");
    try (LicCodec codec = open(folder)) {
      FramePredictor forgetful = codec.predictor("tiny-dvc");
      assertThat(forgetful.family()).isEqualTo("dvc");
      List<PredictedFrame> chain = new ArrayList<>();
      List<PredictedFrame> remembered = FrameChains.encode(predictor(), CLIP, 60);
      Picture before = CLIP.get(0);
      for (int i = 1; i < CLIP.size(); i++) {
        FrameReferences alone = forgetful.start(before);
        PredictedFrame coded = forgetful.encode(CLIP.get(i), alone, 60, CodecListener.SILENT);
        assertThat(coded.after().history()).isEmpty();
        // A history that there is all the same changes nothing.
        FrameReferences laden =
            new FrameReferences(before, remembered.get(i - 1).after().history());
        assertThat(forgetful.encode(CLIP.get(i), laden, 60, CodecListener.SILENT).payload())
            .isEqualTo(coded.payload());
        assertThat(forgetful.decode(coded.payload(), laden, CodecListener.SILENT).newest())
            .isEqualTo(coded.after().newest());
        chain.add(coded);
        before = coded.after().newest();
      }
      FrameChains.assertDecodes(forgetful, CLIP.get(0), chain);
      // Frames after a key frame are those of the other family; later ones are not.
      assertThat(chain.get(0).payload()).isEqualTo(remembered.get(0).payload());
      assertThat(chain.get(1).payload()).isNotEqualTo(remembered.get(1).payload());
    }
  }

  @Test
  void familyWithDeformableCompensation_remembersTooAndPredictsOtherwise() throws IOException {
    FramePredictor deforming = CODEC.predictor("tiny-fvc");
    assertThat(deforming.family()).isEqualTo("fvc");
    for (double quality : new double[] {60, 90}) {
      List<PredictedFrame> chain = FrameChains.encode(deforming, CLIP, quality);
      FrameChains.assertDecodes(deforming, CLIP.get(0), chain);
      assertThat(chain).allMatch(frame -> frame.after().history().isPresent());
      assertThat(FramePayload.parse(chain.get(1).payload()).moved()).isTrue();
      FrameReferences references = chain.get(0).after();
      byte[] payload = chain.get(1).payload();
      assertThatThrownBy(() -> predictor().decode(payload, references, CodecListener.SILENT))
          .isInstanceOf(LicFormatException.class);
    }
  }

  @Test
  void packOfOneFamily_sharesTheFilesOfTheOther(@TempDir Path folder) throws IOException {
    copied(folder, "tiny-video");
    Path shared = Files.createDirectory(folder.resolve("tiny-shared"));
    Files.writeString(
        shared.resolve("manifest.json"),
        manifest("tiny-shared")
            .replaceAll("(\"sha256\": \"[0-9a-f]{64}\")", "$1, \"pack\": \"tiny-video\""));
    try (LicCodec codec = open(folder)) {
      assertThat(LicCodec.packs(settings(folder)))
          .filteredOn(pack -> pack.id().equals("tiny-shared"))
          .singleElement()
          .matches(pack -> pack.video() && pack.family().equals("dvc"))
          .matches(pack -> pack.problems().isEmpty());
      FramePredictor predictor = codec.predictor("tiny-shared");
      FrameChains.assertDecodes(predictor, CLIP.get(0), FrameChains.encode(predictor, CLIP, 60));
    }
  }

  @Test
  void malformedFactors_areTold(@TempDir Path folder) throws IOException {
    Path pack = copied(folder, "tiny-broken");
    byte[] sound = Files.readAllBytes(pack.resolve(FACTORS));
    byte[] beyond = sound.clone();
    ByteBuffer.wrap(beyond).putShort(4, (short) 0x0101 /* 257 in either order */);
    assertRefused(pack, beyond, "byte 4: factors of flow: -256 to 256 expected, found 257");
    byte[] longer = ByteBuffer.allocate(sound.length + 2).put(sound).array();
    assertRefused(pack, longer, "byte 0: factors of flow: 120 bytes expected, found 122");
    assertRefused(pack, new byte[0], "byte 0: factors of flow: 120 bytes expected, found 0");
  }

  private static void assertRefused(Path pack, byte[] factors, String message) throws IOException {
    Path manifest = pack.resolve("manifest.json");
    String before = sha256(Files.readAllBytes(pack.resolve(FACTORS)));
    Files.write(pack.resolve(FACTORS), factors);
    Files.writeString(manifest, Files.readString(manifest).replace(before, sha256(factors)));
    try (LicCodec codec = open(pack.getParent())) {
      assertThatThrownBy(() -> codec.predictor("tiny-broken"))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("pack tiny-broken: " + message);
    }
  }

  /** A copy of the tiny pack that is of the family without histories. */
  private static Path copied(Path folder, String id) throws IOException {
    Path pack = Files.createDirectory(folder.resolve(id));
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/packs/tiny-video"))) {
      for (Path file : files.toList()) {
        Files.copy(file, pack.resolve(file.getFileName()));
      }
    }
    Files.writeString(pack.resolve("manifest.json"), manifest(id));
    return pack;
  }

  private static String manifest(String id) throws IOException {
    return Files.readString(Path.of("src/test/resources/packs/tiny-video/manifest.json"))
        .replace("\"id\": \"tiny-video\"", "\"id\": \"" + id + "\"")
        .replace("\"family\": 5", "\"family\": 4")
        .replace("\"familyName\": \"mlvc\"", "\"familyName\": \"dvc\"");
  }

  private static CodecSettings settings(Path folder) {
    return new CodecSettings(Device.CPU, 2, Optional.of(folder));
  }

  private static LicCodec open(Path folder) {
    return LicCodec.open(settings(folder));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
