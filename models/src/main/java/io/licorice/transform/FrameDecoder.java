package io.licorice.transform;

import io.licorice.bitstream.FramePayload;
import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.RansDecoder;
import io.licorice.lossless.MotionMemory;
import java.io.IOException;
import java.util.Optional;

/** Decodes one predicted frame; used by one thread. */
final class FrameDecoder {
  private final VideoModel model;
  private final DecodedFrame reference;
  private final CellBlock block;

  FrameDecoder(VideoModel model, DecodedFrame reference) {
    this.model = model;
    this.reference = reference;
    this.block = reference.planes().block();
  }

  /** A frame, and the encoder's check of it. */
  private record Checked(DecodedFrame frame, int check) {}

  DecodedFrame decode(byte[] payload) throws IOException {
    FramePayload parts = FramePayload.parse(payload);
    if (parts.quality() >= model.qualitySteps()) {
      throw new LicFormatException(
          0, "quality step " + parts.quality() + ", the pack has " + model.qualitySteps());
    }
    Checked decoded =
        parts.isCoded()
            ? decodeStream(payload, parts)
            : new Checked(model.repeated(reference), parts.check());
    int found = decoded.frame.planes().check();
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

  private Checked decodeStream(byte[] payload, FramePayload parts) throws IOException {
    Optional<CellModes> modes = modes(parts);
    RansDecoder coder =
        RansDecoder.ofShort(model.tables(), payload, parts.offset(), parts.rest().length);
    FrameMotion motion = parts.moved() ? moved(coder, parts) : model.still(reference);
    FramePrediction prediction = motion.prediction();
    Optional<float[]> hyper = model.hyperBefore(reference);
    float[] made = prediction.shown();
    if (parts.corrected()) {
      ResidualPrior.Decoded residual = residual(coder, parts, prediction, hyper);
      QualityStep step = model.prior().at(parts.quality());
      made = model.networks().reconstruct(residual.latents(), prediction, step, block);
      hyper = Optional.of(residual.hyperLatents());
    }
    float[] frame =
        modes.isPresent()
            ? modes.get().select(made, prediction.warped(), reference.planes().centred())
            : made;
    FramePlanes like = reference.planes();
    FramePlanes planes = FramePlanes.ofCentred(like.width(), like.height(), frame);
    FrameHistory history = model.remembered(motion.history().withHyper(hyper), reference, modes);
    return new Checked(model.decoded(planes, history), coder.finishShort());
  }

  private Optional<CellModes> modes(FramePayload parts) throws LicFormatException {
    try {
      return parts.isMixed()
          ? Optional.of(CellModes.parse(parts.modes(), block, model.memory(reference)))
          : Optional.empty();
    } catch (LicFormatException e) {
      throw e.withBase(parts.modesOffset());
    }
  }

  private FrameMotion moved(RansDecoder coder, FramePayload parts) throws IOException {
    QualityStep flowStep = model.flowPrior().at(parts.quality(), parts.coarseness());
    ExpectedFlow expected = model.expectFlow(reference);
    float[] missed = model.flowPrior().decode(coder, block, flowStep, expected.context());
    QualityStep ofFrame = model.prior().at(parts.quality());
    float[] latents = expected.plus(missed);
    FlowField smooth = model.networks().flow(latents, block);
    FlowField flow = withVectors(smooth, parts, model.memory(reference));
    FramePlanes from = reference.planes();
    return model.move(flow, model.warp(from, flow), latents, reference, from.centred(), ofFrame);
  }

  private static FlowField withVectors(FlowField flow, FramePayload parts, MotionMemory before)
      throws LicFormatException {
    try {
      return parts.hasVectors() ? flow.with(flow.parseVectors(parts.vectors(), before)) : flow;
    } catch (LicFormatException e) {
      throw e.withBase(parts.vectorsOffset());
    }
  }

  private ResidualPrior.Decoded residual(
      RansDecoder coder, FramePayload parts, FramePrediction prediction, Optional<float[]> before)
      throws IOException {
    float[] context = model.networks().context(prediction, block);
    ResidualPrior.Known known = new ResidualPrior.Known(context, before);
    return model.prior().decode(coder, block, parts.quality(), known);
  }
}
