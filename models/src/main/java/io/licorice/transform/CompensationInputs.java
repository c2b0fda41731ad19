package io.licorice.transform;

import io.licorice.runtime.OnnxGraph.Tensor;

/**
 * What the networks know that find what a warped reference lacks. Samples are less 128.
 *
 * @param warped the reference where flow takes it
 * @param reference the reference
 * @param second the frame before the reference, warped; without a history the warped reference
 * @param flow of every second row and column, in sixteenths of a pixel
 * @param quality the frame's quality plane
 */
record CompensationInputs(
    Tensor warped, Tensor reference, Tensor second, Tensor flow, Tensor quality) {
  /** All of them in the order that these networks have them in. */
  Tensor[] inOrder() {
    return new Tensor[] {warped, reference, second, flow, quality};
  }

  /** Samples of all planes of a frame. */
  int samples() {
    return warped.values().length;
  }
}
