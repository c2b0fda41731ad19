package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
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

  /** Collects the parts of a stream. */
  private static final class StreamWriter {
    private final short[][] planes;
    private final int width;
    private final int height;
    private final int bitDepth;
    private final int maxError;
    private final BitWriter parameters = new BitWriter();
    private final List<byte[]> streams = new ArrayList<>();
    private final List<PaddedPlane> coded = new ArrayList<>();

    StreamWriter(short[][] planes, int width, int height, int bitDepth, int maxError) {
      this.planes = planes;
      this.width = width;
      this.height = height;
      this.bitDepth = bitDepth;
      this.maxError = maxError;
    }

    Encoded encode() {
      if (planes.length > 1) {
        parameters.bits(0, 1);
      }
      short[][] decoded = new short[planes.length][];
      for (int i = 0; i < planes.length; i++) {
        // Green first: it says most of the others.
        int c = planes.length >= 3 && i < 2 ? 1 - i : i;
        if (planes.length > 1) {
          parameters.bits(c, 2);
        }
        ValueMap map = ValueMap.of(planes[c], maxError == 0);
        map.write(parameters, bitDepth);
        decoded[c] = plane(map, planes[c]);
      }
      return new Encoded(assemble(), decoded);
    }

    Encoded encode(Palette palette) {
      parameters.bits(1, 1);
      palette.write(parameters, bitDepth);
      plane(new ValueMap(0, null, palette.colours().length - 1), palette.indices(planes));
      return new Encoded(assemble(), planes);
    }

    private short[] plane(ValueMap map, short[] samples) {
      if (map.largest() == 0) {
        return samples;
      }
      PaddedPlane original = PaddedPlane.of(map.working(samples), width, height, map.largest());
      PaddedPlane[] references = references(coded);
      PlaneEncoder.Result result = new PlaneEncoder(original, maxError, references).encode();
      result.parameters().write(parameters, width, references.length);
      streams.add(result.stream());
      coded.add(result.decoded());
      if (maxError == 0) {
        return samples;
      }
      short[] decoded = new short[samples.length];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int working = result.decoded().samples[original.at(x, y)];
          decoded[y * width + x] = (short) (working + map.first());
        }
      }
      return decoded;
    }

    private byte[] assemble() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] bits = parameters.toBytes();
      varint(out, bits.length);
      out.writeBytes(bits);
      for (int i = 0; i < streams.size() - 1; i++) {
        varint(out, streams.get(i).length);
      }
      streams.forEach(out::writeBytes);
      return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
      int rest = value;
      while (rest > 0x7F) {
        out.write(rest & 0x7F | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
  }

  private static PaddedPlane[] references(List<PaddedPlane> coded) {
    int size = coded.size();
    return switch (size) {
      case 0 -> new PaddedPlane[0];
      case 1 -> new PaddedPlane[] {coded.get(0)};
      default -> new PaddedPlane[] {coded.get(size - 1), coded.get(size - 2)};
    };
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
}
