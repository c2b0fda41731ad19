package io.licorice.transform;

/**
 * The flow of all pixels of whole cells in sixteenths, row by row.
 *
 * @param right to the right
 * @param down below
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record FlowPixels(int[] right, int[] down) {
  /** Zeros, to be filled. */
  FlowPixels(int count) {
    this(new int[count], new int[count]);
  }
}
