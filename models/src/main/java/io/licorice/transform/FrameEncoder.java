package io.licorice.transform;

import io.licorice.bitstream.FramePayload;
import io.licorice.entropy.RansEncoder;
import io.licorice.transform.LatentPrior.Chosen;
import io.licorice.transform.VideoModel.CodedFrame;
import java.io.IOException;
import java.util.Optional;

/**
 * Codes one predicted frame: with or without flow, with or without a residual, whichever costs the
 * least in squared error and bits together. Used by one thread.
 */
final class FrameEncoder {
  private final VideoModel model;
  private final FramePlanes frame;
  private final DecodedFrame reference;
  private final CellBlock block;
  private final int quality;
  private final QualityStep step;
  private final double bitPrice;
  private final float[] centred;

  FrameEncoder(VideoModel model, FramePlanes frame, DecodedFrame reference, int quality) {
    this.model = model;
    this.frame = frame;
    this.reference = reference;
    this.block = frame.block();
    this.quality = quality;
    this.step = model.prior().at(quality);
    this.bitPrice = model.squaredErrorPerBit(quality);
    this.centred = frame.centred();
  }

  /**
   * A way to code the frame.
   *
   * @param flow what is coded for its flow, if anything
   * @param residual what is coded for its residual, if anything
   * @param motion what the reference becomes
   * @param decoded what a decoder makes of it
   * @param cost squared error, and bits at their price
   */
  private record Attempt(
      Optional<Chosen> flow,
      Optional<Chosen> residual,
      FrameMotion motion,
      FramePlanes decoded,
      double cost) {
    boolean isCheaperThan(Attempt other) {
      return cost < other.cost;
    }
  }

  CodedFrame encode() throws IOException {
    FrameMotion none = model.still(reference);
    Attempt still = attempt(Optional.empty(), Optional.empty(), none, reference.planes());
    if (still.cost == 0) {
      return coded(still);
    }
    Attempt moved = moved(none.prediction().warped());
    Attempt predicted = moved.isCheaperThan(still) ? moved : still;
    Attempt corrected = corrected(predicted);
    return coded(corrected.isCheaperThan(predicted) ? corrected : predicted);
  }

  private Attempt attempt(
      Optional<Chosen> flow, Optional<Chosen> residual, FrameMotion motion, FramePlanes decoded) {
    double bits = flow.map(Chosen::bits).orElse(0.0) + residual.map(Chosen::bits).orElse(0.0);
    double cost = frame.squaredError(decoded) + bitPrice * bits;
    return new Attempt(flow, residual, motion, decoded, cost);
  }

  private Attempt moved(float[] referenceCentred) throws IOException {
    VideoNetworks networks = model.networks();
    float[] estimate = networks.estimate(frame, reference.planes(), model.flowWorth(quality));
    float[] roughly = IntegerWarp.warp(reference.planes(), FlowField.nearest(block, estimate));
    float[] y = networks.analyseFlow(estimate, centred, roughly, step, block);
    QualityStep flowStep = model.flowPrior().at(quality);
    ExpectedFlow expected = model.expectFlow(reference);
    Chosen flow =
        model.flowPrior().choose(expected.missedBy(y), block, flowStep, expected.context());
    float[] decoded = expected.plus(flow.decoded());
    FrameMotion motion = model.move(decoded, reference, referenceCentred, step);
    return attempt(
        Optional.of(flow), Optional.empty(), motion, planes(motion.prediction().shown()));
  }

  private Attempt corrected(Attempt predicted) throws IOException {
    VideoNetworks networks = model.networks();
    FramePrediction prediction = predicted.motion.prediction();
    float[] context = networks.context(prediction, block);
    float[] y = networks.analyse(centred, prediction, block);
    Chosen residual = model.prior().choose(y, block, step, context);
    float[] added = networks.synthesise(residual.decoded(), prediction, step, block);
    return attempt(
        predicted.flow,
        Optional.of(residual),
        predicted.motion,
        planes(prediction.corrected(added)));
  }

  private FramePlanes planes(float[] values) {
    return FramePlanes.ofCentred(frame.width(), frame.height(), values);
  }

  private CodedFrame coded(Attempt attempt) {
    DecodedFrame decoded = model.decoded(attempt.decoded, attempt.motion.history());
    int check = attempt.decoded.check();
    boolean moved = attempt.flow.isPresent();
    boolean corrected = attempt.residual.isPresent();
    if (!moved && !corrected) {
      return new CodedFrame(FramePayload.repeated(quality, check).toBytes(), decoded);
    }
    RansEncoder coder = new RansEncoder(model.tables());
    attempt.flow.ifPresent(flow -> flow.addTo(coder));
    attempt.residual.ifPresent(residual -> residual.addTo(coder));
    FramePayload payload = new FramePayload(quality, moved, corrected, coder.finishShort(check));
    return new CodedFrame(payload.toBytes(), decoded);
  }
}
