package io.licorice.examples;

import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.List;

/** A codec under measurement. */
interface BenchCodec extends AutoCloseable {
  /** The name in {@code --codecs} and in reports. */
  String name();

  /** How the codec is called, for whoever wants to repeat the measurement. */
  String settings();

  /** Rate points that span about 0.1 to 2.5 bits a pixel on photographs. */
  List<Double> qualities();

  /** Codes and decodes a picture. */
  Trial run(Picture picture, double quality) throws IOException;

  @Override
  default void close() throws IOException {}

  /**
   * What came out.
   *
   * @param bytes size of the coded file
   * @param encodeSeconds time to encode
   * @param decodeSeconds time to decode
   * @param decoded the picture again
   */
  record Trial(long bytes, double encodeSeconds, double decodeSeconds, Picture decoded) {}
}
