package io.licorice.codec;

/**
 * Where the bits of a coded picture went, cell by cell.
 *
 * <p>Counted are the payloads of all tiles, that is nearly all of the file, and those of what makes
 * up generated cells, which count at these. Each symbol counts where it lies, with what it costs by
 * its probability; what belongs to no place, such as a tile's quality map or the parameters of a
 * predictor, is shared out evenly among the cells of its tile. Headers, indices, check sums, label
 * maps and metadata do not count.
 *
 * @param width the picture's width in pixels
 * @param height the picture's height in pixels
 * @param cellSize pixels along the edge of a cell, 16
 * @param columns cells in a row
 * @param rows rows of cells
 * @param bits the bits of each cell, row by row; handed over, so not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record BitAllocation(
    int width, int height, int cellSize, int columns, int rows, float[] bits) {}
