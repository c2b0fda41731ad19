package io.licorice.imageio;

import io.licorice.codec.EncodeOptions.Rate;
import io.licorice.codec.PictureSource;

/** Takes what a file's boxes need off the size that is asked for. */
final class Targets {
  private Targets() {}

  /**
   * The rate for the codestream.
   *
   * @param rate the rate for the whole file
   * @param overhead bytes of the boxes around the codestream
   * @throws IllegalArgumentException if the boxes leave nothing
   */
  static Rate forCodestream(Rate rate, PictureSource source, long overhead) {
    if (overhead == 0 || rate instanceof Rate.Quality) {
      return rate;
    }
    long bytes = bytes(rate, source);
    if (bytes <= overhead) {
      throw new IllegalArgumentException(
          "metadata and thumbnails take "
              + overhead
              + " bytes, which leaves nothing of the target of "
              + bytes);
    }
    return new Rate.TargetBytes(bytes - overhead);
  }

  /** The bytes of the whole file; as many as there can be if it goes by quality. */
  static long bytes(Rate rate, PictureSource source) {
    double pixels = (double) source.width() * source.height();
    if (rate instanceof Rate.TargetBpp target) {
      return (long) Math.floor(target.bitsPerPixel() * pixels / 8);
    } else if (rate instanceof Rate.TargetRatio target) {
      double raw = pixels * source.channels() * source.bitDepth() / 8;
      return (long) Math.floor(raw / target.ratio());
    }
    return rate instanceof Rate.TargetBytes target ? target.bytes() : Long.MAX_VALUE;
  }
}
