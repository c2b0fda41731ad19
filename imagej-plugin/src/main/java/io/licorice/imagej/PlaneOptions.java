package io.licorice.imagej;

import io.licorice.codec.EncodeOptions;
import java.io.IOException;

/** How each plane of a stack is to be encoded. */
interface PlaneOptions {
  /**
   * Says it of one plane.
   *
   * @param slice the plane's number in the stack, from 1
   * @throws IOException if that needs a file that cannot be read
   */
  EncodeOptions of(int slice) throws IOException;
}
