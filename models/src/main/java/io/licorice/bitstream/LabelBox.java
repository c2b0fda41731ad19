package io.licorice.bitstream;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a box with a label map: its classes and the coded maps. See the format specification,
 * section "Label maps".
 *
 * @param scale a label holds for a block of 2^scale x 2^scale pixels, 0 to 4
 * @param count how many classes there are, 1 to 255
 * @param classes the classes, or none if they are those of the pack that drew from the map
 * @param labels the coded map of levels: 0 for none, else one more than the number of the class
 * @param instances how many instances there are, 0 to 255; 0 for a map that tells none apart
 * @param instanceMap the coded map of instances, 0 for none; without a byte if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record LabelBox(
    int scale, int count, List<Entry> classes, byte[] labels, int instances, byte[] instanceMap) {
  /** No label holds for more pixels in a row. */
  public static final int MAX_SCALE = 4;

  /** No map has more classes, nor more instances. */
  public static final int MAX_CLASSES = 255;

  /** Of the first byte: the classes are a pack's. */
  private static final int OF_PACK = 0x80;

  /** No name has more bytes. */
  public static final int MAX_NAME = 64;

  /**
   * A class.
   *
   * @param name 1 to 64 bytes of UTF-8
   * @param colour for display, 0xRRGGBB
   */
  public record Entry(String name, int colour) {
    /**
     * Checks the name.
     *
     * @param name see the record
     * @param colour see the record
     * @throws IllegalArgumentException if the name is empty or too long, or the colour has other
     *     bits
     */
    public Entry {
      int bytes = name.getBytes(StandardCharsets.UTF_8).length;
      if (bytes == 0 || bytes > MAX_NAME || colour >>> 24 != 0) {
        throw new IllegalArgumentException(
            "class with a name of 1 to 64 bytes and a colour of 24 bits expected, found '"
                + name
                + "'");
      }
    }
  }

  /**
   * Checks the numbers.
   *
   * @param scale see the record
   * @param count see the record
   * @param classes see the record
   * @param labels see the record
   * @param instances see the record
   * @param instanceMap see the record
   * @throws IllegalArgumentException if a number is out of range
   */
  public LabelBox {
    classes = List.copyOf(classes);
    if (scale < 0 || scale > MAX_SCALE || instances < 0 || instances > MAX_CLASSES) {
      throw new IllegalArgumentException("scale " + scale + ", " + instances + " instances");
    }
    boolean told = classes.isEmpty() || classes.size() == count;
    if (count < 1 || count > MAX_CLASSES || !told) {
      throw new IllegalArgumentException("1 to 255 classes expected, found " + classes.size());
    }
  }

  /**
   * The body's bytes.
   *
   * @return a new array
   */
  public byte[] toBytes() {
    ByteSink out = new ByteSink().u8(classes.isEmpty() ? scale | OF_PACK : scale).varint(count);
    for (Entry entry : classes) {
      byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
      out.varint(name.length).bytes(name);
      out.u8(entry.colour >> 16).u8(entry.colour >> 8 & 0xFF).u8(entry.colour & 0xFF);
    }
    out.varint(labels.length).bytes(labels).varint(instances).bytes(instanceMap);
    return out.i32(BodyCheck.of(out.toBytes())).toBytes();
  }

  /**
   * Reads a body.
   *
   * @param body its bytes
   * @param offset position of the first of them in the file, for messages
   * @return the box
   * @throws LicFormatException if it is malformed
   */
  public static LabelBox parse(byte[] body, long offset) throws LicFormatException {
    if (body.length < Integer.BYTES) {
      throw new LicFormatException(offset, "label map of " + body.length + " bytes");
    }
    ByteBuffer all = ByteBuffer.wrap(body);
    int end = body.length - Integer.BYTES;
    byte[] checked = new byte[end];
    all.get(checked);
    if (BodyCheck.of(checked) != all.getInt()) {
      throw new LicFormatException(offset + end, "label map whose check sum is wrong");
    }
    ByteCursor in = new ByteCursor(checked, offset);
    int first = in.u8("scale of a label map");
    int scale = first & ~OF_PACK;
    int count = in.varint("number of classes");
    if (scale > MAX_SCALE || count < 1 || count > MAX_CLASSES) {
      throw new LicFormatException(
          offset, "label map of scale " + scale + " with " + count + " classes");
    }
    List<Entry> classes = new ArrayList<>();
    for (int i = 0; i < count && first == scale; i++) {
      classes.add(entry(in));
    }
    byte[] labels = in.bytes(in.varint("length of the labels"), "labels");
    int instances = in.varint("number of instances");
    if (instances > MAX_CLASSES || (instances == 0 && in.remaining() > 0)) {
      throw new LicFormatException(in.offset(), "label map with " + instances + " instances");
    }
    return new LabelBox(
        scale, count, classes, labels, instances, in.bytes(in.remaining(), "instances"));
  }

  private static Entry entry(ByteCursor in) throws LicFormatException {
    long at = in.offset();
    byte[] name = in.bytes(in.varint("length of a class's name"), "name of a class");
    int colour = in.u8("red") << 16 | in.u8("green") << 8 | in.u8("blue");
    try {
      return new Entry(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString(), colour);
    } catch (CharacterCodingException | IllegalArgumentException e) {
      LicFormatException told = new LicFormatException(at, "class without a name of 1 to 64 bytes");
      told.initCause(e);
      throw told;
    }
  }
}
