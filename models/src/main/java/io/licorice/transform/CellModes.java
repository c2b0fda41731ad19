package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.lossless.ModeMap;
import io.licorice.lossless.MotionMemory;
import java.util.Arrays;

/**
 * What each cell of a predicted frame shows: what networks made of it, the warped reference, or the
 * reference as it is. So networks cannot spoil what is there already, as where nothing moves.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class CellModes {
  /** Cells show what networks made of them. */
  static final int DECODED = 0;

  /** Cells show the warped reference. */
  static final int WARPED = 1;

  /** Cells show the reference. */
  static final int REFERENCE = 2;

  private final int[] modes;
  private final CellBlock block;

  private CellModes(int[] modes, CellBlock block) {
    this.modes = modes;
    this.block = block;
  }

  /**
   * The cheapest mode of each cell, where one that neither the cell to the left nor the one above
   * has is taken to cost bits.
   *
   * @param costs of each mode, for each cell
   * @param bitPrice what a bit costs
   */
  static CellModes cheapest(double[][] costs, CellBlock block, double bitPrice) {
    int[] modes = new int[block.cells()];
    for (int i = 0; i < modes.length; i++) {
      int left = i % block.width() > 0 ? modes[i - 1] : DECODED;
      int above = i >= block.width() ? modes[i - block.width()] : left;
      double least = Double.POSITIVE_INFINITY;
      for (int mode = 0; mode < ModeMap.MODES; mode++) {
        int changes = (mode == left ? 0 : 1) + (mode == above ? 0 : 1);
        double cost = costs[mode][i] + changes * bitPrice;
        if (cost < least) {
          least = cost;
          modes[i] = mode;
        }
      }
    }
    return new CellModes(modes, block);
  }

  /**
   * Reads a map.
   *
   * @throws LicFormatException if it is malformed, with the offset in it
   */
  static CellModes parse(byte[] bytes, CellBlock block, MotionMemory before)
      throws LicFormatException {
    int[] modes = ModeMap.decode(bytes, block.width(), block.height(), before);
    return new CellModes(modes, block);
  }

  byte[] toBytes(MotionMemory before) {
    return ModeMap.encode(modes, block.width(), before);
  }

  /** Row by row, not to be changed. */
  int[] ofCells() {
    return modes;
  }

  /** Whether networks decide every cell, so that no map is needed. */
  boolean areAllDecoded() {
    return Arrays.stream(modes).allMatch(mode -> mode == DECODED);
  }

  /** Whether networks decide a cell. */
  boolean isDecoded(int cell) {
    return modes[cell] == DECODED;
  }

  /** These modes, but for cells that another map takes from networks too. */
  CellModes and(CellModes other) {
    int[] both = modes.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] = both[i] == DECODED ? other.modes[i] : both[i];
    }
    return new CellModes(both, block);
  }

  /**
   * The frame.
   *
   * @param decoded what networks made of it; planes x rows x columns, samples less 128
   * @param warped the warped reference, likewise
   * @param reference the reference, likewise
   * @return a new array
   */
  float[] select(float[] decoded, float[] warped, float[] reference) {
    float[] frame = decoded.clone();
    int wide = block.width() * CellBlock.CELL;
    int runs = frame.length / CellBlock.CELL;
    for (int run = 0; run < runs; run++) {
      int at = run * CellBlock.CELL;
      int row = at / wide % (block.height() * CellBlock.CELL) / CellBlock.CELL;
      int mode = modes[row * block.width() + run % block.width()];
      if (mode != DECODED) {
        System.arraycopy(mode == WARPED ? warped : reference, at, frame, at, CellBlock.CELL);
      }
    }
    return frame;
  }
}
