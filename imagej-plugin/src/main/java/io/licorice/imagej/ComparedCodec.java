package io.licorice.imagej;

import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** A codec that is tried on one picture. */
interface ComparedCodec {
  String name();

  /** The qualities to try; NaN alone for a codec that has none. */
  List<Double> qualities();

  /** Whether it is left out if it fails, as codecs may that are not ours. */
  boolean isOptional();

  /** Encodes the picture. */
  byte[] encode(double quality, CodecListener listener) throws IOException;

  /** Decodes; what is left to do for a picture of our kind is done when it is asked for. */
  Supplier<Picture> decode(byte[] bytes, CodecListener listener) throws IOException;
}
