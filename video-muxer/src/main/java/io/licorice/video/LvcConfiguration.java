package io.licorice.video;

/**
 * What a decoder must know before the first frame: the record that key frames begin with, and that
 * containers carry as codec private data.
 *
 * @param width pixels, 1 to 16384
 * @param height pixels, 1 to 16384
 * @param model id of the pack of predicted frames
 * @param hashPrefix first four bytes of that pack's hash
 */
public record LvcConfiguration(int width, int height, String model, int hashPrefix) {}
