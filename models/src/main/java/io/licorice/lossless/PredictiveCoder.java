package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.util.Optional;

/**
 * Codes one to four planes of unsigned samples so that each comes back exactly, or with an error of
 * at most a given number.
 *
 * <p>See the format specification, section "Family 2". Works in integers, so that the same bytes
 * give the same samples everywhere. Stateless and safe for use by several threads.
 */
public final class PredictiveCoder {
  private static final int MAX_PLANES = 4;

  private PredictiveCoder() {}

  /**
   * What became of planes.
   *
   * @param stream the coded planes
   * @param decoded what {@link #decode} makes of the stream: for a largest error of 0 the planes
   *     themselves
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Encoded(byte[] stream, short[][] decoded) {}

  /** Takes decoded samples. */
  @FunctionalInterface
  public interface RowSink {
    /**
     * Takes a row.
     *
     * @param y its number, from 0 on
     * @param samples the row's samples of each plane; overwritten after the call
     */
    void row(int y, short[][] samples);
  }

  /** Takes what samples cost. */
  @FunctionalInterface
  public interface BitSink {
    /**
     * Takes a row.
     *
     * @param y its number, from 0 on
     * @param bits what the samples of each of its pixels cost together; overwritten after the call
     */
    void row(int y, float[] bits);
  }

  /**
   * Encodes planes.
   *
   * @param planes one to four arrays of width x height samples, row by row; a short holds an
   *     unsigned sample below 2^bitDepth; not changed
   * @param width pixels of a row, at least 1
   * @param height rows, at least 1
   * @param bitDepth bits of a sample, 1 to 16
   * @param maxError the largest difference allowed between a sample and what is decoded, at least 0
   * @return the stream
   * @throws IllegalArgumentException if sizes do not fit together or are out of range
   */
  public static Encoded encode(
      short[][] planes, int width, int height, int bitDepth, int maxError) {
    check(planes, width, height, bitDepth, maxError);
    Encoded best = new StreamWriter(planes, width, height, bitDepth, maxError).encode();
    if (maxError == 0 && planes.length > 1) {
      Optional<Palette> palette = Palette.of(planes);
      if (palette.isPresent()) {
        Encoded few =
            new StreamWriter(planes, width, height, bitDepth, maxError).encode(palette.get());
        best = few.stream.length < best.stream.length ? few : best;
      }
    }
    return best;
  }

  private static void check(short[][] planes, int width, int height, int bitDepth, int maxError) {
    if (planes.length < 1 || planes.length > MAX_PLANES || width < 1 || height < 1) {
      throw new IllegalArgumentException("1 to 4 planes of at least 1 sample expected");
    }
    if (bitDepth < 1 || bitDepth > 16 || maxError < 0 || maxError > 0xFFFF) {
      throw new IllegalArgumentException(
          "bit depth 1 to 16 and largest error 0 to 65535 expected, found "
              + bitDepth
              + " and "
              + maxError);
    }
    for (short[] plane : planes) {
      if (plane.length != (long) width * height) {
        throw new IllegalArgumentException("plane of " + plane.length + " samples");
      }
      for (short sample : plane) {
        if ((sample & 0xFFFF) >> bitDepth != 0) {
          throw new IllegalArgumentException(
              "sample " + (sample & 0xFFFF) + " has more than " + bitDepth + " bits");
        }
      }
    }
  }

  /**
   * Decodes planes.
   *
   * @param data holds the stream; not changed
   * @param offset where the stream begins in {@code data}
   * @param length how many bytes the stream has
   * @param format what {@link #encode} was told of the planes
   * @param sink takes the rows; must not be relied on before this method returns
   * @throws LicFormatException if the stream is malformed, with the offset in {@code data}
   */
  public static void decode(byte[] data, int offset, int length, PlaneFormat format, RowSink sink)
      throws LicFormatException {
    new StreamReader(data, offset, length, format).decode(sink);
  }

  /**
   * Tells what samples cost by their probabilities: together a stream's bits, but for some bytes
   * and for what it says beforehand of how samples are predicted.
   *
   * @param data holds the stream; not changed
   * @param offset where the stream begins in {@code data}
   * @param length how many bytes the stream has
   * @param format what {@link #encode} was told of the planes
   * @param sink takes the rows; must not be relied on before this method returns
   * @throws LicFormatException if the stream is malformed, with the offset in {@code data}
   */
  public static void bits(byte[] data, int offset, int length, PlaneFormat format, BitSink sink)
      throws LicFormatException {
    new StreamReader(data, offset, length, format).count(sink);
  }
}
