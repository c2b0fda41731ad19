package io.licorice.transform;

import io.licorice.bitstream.FramePayload;
import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import java.io.IOException;

/** Decodes one predicted frame; used by one thread. */
final class FrameDecoder {
  private final VideoModel model;
  private final FramePlanes reference;
  private final CellBlock block;

  FrameDecoder(VideoModel model, FramePlanes reference) {
    this.model = model;
    this.reference = reference;
    this.block = reference.block();
  }

  /** A frame, and the encoder's check of it. */
  private record Checked(FramePlanes frame, int check) {}

  FramePlanes decode(byte[] payload) throws IOException {
    FramePayload parts = FramePayload.parse(payload);
    if (parts.quality() >= model.qualitySteps()) {
      throw new LicFormatException(
          0, "quality step " + parts.quality() + ", the pack has " + model.qualitySteps());
    }
    Checked decoded = parts.isCoded() ? decodeStream(parts) : new Checked(reference, parts.check());
    int found = decoded.frame.check();
    if (found != decoded.check) {
      throw new LicFormatException(
          0,
          String.format(
              "the decoded frame has check %04x, the encoder's had %04x: it, or what it is"
                  + " predicted from, is not what was encoded",
              found, decoded.check));
    }
    return decoded.frame;
  }

  private Checked decodeStream(FramePayload parts) throws IOException {
    byte[] stream = parts.rest();
    try {
      RansDecoder coder = RansDecoder.ofShort(model.tables(), stream, 0, stream.length);
      FramePrediction prediction =
          parts.moved() ? moved(coder, parts) : FramePrediction.still(reference);
      float[] frame = parts.corrected() ? corrected(coder, parts, prediction) : prediction.shown();
      return new Checked(
          FramePlanes.ofCentred(reference.width(), reference.height(), frame), coder.finishShort());
    } catch (LicFormatException e) {
      throw e.withBase(parts.offset());
    }
  }

  private FramePrediction moved(RansDecoder coder, FramePayload parts) throws IOException {
    QualityStep flowStep = model.flowPrior().at(parts.quality());
    float[] latents = model.flowPrior().decode(coder, block, flowStep, LatentPrior.NO_CONTEXT);
    QualityStep ofFrame = model.prior().at(parts.quality());
    return model.predict(latents, reference, reference.centred(), ofFrame);
  }

  private float[] corrected(RansDecoder coder, FramePayload parts, FramePrediction prediction)
      throws IOException {
    QualityStep step = model.prior().at(parts.quality());
    float[] context = model.networks().context(prediction, block);
    float[] latents = model.prior().decode(coder, block, step, context);
    return prediction.corrected(model.networks().synthesise(latents, prediction, step, block));
  }
}
