package io.licorice.transform;

/**
 * What the encoder's networks make of a tile, whatever the quality.
 *
 * @param block size in cells
 * @param y latents: channels x padded height x padded width
 * @param z hyper-latents: channels x hyper height x hyper width
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record TileAnalysis(CellBlock block, float[] y, float[] z) {}
