package io.licorice.codec;

/**
 * What the encoder wrote.
 *
 * @param bytes size of the file
 * @param model id of the pack, empty if none was needed
 * @param quality place on the quality scale that was used, 0 to 100; NaN without a pack
 * @param device where the networks ran
 */
public record EncodedFile(long bytes, String model, double quality, Device device) {}
