package io.licorice.transform;

import io.licorice.bitstream.FramePayload;
import io.licorice.lossless.MotionVectors;
import java.io.IOException;

/**
 * Finds the motion of one predicted frame: flow, as coarse as pays, and the vectors of blocks that
 * do not move as it says. Used by one thread.
 */
final class MotionEncoder {
  /** What is tried first, and then what is on both sides of it, as long as that is better. */
  private static final int FIRST_COARSENESS = 1;

  private final VideoModel model;
  private final FramePlanes frame;
  private final DecodedFrame reference;
  private final CellBlock block;
  private final int quality;
  private final ResidualPrice price;
  private final WholeVectorSearch whole;
  private final WholeVectorSearch beside;

  MotionEncoder(VideoModel model, FramePlanes frame, DecodedFrame reference, int quality) {
    this.model = model;
    this.frame = frame;
    this.reference = reference;
    this.block = frame.block();
    this.quality = quality;
    this.price = new ResidualPrice(model.squaredErrorPerBit(quality));
    this.whole = new WholeVectorSearch(frame, reference.planes(), price);
    this.beside = whole.another();
  }

  /**
   * Motion that may be coded.
   *
   * @param flow what latents of flow differ by from what is expected of them
   * @param coarseness of flow
   * @param vectors which blocks do not move as flow says, coded; empty if all do
   * @param latents of flow, decoded
   * @param field flow with vectors
   * @param warped the reference where it takes it, samples less 128
   * @param residualBits what the residual that it leaves is taken to cost
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Motion(
      FlowPrior.Chosen flow,
      int coarseness,
      byte[] vectors,
      float[] latents,
      FlowField field,
      float[] warped,
      double residualBits) {
    /** Bits of flow and vectors. */
    double codedBits() {
      int bytes = vectors.length + coarseness > 0 ? vectors.length + 2 : 0;
      return flow.bits() + Byte.SIZE * bytes;
    }

    boolean isCheaperThan(Motion other) {
      return codedBits() + residualBits < other.codedBits() + other.residualBits;
    }
  }

  /**
   * The cheapest motion.
   *
   * @param centred the frame less 128
   * @param step of the frame, not of its flow
   */
  Motion find(float[] centred, QualityStep step) throws IOException {
    VideoNetworks networks = model.networks();
    float[] estimate = networks.estimate(frame, reference.planes(), model.flowWorth(quality));
    float[] roughly = model.warp(reference.planes(), FlowField.nearest(block, estimate));
    float[] y = networks.analyseFlow(estimate, centred, roughly, step, block);
    ExpectedFlow expected = model.expectFlow(reference);
    PassThreads.Both<Motion> tried =
        model
            .threads()
            .both(
                () -> motion(y, expected, FIRST_COARSENESS, whole),
                () -> motion(y, expected, FIRST_COARSENESS + 1, beside));
    return tried.second().isCheaperThan(tried.first())
        ? climb(y, expected, tried.second(), 1)
        : climb(y, expected, tried.first(), -1);
  }

  /** Goes on to other coarseness while that is cheaper. */
  private Motion climb(float[] y, ExpectedFlow expected, Motion from, int direction)
      throws IOException {
    Motion best = from;
    int next = from.coarseness + direction;
    while (next >= 0 && next <= FramePayload.COARSEST) {
      Motion other = motion(y, expected, next, whole);
      if (!other.isCheaperThan(best)) {
        break;
      }
      best = other;
      next += direction;
    }
    return best;
  }

  private Motion motion(float[] y, ExpectedFlow expected, int coarseness, WholeVectorSearch known)
      throws IOException {
    QualityStep step = model.flowPrior().at(quality, coarseness);
    FlowPrior.Chosen flow =
        model.flowPrior().choose(expected.missedBy(y), block, step, expected.context());
    float[] latents = expected.plus(flow.decoded());
    FlowField smooth = model.networks().flow(latents, block);
    float[] warped = model.warp(reference.planes(), smooth);
    VectorSearch search = new VectorSearch(frame, reference.planes(), smooth, known, price);
    MotionVectors vectors = search.find(warped);
    FlowField field = smooth.with(vectors);
    byte[] coded = new byte[0];
    if (vectors.isAnyGiven()) {
      coded = vectors.toBytes(model.memory(reference));
      warped = model.warp(reference.planes(), field);
    }
    double residualBits = search.residualBits(warped);
    return new Motion(flow, coarseness, coded, latents, field, warped, residualBits);
  }
}
