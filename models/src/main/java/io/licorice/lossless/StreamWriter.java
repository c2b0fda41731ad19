package io.licorice.lossless;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Collects the parts of a predictive stream; used once, by one thread. */
final class StreamWriter {
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

  PredictiveCoder.Encoded encode() {
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
    return new PredictiveCoder.Encoded(assemble(), decoded);
  }

  PredictiveCoder.Encoded encode(Palette palette) {
    parameters.bits(1, 1);
    palette.write(parameters, bitDepth);
    plane(new ValueMap(0, null, palette.colours().length - 1), palette.indices(planes));
    return new PredictiveCoder.Encoded(assemble(), planes);
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

  private static PaddedPlane[] references(List<PaddedPlane> coded) {
    int size = coded.size();
    return switch (size) {
      case 0 -> new PaddedPlane[0];
      case 1 -> new PaddedPlane[] {coded.get(0)};
      default -> new PaddedPlane[] {coded.get(size - 1), coded.get(size - 2)};
    };
  }
}
