package io.licorice.video;

import io.licorice.codec.Picture;

/**
 * A frame that was encoded.
 *
 * @param source the frame as it was given
 * @param packet its packet
 * @param decoded the frame as decoders show it: three planes of 8 bits; shared, not to be changed
 * @param quality that it was coded with, 0 to 100
 */
public record EncodedFrame(TimedFrame source, LvcPacket packet, Picture decoded, double quality) {}
