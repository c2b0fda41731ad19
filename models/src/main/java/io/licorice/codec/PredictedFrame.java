package io.licorice.codec;

/**
 * A coded frame.
 *
 * @param payload its bytes, handed over; {@link FramePredictor#decode} takes them
 * @param after what the next frame is predicted from; its newest frame is this one as decoded
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record PredictedFrame(byte[] payload, FrameReferences after) {}
