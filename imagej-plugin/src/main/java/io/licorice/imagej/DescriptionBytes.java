package io.licorice.imagej;

import io.licorice.imagej.StackDescription.StoredLut;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * How a description lies in a file: a version, then, deflated, chunks of a type, a length and a
 * body, those of unknown types skipped. See {@code doc/imagej-data.md}.
 */
final class DescriptionBytes {
  private static final int VERSION = 1;
  private static final int TYPE_BYTES = 4;

  /** Enough for 100,000 selections; what is deflated could grow a thousandfold. */
  private static final int MOST_BYTES = 1 << 28;

  private static final int NO_STRING = -1;

  private static final String VALUES = "vals";
  private static final String LUT = "lut ";
  private static final String TABLE = "ctab";
  private static final String SELECTION = "sele";
  private static final String OVERLAY = "over";
  private static final String LABELS = "slbl";
  private static final String INFO = "info";
  private static final String PROPERTIES = "prop";

  private DescriptionBytes() {}

  static byte[] of(StackDescription description) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      chunk(out, VALUES, strings(flat(description.values())));
      for (StoredLut lut : description.luts()) {
        chunk(out, LUT, bytes(lut));
      }
      if (description.calibrationTable().length > 0) {
        chunk(out, TABLE, bytes(description.calibrationTable()));
      }
      if (description.selection().length > 0) {
        chunk(out, SELECTION, description.selection());
      }
      for (byte[] element : description.overlay()) {
        chunk(out, OVERLAY, element);
      }
      if (!description.sliceLabels().isEmpty()) {
        chunk(out, LABELS, strings(description.sliceLabels()));
      }
      if (!description.info().isEmpty()) {
        chunk(out, INFO, description.info().getBytes(StandardCharsets.UTF_8));
      }
      if (!description.properties().isEmpty()) {
        chunk(out, PROPERTIES, strings(description.properties()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IOException if the bytes are malformed; the message says where
   */
  static StackDescription parse(byte[] bytes) throws IOException {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw malformed(0, "version " + VERSION + " expected");
    }
    byte[] chunks = inflated(bytes);
    Parts parts = new Parts();
    ByteBuffer in = ByteBuffer.wrap(chunks);
    while (in.hasRemaining()) {
      int at = in.position();
      if (in.remaining() < TYPE_BYTES + Integer.BYTES) {
        throw malformed(at, "it ends too early");
      }
      byte[] type = new byte[TYPE_BYTES];
      in.get(type);
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw malformed(at, "a chunk of " + length + " bytes, " + in.remaining() + " are left");
      }
      byte[] body = new byte[length];
      in.get(body);
      parts.add(new String(type, StandardCharsets.ISO_8859_1), body, at);
    }
    return parts.description();
  }

  private static byte[] inflated(byte[] bytes) throws IOException {
    ByteArrayInputStream deflated = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
    try (InflaterInputStream in = new InflaterInputStream(deflated)) {
      byte[] chunks = in.readNBytes(MOST_BYTES + 1);
      if (chunks.length > MOST_BYTES) {
        throw malformed(MOST_BYTES, "it is larger than that");
      }
      return chunks;
    } catch (ZipException | EOFException e) {
      IOException told = malformed(1, "not deflated: " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  private static IOException malformed(int at, String what) {
    return new IOException("ImageJ data at byte " + at + ": " + what);
  }

  /** What the chunks have said so far. */
  private static final class Parts {
    private final Map<String, String> values = new TreeMap<>();
    private final List<StoredLut> luts = new ArrayList<>();
    private final List<byte[]> overlay = new ArrayList<>();
    private float[] table = new float[0];
    private byte[] selection = new byte[0];
    private List<String> labels = List.of();
    private String info = "";
    private List<String> properties = List.of();

    void add(String type, byte[] body, int at) throws IOException {
      switch (type) {
        case VALUES -> values.putAll(map(pairs(body, at)));
        case LUT -> luts.add(lut(body, at));
        case TABLE -> table = floats(body, at);
        case SELECTION -> selection = body;
        case OVERLAY -> overlay.add(body);
        case LABELS -> labels = strings(body, at);
        case INFO -> info = new String(body, StandardCharsets.UTF_8);
        case PROPERTIES -> properties = pairs(body, at);
        default -> {
          // A later version says something that this one does not know.
        }
      }
    }

    StackDescription description() {
      return new StackDescription(
          values, luts, table, selection, overlay, labels, info, properties);
    }
  }

  private static void chunk(DataOutputStream out, String type, byte[] body) throws IOException {
    out.write(type.getBytes(StandardCharsets.ISO_8859_1));
    out.writeInt(body.length);
    out.write(body);
  }

  private static List<String> flat(Map<String, String> map) {
    List<String> all = new ArrayList<>();
    map.forEach(
        (key, value) -> {
          all.add(key);
          all.add(value);
        });
    return all;
  }

  private static byte[] strings(List<String> strings) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (String string : strings) {
      if (string == null) {
        out.writeInt(NO_STRING);
      } else {
        byte[] text = string.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    }
    return bytes.toByteArray();
  }

  private static List<String> strings(byte[] body, int at) throws IOException {
    List<String> strings = new ArrayList<>();
    ByteArrayInputStream left = new ByteArrayInputStream(body);
    DataInputStream in = new DataInputStream(left);
    while (left.available() > 0) {
      int length = left.available() < Integer.BYTES ? Integer.MAX_VALUE : in.readInt();
      if (length < NO_STRING || length > left.available()) {
        throw malformed(at, "a text reaches over the end of its chunk");
      }
      if (length == NO_STRING) {
        strings.add(null);
      } else {
        strings.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      }
    }
    return strings;
  }

  private static List<String> pairs(byte[] body, int at) throws IOException {
    List<String> strings = strings(body, at);
    if (strings.size() % 2 != 0 || strings.contains(null)) {
      throw malformed(at, "pairs of key and value expected");
    }
    return strings;
  }

  private static Map<String, String> map(List<String> pairs) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      map.put(pairs.get(i), pairs.get(i + 1));
    }
    return map;
  }

  private static byte[] bytes(StoredLut lut) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeDouble(lut.min());
    out.writeDouble(lut.max());
    out.write(lut.colours());
    return bytes.toByteArray();
  }

  private static StoredLut lut(byte[] body, int at) throws IOException {
    if (body.length != StoredLut.COLOURS + 2 * Double.BYTES) {
      throw malformed(at, "a look-up table of 256 colours expected");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
    double min = in.readDouble();
    double max = in.readDouble();
    return new StoredLut(in.readAllBytes(), min, max);
  }

  private static byte[] bytes(float[] table) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (float value : table) {
      out.writeFloat(value);
    }
    return bytes.toByteArray();
  }

  private static float[] floats(byte[] body, int at) throws IOException {
    if (body.length % Float.BYTES != 0) {
      throw malformed(at, "a table of 32-bit numbers expected");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
    float[] table = new float[body.length / Float.BYTES];
    for (int i = 0; i < table.length; i++) {
      table[i] = in.readFloat();
    }
    return table;
  }
}
