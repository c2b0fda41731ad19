package io.licorice.transform;

/** What the pixels of a tile show, in the numbers of a model's classes. */
@FunctionalInterface
public interface TileLabels {
  /** The number of pixels without a class. */
  int NONE = -1;

  /** Where nothing is known. */
  TileLabels UNKNOWN = (x, y) -> NONE;

  /**
   * The class of a pixel.
   *
   * @param x column in the tile, from 0; behind the last one it is as the last one
   * @param y row in the tile, likewise
   * @return a number of {@link TransformModel#classes}, or {@link #NONE}
   */
  int at(int x, int y);
}
