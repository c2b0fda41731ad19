package io.licorice.codec;

/**
 * What the encoder made.
 *
 * @param bytes the whole file; the array is the caller's
 * @param model id of the pack, empty if none was needed
 * @param quality place on the quality scale that was used, 0 to 100, with a quality map the lowest
 *     one; NaN without a pack
 * @param device where the networks ran
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record EncodedPicture(byte[] bytes, String model, double quality, Device device) {}
