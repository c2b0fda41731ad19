package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.bitstream.FramePayload;
import io.licorice.bitstream.LicFormatException;
import io.licorice.support.Exhaustive;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Payloads that no encoder made: each is refused, or is the frame after all. */
class FrameDamageTest {
  private static final LicCodec CODEC = LicCodec.open(FrameChains.SETTINGS);
  private static final List<Picture> CLIP = TestClips.panned(3, 45, 33, 8);

  /** Of each payload. */
  private static final int TRIES = 20;

  @AfterAll
  static void close() throws IOException {
    CODEC.close();
  }

  @Test
  void damagedPayloads_areRefused() throws IOException {
    damage(4000, 1);
  }

  @Test
  @Exhaustive
  void hundredThousandDamagedPayloads_areRefused() throws IOException {
    damage(100_000, 2);
  }

  private static void damage(int count, long seed) throws IOException {
    FramePredictor predictor = CODEC.predictor(FrameChains.PACK);
    SplittableRandom random = new SplittableRandom(seed);
    FrameReferences key = predictor.start(CLIP.get(0));
    FrameReferences predicted =
        predictor.encode(CLIP.get(1), key, 60, CodecListener.SILENT).after();
    int refused = 0;
    for (int n = 0; n < count / TRIES; n++) {
      Picture frame = CLIP.get(n % CLIP.size());
      FrameReferences start = n % 2 == 0 ? key : predicted;
      double quality = n / CLIP.size() % 5 * 25;
      PredictedFrame coded = predictor.encode(frame, start, quality, CodecListener.SILENT);
      for (int i = 0; i < TRIES; i++) {
        byte[] damaged = damaged(coded.payload(), random);
        refused += refused(predictor, damaged, start, coded.after().newest()) ? 1 : 0;
      }
    }
    assertThat(refused).isGreaterThan(count / 2);
  }

  private static boolean refused(
      FramePredictor predictor, byte[] payload, FrameReferences start, Picture sound)
      throws IOException {
    try {
      Picture decoded = predictor.decode(payload, start, CodecListener.SILENT).newest();
      // Bits of the quality of a frame that repeats its reference, and no others, mean nothing.
      assertThat(decoded).isEqualTo(sound);
      return false;
    } catch (LicFormatException e) {
      assertThat(e.offset()).isBetween(0L, (long) payload.length);
      return true;
    }
  }

  private static byte[] damaged(byte[] payload, SplittableRandom random) {
    byte[] bytes = payload.clone();
    switch (random.nextInt(6)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(6));
      case 4 -> {
        bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
      }
      default -> {
        byte[] stream = new byte[4 + 2 * random.nextInt(60)];
        random.nextBytes(stream);
        byte[] modes = new byte[random.nextInt(30)];
        random.nextBytes(modes);
        byte[] vectors = new byte[random.nextInt(30)];
        random.nextBytes(vectors);
        boolean moved = vectors.length > 0 || random.nextBoolean();
        int quality = random.nextInt(4000);
        int coarseness = moved ? random.nextInt(FramePayload.COARSEST + 1) : 0;
        FramePayload made =
            new FramePayload(quality, moved, coarseness, true, modes, vectors, stream);
        bytes = made.toBytes();
      }
    }
    return bytes;
  }

  @Test
  void everyBitOfAPayload_counts() throws IOException {
    FramePredictor predictor = CODEC.predictor(FrameChains.PACK);
    FrameReferences start = predictor.start(CLIP.get(0));
    PredictedFrame coded = withoutModes(predictor, start);
    assertThat(coded.payload().length).isGreaterThan(20);
    for (int bit = 0; bit < 8 * coded.payload().length; bit++) {
      byte[] damaged = coded.payload().clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(refused(predictor, damaged, start, coded.after().newest()))
          .as("bit %d", bit)
          .isTrue();
    }
  }

  /** Where cells have modes, a bit may tell between two that show the same. */
  private static PredictedFrame withoutModes(FramePredictor predictor, FrameReferences start)
      throws IOException {
    for (Picture picture : CLIP.subList(1, CLIP.size())) {
      for (int quality = 20; quality <= 100; quality += 5) {
        PredictedFrame coded = predictor.encode(picture, start, quality, CodecListener.SILENT);
        FramePayload parts = FramePayload.parse(coded.payload());
        if (!parts.isMixed() && parts.corrected() && parts.moved()) {
          return coded;
        }
      }
    }
    throw new AssertionError("all frames have cell modes");
  }
}
