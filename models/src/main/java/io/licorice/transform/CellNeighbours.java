package io.licorice.transform;

/**
 * Corrects means of latents, cell by cell, by how far decoded latents of neighbouring cells were
 * from theirs. See {@code models/doc/predicted-frames.md}, section "Latents".
 *
 * <p>Immutable and safe for use by several threads.
 */
final class CellNeighbours {
  /** Rows down and columns to the right of the cells that count. */
  private static final int[][] PLACES = {{0, -1}, {-1, 0}, {-1, -1}, {-1, 1}};

  private static final int FACTOR_BITS = 8;

  private final short[][] factors;

  private CellNeighbours(short[][] factors) {
    this.factors = factors;
  }

  /**
   * Factors of neighbours.
   *
   * @param factors for the cells to the left, above, above to the left and above to the right, for
   *     each channel, in 1/256, at most 2; kept
   */
  static CellNeighbours of(short[][] factors) {
    return new CellNeighbours(factors);
  }

  /** How many cells count. */
  static int count() {
    return PLACES.length;
  }

  /** Makes a decoded latent of its corrected mean. */
  interface Decoder {
    /**
     * Decodes a latent.
     *
     * @param cell its place in channels x height x width
     * @param channel its channel
     * @param mean integer
     * @return integer
     */
    float decode(int cell, int channel, float mean);
  }

  /**
   * Decodes latents channel by channel, row by row.
   *
   * @param means channels x padded height x padded width, integers
   * @return channels x height x width
   */
  float[] decode(float[] means, int channels, CellBlock block, Decoder decoder) {
    float[] decoded = new float[channels * block.cells()];
    int[] missed = new int[block.cells()];
    block.forEachCell(
        channels,
        (i, padded, channel) -> {
          int cell = i - channel * block.cells();
          long corrected = (long) means[padded] + correction(missed, cell, channel, block);
          float mean = (float) LatentUnits.limit(corrected);
          decoded[i] = decoder.decode(i, channel, mean);
          missed[cell] = (int) decoded[i] - (int) means[padded];
        });
    return decoded;
  }

  private int correction(int[] missed, int cell, int channel, CellBlock block) {
    int row = cell / block.width();
    int column = cell % block.width();
    int total = 0; // at most four times 2 * 256 * 32766
    for (int i = 0; i < PLACES.length; i++) {
      int there = column + PLACES[i][1];
      if (row + PLACES[i][0] >= 0 && there >= 0 && there < block.width()) {
        total += factors[i][channel] * missed[(row + PLACES[i][0]) * block.width() + there];
      }
    }
    return total + (1 << FACTOR_BITS - 1) >> FACTOR_BITS;
  }
}
