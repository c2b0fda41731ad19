package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short forms of what tests of predicted frames do again and again, with the tiny pack. */
final class FrameChains {
  static final String PACK = "tiny-video";

  static final CodecSettings SETTINGS =
      new CodecSettings(Device.CPU, 2, Optional.of(Path.of("src/test/resources/packs")));

  private FrameChains() {}

  /** Codes all frames of a clip but the first. */
  static List<PredictedFrame> encode(FramePredictor predictor, List<Picture> clip, double quality)
      throws IOException {
    List<PredictedFrame> coded = new ArrayList<>();
    FrameReferences references = predictor.start(clip.get(0));
    for (Picture frame : clip.subList(1, clip.size())) {
      PredictedFrame next = predictor.encode(frame, references, quality, CodecListener.SILENT);
      references = next.after();
      coded.add(next);
    }
    return coded;
  }

  /** Decodes a chain and expects what its encoder had. */
  static void assertDecodes(FramePredictor predictor, Picture key, List<PredictedFrame> chain)
      throws IOException {
    FrameReferences references = predictor.start(key);
    for (PredictedFrame frame : chain) {
      references = predictor.decode(frame.payload(), references, CodecListener.SILENT);
      assertThat(references.newest()).isEqualTo(frame.after().newest());
    }
  }

  static int bytes(List<PredictedFrame> chain) {
    return chain.stream().mapToInt(frame -> frame.payload().length).sum();
  }
}
