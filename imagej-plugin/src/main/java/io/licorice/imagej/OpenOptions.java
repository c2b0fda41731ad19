package io.licorice.imagej;

import java.awt.Rectangle;
import java.util.Optional;

/**
 * How a file is opened.
 *
 * @param virtual whether planes are decoded when they are looked at, and kept in a small cache only
 * @param crop the part of each plane to open; empty for all of it
 * @param picture the file's first picture to open, from 0
 */
record OpenOptions(boolean virtual, Optional<Rectangle> crop, int picture) {
  /** All of the first picture and those like it behind it, in memory. */
  static final OpenOptions DEFAULT = new OpenOptions(false, Optional.empty(), 0);
}
