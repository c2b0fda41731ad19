package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/** Yields the rows of a plane. */
interface PlaneCursor {
  /**
   * The next row.
   *
   * @return working samples; that of column x is at index x + 2
   */
  int[] next() throws LicFormatException;

  /**
   * Adds what the samples of the last row cost.
   *
   * @param bits of each sample of the row
   */
  default void addBits(float[] bits) {}

  /** Checks, behind the last row, that the stream was sound to its end. */
  default void finish() throws LicFormatException {}
}
