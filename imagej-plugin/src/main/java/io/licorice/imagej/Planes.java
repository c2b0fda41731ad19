package io.licorice.imagej;

import io.licorice.codec.CodecListener;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Provenance;
import io.licorice.codec.Region;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The planes of an open file, all of one size and kind, decoded as they are asked for. Safe for use
 * by several threads.
 */
interface Planes extends Closeable {
  int width();

  int height();

  PixelKind kind();

  int count();

  /** Planes that follow each other and are channels of one picture; 1 if it has a plane. */
  int channels();

  /** The largest value that a pixel can have; of floats and colours it means nothing. */
  int maxValue();

  /**
   * Decodes a part of a plane.
   *
   * @param plane its number, from 0
   * @return an array of the kind's type, row by row
   */
  Object pixels(int plane, Region region, CodecListener listener) throws IOException;

  /** What ImageJ knew of the stack, if the file says so. */
  Optional<byte[]> description() throws IOException;

  /** What the file says of a plane beside. */
  PictureMetadata metadata(int plane) throws IOException;

  /** Which pixels of a plane were synthesised; empty for none. */
  default Optional<Provenance> provenance(int plane) throws IOException {
    return metadata(plane).provenance();
  }

  /** What users should know of what is not shown, one sentence each. */
  List<String> notes();
}
