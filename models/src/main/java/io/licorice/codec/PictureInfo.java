package io.licorice.codec;

/**
 * What a file says of itself, read without starting a network.
 *
 * @param version version of the codestream
 * @param boxed true for a box file, false for a bare codestream
 * @param width pixels
 * @param height pixels
 * @param channels 1 (gray) or 3 (red, green, blue)
 * @param bitDepth bits of a sample
 * @param family name of the codec family
 * @param model id of the pack that decodes the file
 * @param modelHash first four bytes of the pack's SHA-256 as eight hexadecimal digits
 * @param quality place on the model's quality scale, 0 to 100
 * @param tileSize edge of a tile in pixels
 * @param tileCount number of tiles
 * @param headerBytes length of the codestream's header in bytes
 */
public record PictureInfo(
    int version,
    boolean boxed,
    int width,
    int height,
    int channels,
    int bitDepth,
    String family,
    String model,
    String modelHash,
    double quality,
    int tileSize,
    int tileCount,
    int headerBytes) {}
