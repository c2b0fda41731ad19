package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a predictive stream; not safe for use by several threads. */
final class StreamReader {
  private final byte[] data;
  private final int end;
  private final PlaneFormat format;
  private int position;

  StreamReader(byte[] data, int offset, int length, PlaneFormat format) {
    this.data = data;
    this.position = offset;
    this.end = offset + length;
    this.format = format;
  }

  /** A plane before its decoder is open. */
  private record Part(int plane, ValueMap map, PlaneModel model) {}

  /** A stream before its first row. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Opened(List<Part> parts, PlaneCursor[] cursors, Palette palette) {
    void finish() throws LicFormatException {
      for (PlaneCursor cursor : cursors) {
        cursor.finish();
      }
    }
  }

  void decode(PredictiveCoder.RowSink sink) throws LicFormatException {
    Opened opened = open();
    run(opened.parts, opened.cursors, opened.palette, sink);
    opened.finish();
  }

  /** Tells what the samples cost. */
  void count(PredictiveCoder.BitSink sink) throws LicFormatException {
    Opened opened = open();
    float[] bits = new float[format.width()];
    for (int y = 0; y < format.height(); y++) {
      Arrays.fill(bits, 0);
      for (PlaneCursor cursor : opened.cursors) {
        cursor.next();
        cursor.addBits(bits);
      }
      sink.row(y, bits);
    }
    opened.finish();
  }

  private Opened open() throws LicFormatException {
    int length = varint();
    if (length > end - position) {
      throw new LicFormatException(position, "parameters reach over the stream's end");
    }
    BitReader in = new BitReader(data, position, length);
    position += length;
    Palette palette = null;
    if (format.planes() > 1 && in.bits(1) == 1) {
      if (format.maxError() > 0) {
        throw in.malformed("a palette has no errors");
      }
      palette = Palette.read(in, format.planes(), format.bitDepth());
    }
    List<Part> parts = palette == null ? parts(in) : List.of(indices(in, palette));
    in.finish();
    return new Opened(parts, open(parts), palette);
  }

  private List<Part> parts(BitReader in) throws LicFormatException {
    List<Part> parts = new ArrayList<>();
    boolean[] seen = new boolean[4];
    int references = 0;
    for (int i = 0; i < format.planes(); i++) {
      int plane = format.planes() == 1 ? 0 : in.bits(2);
      if (plane >= format.planes() || seen[plane]) {
        throw in.malformed("plane " + plane + " is not expected");
      }
      seen[plane] = true;
      ValueMap map = ValueMap.read(in, format.bitDepth());
      if (map.values() != null && format.maxError() > 0) {
        throw in.malformed("errors cannot be counted in a list of samples");
      }
      parts.add(new Part(plane, map, model(in, map, references)));
      references = Math.min(2, references + (map.largest() > 0 ? 1 : 0));
    }
    return parts;
  }

  private Part indices(BitReader in, Palette palette) throws LicFormatException {
    ValueMap map = new ValueMap(0, null, palette.colours().length - 1);
    return new Part(0, map, model(in, map, 0));
  }

  private PlaneModel model(BitReader in, ValueMap map, int references) throws LicFormatException {
    return map.largest() == 0
        ? null
        : PlaneModel.read(in, format.width(), format.height(), references);
  }

  /** Opens the planes' streams, whose lengths stand before all of them. */
  private PlaneCursor[] open(List<Part> parts) throws LicFormatException {
    int streams = (int) parts.stream().filter(part -> part.model != null).count();
    int[] lengths = new int[streams];
    for (int i = 0; i < streams - 1; i++) {
      lengths[i] = varint();
    }
    PlaneCursor[] cursors = new PlaneCursor[parts.size()];
    List<PlaneRows> decoded = new ArrayList<>();
    int stream = 0;
    for (int i = 0; i < cursors.length; i++) {
      Part part = parts.get(i);
      if (part.model == null) {
        int[] zeros = new int[format.width() + PlaneRows.PADDING];
        cursors[i] = () -> zeros;
        continue;
      }
      int length = ++stream == streams ? end - position : lengths[stream - 1];
      if (length > end - position) {
        throw new LicFormatException(position, "stream of residuals reaches over the end");
      }
      PlaneRows rows = new PlaneRows(format.width(), part.map.largest());
      Quantiser quantiser = new Quantiser(part.map.largest(), format.maxError());
      cursors[i] =
          new PlaneDecoder(
              format.width(),
              part.model,
              quantiser,
              rows,
              references(decoded),
              data,
              position,
              length);
      decoded.add(rows);
      position += length;
    }
    if (position != end) {
      throw new LicFormatException(position, "bytes left behind the last plane");
    }
    return cursors;
  }

  private static PlaneRows[] references(List<PlaneRows> decoded) {
    int size = decoded.size();
    return switch (size) {
      case 0 -> new PlaneRows[0];
      case 1 -> new PlaneRows[] {decoded.get(0)};
      default -> new PlaneRows[] {decoded.get(size - 1), decoded.get(size - 2)};
    };
  }

  private void run(
      List<Part> parts, PlaneCursor[] cursors, Palette palette, PredictiveCoder.RowSink sink)
      throws LicFormatException {
    short[][] samples = new short[format.planes()][format.width()];
    short[] indices = new short[format.width()];
    for (int y = 0; y < format.height(); y++) {
      for (int i = 0; i < cursors.length; i++) {
        short[] target = palette == null ? samples[parts.get(i).plane] : indices;
        parts.get(i).map.restore(cursors[i].next(), target);
      }
      if (palette != null) {
        palette.restore(indices, samples);
      }
      sink.row(y, samples);
    }
  }

  private int varint() throws LicFormatException {
    int start = position;
    int value = 0;
    for (int shift = 0; shift < 28 && position < end; shift += 7) {
      int next = data[position++];
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        if (next == 0 && shift > 0) {
          break;
        }
        return value;
      }
    }
    throw new LicFormatException(start, "malformed length in a predictive stream");
  }
}
