package io.licorice.transform;

/**
 * A frame as flow, or its absence, makes it of its reference.
 *
 * @param prediction what a residual is added to
 * @param history what is kept of it for the next frame
 */
record FrameMotion(FramePrediction prediction, FrameHistory history) {}
