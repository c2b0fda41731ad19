package io.licorice.imagej;

import io.licorice.codec.LabelMap;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** What the pixels of each plane of a stack show. */
interface SliceLabels extends Closeable {
  /** Nothing is known. */
  SliceLabels UNKNOWN = slice -> Optional.empty();

  /**
   * Says it of one plane.
   *
   * @param slice the plane's number in the stack, from 1
   * @return empty if nothing is known of it
   */
  Optional<LabelMap> of(int slice) throws IOException;

  @Override
  default void close() throws IOException {}
}
