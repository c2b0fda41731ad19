package io.licorice.transform;

import io.licorice.bitstream.FramePayload;
import io.licorice.entropy.RansEncoder;
import io.licorice.transform.MotionEncoder.Motion;
import io.licorice.transform.VideoModel.CodedFrame;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Codes one predicted frame: with or without flow, with or without a residual, with or without
 * cells that show the reference, warped or not, whichever costs the least in squared error and bits
 * together. Used by one thread.
 */
final class FrameEncoder {
  /** The share of bits wasted from which on a residual is chosen once more without them. */
  private static final double WASTED = 0.07;

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

  /** Cell modes and their bytes. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record CodedModes(CellModes modes, byte[] bytes) {}

  /**
   * A way to code the frame.
   *
   * @param flow what is coded for its flow and vectors, if anything
   * @param residual what is coded for its residual, if anything
   * @param modes which cells do not show what networks made, if any
   * @param motion what the reference becomes
   * @param made what networks make of it, samples less 128
   * @param decoded what a decoder makes of it
   * @param cost squared error, and bits at their price
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Attempt(
      Optional<Motion> flow,
      Optional<ResidualPrior.Chosen> residual,
      Optional<CodedModes> modes,
      FrameMotion motion,
      float[] made,
      FramePlanes decoded,
      double cost) {
    Attempt orCheaper(Attempt other) {
      return other.cost < cost ? other : this;
    }
  }

  CodedFrame encode() throws IOException {
    FrameMotion none = model.still(reference);
    float[] referenceCentred = none.prediction().warped();
    Attempt still = attempt(Optional.empty(), Optional.empty(), none, referenceCentred);
    if (still.cost == 0) {
      return coded(still);
    }
    Attempt predicted = still.orCheaper(moved(referenceCentred));
    Analysed analysed = analysed(predicted.motion.prediction());
    Attempt corrected = corrected(predicted, analysed, cell -> true);
    Attempt best = predicted.orCheaper(corrected);
    if (predicted.flow.isPresent()) {
      best = best.orCheaper(mixed(predicted, modes(predicted, referenceCentred), referenceCentred));
    }
    CellModes modes = modes(corrected, referenceCentred);
    if (wasted(corrected, modes) < WASTED) {
      return coded(best.orCheaper(mixed(corrected, modes, referenceCentred)));
    }
    Attempt fewer = corrected(predicted, analysed, modes::isDecoded);
    modes = modes.and(modes(fewer, referenceCentred));
    return coded(best.orCheaper(mixed(fewer, modes, referenceCentred)));
  }

  /** The share of an attempt's bits that residuals have in cells which do not show them. */
  private double wasted(Attempt attempt, CellModes modes) {
    ResidualPrior.Chosen residual = attempt.residual.orElseThrow();
    double[] ofCells = residual.cellBits();
    double bits = 0;
    for (int cell = 0; cell < ofCells.length; cell++) {
      bits += modes.isDecoded(cell) ? 0 : ofCells[cell];
    }
    return bits / (residual.bits() + attempt.flow.map(Motion::codedBits).orElse(0.0));
  }

  private Attempt attempt(
      Optional<Motion> flow,
      Optional<ResidualPrior.Chosen> residual,
      FrameMotion motion,
      float[] made) {
    double bits =
        flow.map(Motion::codedBits).orElse(0.0)
            + residual.map(ResidualPrior.Chosen::bits).orElse(0.0);
    FramePlanes decoded = planes(made);
    double cost = frame.squaredError(decoded) + bitPrice * bits;
    return new Attempt(flow, residual, Optional.empty(), motion, made, decoded, cost);
  }

  private Attempt moved(float[] referenceCentred) throws IOException {
    Motion found = new MotionEncoder(model, frame, reference, quality).find(centred, step);
    FrameMotion motion =
        model.move(
            found.field(), found.warped(), found.latents(), reference, referenceCentred, step);
    return attempt(Optional.of(found), Optional.empty(), motion, motion.prediction().shown());
  }

  /**
   * What networks say of a residual before any of it is coded.
   *
   * @param y its latents
   * @param known what prediction and reference say of them
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Analysed(float[] y, ResidualPrior.Known known) {}

  private Analysed analysed(FramePrediction prediction) throws IOException {
    VideoNetworks networks = model.networks();
    float[] context = networks.context(prediction, block);
    return new Analysed(
        networks.analyse(centred, prediction, block),
        new ResidualPrior.Known(context, model.hyperBefore(reference)));
  }

  /**
   * With a residual.
   *
   * @param cells those that have one
   */
  private Attempt corrected(Attempt predicted, Analysed analysed, IntPredicate cells)
      throws IOException {
    FramePrediction prediction = predicted.motion.prediction();
    ResidualPrior.Chosen residual =
        model.prior().choose(analysed.y, block, quality, analysed.known, cells);
    float[] made = model.networks().reconstruct(residual.decoded(), prediction, step, block);
    return attempt(predicted.flow, Optional.of(residual), predicted.motion, made);
  }

  /** The modes that are the cheapest for what was coded. */
  private CellModes modes(Attempt attempt, float[] referenceCentred) {
    double[] made = frame.squaredErrors(attempt.made);
    if (attempt.residual.isPresent()) {
      double[] bits = attempt.residual.get().cellBits();
      for (int i = 0; i < made.length; i++) {
        made[i] += bitPrice * bits[i];
      }
    }
    double[] warped = frame.squaredErrors(attempt.motion.prediction().warped());
    double[][] costs = {made, warped, frame.squaredErrors(referenceCentred)};
    return CellModes.cheapest(costs, block, bitPrice);
  }

  private Attempt mixed(Attempt attempt, CellModes modes, float[] referenceCentred) {
    if (modes.areAllDecoded()) {
      return attempt;
    }
    CodedModes coded = new CodedModes(modes, modes.toBytes(model.memory(reference)));
    float[] warped = attempt.motion.prediction().warped();
    Attempt mixed =
        attempt(
            attempt.flow,
            attempt.residual,
            attempt.motion,
            modes.select(attempt.made, warped, referenceCentred));
    double cost = mixed.cost + bitPrice * Byte.SIZE * (coded.bytes.length + 1);
    return new Attempt(
        attempt.flow,
        attempt.residual,
        Optional.of(coded),
        attempt.motion,
        mixed.made,
        mixed.decoded,
        cost);
  }

  private FramePlanes planes(float[] values) {
    return FramePlanes.ofCentred(frame.width(), frame.height(), values);
  }

  private CodedFrame coded(Attempt attempt) {
    int check = attempt.decoded.check();
    boolean moved = attempt.flow.isPresent();
    boolean corrected = attempt.residual.isPresent();
    if (!moved && !corrected) {
      byte[] payload = FramePayload.repeated(quality, check).toBytes();
      return new CodedFrame(payload, model.repeated(reference));
    }
    RansEncoder coder = new RansEncoder(model.tables());
    attempt.flow.ifPresent(motion -> motion.flow().addTo(coder));
    attempt.residual.ifPresent(residual -> residual.addTo(coder));
    byte[] modes = attempt.modes.map(CodedModes::bytes).orElse(new byte[0]);
    byte[] stream = coder.finishShort(check);
    byte[] vectors = attempt.flow.map(Motion::vectors).orElse(new byte[0]);
    int coarseness = attempt.flow.map(Motion::coarseness).orElse(0);
    FramePayload payload =
        new FramePayload(quality, moved, coarseness, corrected, modes, vectors, stream);
    return new CodedFrame(payload.toBytes(), model.decoded(attempt.decoded, history(attempt)));
  }

  private FrameHistory history(Attempt attempt) {
    Optional<float[]> hyper =
        attempt
            .residual
            .map(ResidualPrior.Chosen::hyperLatents)
            .or(() -> model.hyperBefore(reference));
    Optional<CellModes> modes = attempt.modes.map(CodedModes::modes);
    return model.remembered(attempt.motion.history().withHyper(hyper), reference, modes);
  }
}
