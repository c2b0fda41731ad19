package io.licorice.transform;

import io.licorice.lossless.MotionMemory;
import java.util.Optional;

/**
 * What a decoder keeps of a predicted frame beside its samples: what it was predicted from, and
 * how. Flow of the next frame is coded after that flow, and the next frame is also predicted from
 * that frame. See {@code models/doc/predicted-frames.md}, section "History".
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class FrameHistory {
  private final FramePlanes older;
  private final FlowField flow;
  private final float[] latents;
  private final Optional<float[]> hyper;
  private final MotionMemory memory;

  private FrameHistory(
      FramePlanes older,
      FlowField flow,
      float[] latents,
      Optional<float[]> hyper,
      MotionMemory memory) {
    this.older = older;
    this.flow = flow;
    this.latents = latents;
    this.hyper = hyper;
    this.memory = memory;
  }

  /**
   * The history of a frame that was predicted with flow and has no residual.
   *
   * @param older what it was predicted from
   * @param flow where that shows what it shows
   * @param latents the decoded latents of that flow: channels x height x width; kept
   */
  FrameHistory(FramePlanes older, FlowField flow, float[] latents) {
    this(older, flow, latents, Optional.empty(), MotionMemory.USUAL);
  }

  /** The same with hyper-latents of the residual in sixteenths, or else those before; kept. */
  FrameHistory withHyper(Optional<float[]> hyperLatents) {
    return new FrameHistory(older, flow, latents, hyperLatents, memory);
  }

  /** The same with what vectors and modes of the next frame are expected to be like. */
  FrameHistory withMemory(MotionMemory ofMotion) {
    return new FrameHistory(older, flow, latents, hyper, ofMotion);
  }

  /** The history of a frame that was predicted without flow. */
  static FrameHistory still(FramePlanes older, int flowLatents) {
    CellBlock block = older.block();
    return new FrameHistory(older, FlowField.none(block), new float[flowLatents * block.cells()]);
  }

  FramePlanes older() {
    return older;
  }

  FlowField flow() {
    return flow;
  }

  /** Integers, not to be changed. */
  float[] latents() {
    return latents;
  }

  /** What vectors and modes of the next frame are expected to be like. */
  MotionMemory memory() {
    return memory;
  }

  /** Hyper-latents of the last residual that is known, in sixteenths, not to be changed. */
  Optional<float[]> hyper() {
    return hyper;
  }
}
