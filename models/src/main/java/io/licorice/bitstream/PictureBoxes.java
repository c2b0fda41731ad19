package io.licorice.bitstream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures of a file, bare or boxed, found one after the other as they are asked for: a picture
 * costs the reading of the box headers up to it, and no more.
 *
 * <p>A fault behind a picture does not keep anyone from that picture: the list ends there and
 * {@link #fault} tells why.
 *
 * <p>Not safe for use by several threads.
 */
public final class PictureBoxes {
  /** Type of the box with an ICC profile. */
  public static final String ICC = "iccp";

  /** Type of the box with an Exif block. */
  public static final String EXIF = "exif";

  /** Type of the box with an XMP packet. */
  public static final String XMP = "xmp ";

  /** Type of the box with the size of a pixel. */
  public static final String PIXEL_SIZE = "pxsz";

  /** Type of the box with a thumbnail's codestream. */
  public static final String THUMBNAIL = "thmb";

  /** Type of the box with a label map. */
  public static final String LABELS = "labl";

  /** Type of the box that tells which pixels were synthesised. */
  public static final String PROVENANCE = "prov";

  /** Type of the box with what was generated for a part of the picture; critical. */
  public static final String GENERATED = "Gene";

  /** Type of the box with the low halves of floats; critical. */
  public static final String FLOATS = "Floa";

  /** Type of the box with what an application keeps. */
  public static final String APPLICATION = "appd";

  /** No metadata box has more bytes in its body, but for the name of an application. */
  public static final int MAX_METADATA = 1 << 26;

  /** No picture has more thumbnails. */
  public static final int MAX_THUMBNAILS = 16;

  /** No picture has data of more applications. */
  public static final int MAX_APPLICATIONS = 16;

  /** No file has more boxes outside of pictures; hence no more pictures either. */
  static final int MAX_BOXES = 1 << 18;

  /** No more types of unknown boxes are told of. */
  private static final int MAX_UNKNOWN = 16;

  /** No picture has more boxes. */
  static final int MAX_PICTURE_BOXES = 1000;

  private final BoxFile.Reader reader;
  private final long length;
  private final boolean boxed;
  private final List<Box> pictures = new ArrayList<>();
  private final Map<String, Long> unknown = new LinkedHashMap<>();
  private long position;
  private int seen;
  private LicFormatException fault;

  /**
   * A part of a picture: what one box holds.
   *
   * @param type the box's type
   * @param offset position of the body's first byte in the file
   * @param length length of the body in bytes
   */
  public record Part(String type, long offset, long length) {}

  /**
   * A picture.
   *
   * @param codestream where its codestream lies
   * @param parts what else belongs to it: only boxes of known types, in the order of the file
   */
  public record Entry(BoxFile.Span codestream, List<Part> parts) {
    /**
     * Copies the list.
     *
     * @param codestream see the record
     * @param parts see the record
     */
    public Entry {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Opens a file.
   *
   * @param reader gives the bytes
   * @param length length of the file
   * @throws LicFormatException if the file is neither form
   * @throws IOException if reading fails
   */
  public PictureBoxes(BoxFile.Reader reader, long length) throws IOException {
    this.reader = reader;
    this.length = length;
    byte[] start = new byte[(int) Math.min(length, BoxFile.SIGNATURE_LENGTH)];
    reader.read(0, start);
    this.boxed = BoxFile.isBoxFile(start);
    if (!boxed && !LicHeader.isMagic(start)) {
      throw new LicFormatException(0, "neither a .lic codestream nor a .lic box file");
    }
    if (!boxed) {
      pictures.add(new Box(BoxFile.CODESTREAM, 0, 0, length));
      position = length;
    }
  }

  /**
   * Whether the file has a picture of a number, as far as it is intact.
   *
   * @param number the number, from 0
   * @return true if it has
   * @throws IOException if reading fails; malformed boxes merely end the list
   */
  public boolean has(int number) throws IOException {
    while (pictures.size() <= number && fault == null && position < length) {
      try {
        step();
      } catch (LicFormatException e) {
        fault = e;
      }
    }
    return number >= 0 && number < pictures.size();
  }

  /**
   * The number of pictures; reads all box headers outside of pictures.
   *
   * @return pictures, as far as the file is intact
   * @throws IOException if reading fails
   */
  public int count() throws IOException {
    has(Integer.MAX_VALUE);
    return pictures.size();
  }

  /**
   * What ended the list before the end of the file, as far as the list has been read.
   *
   * @return the fault, empty if there is none
   */
  public Optional<LicFormatException> fault() {
    return Optional.ofNullable(fault);
  }

  /**
   * The boxes that were skipped because their types are unknown, as far as the file has been read.
   *
   * @return one sentence for each type, at most 16
   */
  public List<String> unknown() {
    return unknown.entrySet().stream()
        .map(
            box ->
                "box '" + box.getKey() + "' at byte " + box.getValue() + " is unknown and skipped")
        .toList();
  }

  private void skip(Box box) {
    boolean padding = box.type().equals("free") || box.type().equals("skip");
    boolean start = box.type().equals("ftyp") && box.start() == 0;
    if (!padding && !start && unknown.size() < MAX_UNKNOWN) {
      unknown.putIfAbsent(box.type(), box.start());
    }
  }

  /**
   * Whether boxes surround the pictures.
   *
   * @return false for a bare codestream
   */
  public boolean boxed() {
    return boxed;
  }

  /**
   * Where a picture's parts lie.
   *
   * @param number the number, from 0
   * @return the picture
   * @throws LicFormatException if there is no such picture, or a box of it is malformed or critical
   *     and unknown
   * @throws IOException if reading fails
   */
  public Entry picture(int number) throws IOException {
    if (!has(number)) {
      if (fault != null) {
        throw fault;
      }
      throw new LicFormatException(position, "no box 'licc' found for picture " + number);
    }
    Box box = pictures.get(number);
    return box.type().equals(BoxFile.PICTURE)
        ? entry(box)
        : new Entry(new BoxFile.Span(box.body(), Math.min(box.end(), length), boxed), List.of());
  }

  private void step() throws IOException {
    if (seen++ == MAX_BOXES) {
      throw new LicFormatException(position, "more than " + MAX_BOXES + " boxes");
    }
    Box box = Box.read(reader, position, length);
    boolean picture = box.type().equals(BoxFile.CODESTREAM) || box.type().equals(BoxFile.PICTURE);
    if (picture) {
      pictures.add(box);
    } else {
      if (seen > 1 && box.isCritical()) {
        throw box.unknown();
      }
      box.checkEnd(length, "file");
      skip(box);
    }
    position = Math.min(box.end(), length);
  }

  private Entry entry(Box picture) throws IOException {
    List<Part> parts = new ArrayList<>();
    long limit = Math.min(picture.end(), length);
    long at = picture.body();
    for (int n = 0; n < MAX_PICTURE_BOXES && at < limit; n++) {
      Box box = Box.read(reader, at, limit);
      if (box.type().equals(BoxFile.CODESTREAM)) {
        box.checkEnd(picture.end(), "picture");
        return new Entry(new BoxFile.Span(box.body(), Math.min(box.end(), limit), true), parts);
      }
      boolean known = PictureBoxRules.isKnown(box.type());
      if (box.isCritical() && !known) {
        throw box.unknown();
      }
      box.checkEnd(limit, limit < picture.end() ? "file" : "picture");
      if (known) {
        PictureBoxRules.check(box, parts);
        parts.add(new Part(box.type(), box.body(), box.end() - box.body()));
      } else {
        skip(box);
      }
      at = box.end();
    }
    throw new LicFormatException(at, "no box 'licc' found in the picture");
  }

  /**
   * Whether a box of a picture holds a codestream, and with it samples, of any length.
   *
   * @param type the box's type
   * @return false for metadata
   */
  public static boolean holdsCodestream(String type) {
    return PictureBoxRules.holdsCodestream(type);
  }

  /**
   * The bytes of a picture with all that belongs to it, up to its codestream, which follows.
   *
   * @param parts type and body of each box before the codestream
   * @param codestreamLength length of the codestream in bytes
   * @return the bytes before the codestream
   * @throws IllegalArgumentException if a body is over the limit, or there are too many of a type
   */
  public static byte[] layout(List<Body> parts, long codestreamLength) {
    byte[] header = codestreamHeader(codestreamLength);
    return parts.isEmpty() ? header : picture(parts, header, codestreamLength);
  }

  /**
   * The bytes of a picture of floats up to their low halves, which follow; then come {@link
   * #codestreamHeader} and the codestream with the high halves.
   *
   * @param parts type and body of each other box
   * @param lowLength length of the low halves' codestream in bytes
   * @param codestreamLength length of the high halves' codestream in bytes
   * @return the bytes before the low halves
   * @throws IllegalArgumentException as {@link #layout}
   */
  public static byte[] layoutOfFloats(List<Body> parts, long lowLength, long codestreamLength) {
    long rest = lowLength + codestreamHeader(codestreamLength).length + codestreamLength;
    return picture(parts, Box.header(FLOATS, lowLength), rest);
  }

  /**
   * The header of the box with a codestream.
   *
   * @param length length of the codestream in bytes
   * @return the bytes before the codestream
   */
  public static byte[] codestreamHeader(long length) {
    return Box.header(BoxFile.CODESTREAM, length);
  }

  private static byte[] picture(List<Body> parts, byte[] lastHeader, long rest) {
    PictureBoxRules.check(parts);
    ByteSink boxes = new ByteSink();
    for (Body part : parts) {
      boxes.bytes(Box.header(part.type, part.bytes.length)).bytes(part.bytes);
    }
    byte[] head = boxes.bytes(lastHeader).toBytes();
    return new ByteSink()
        .bytes(Box.header(BoxFile.PICTURE, head.length + rest))
        .bytes(head)
        .toBytes();
  }

  /**
   * What a box is to hold.
   *
   * @param type one of the types above
   * @param bytes the body
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Body(String type, byte[] bytes) {}
}
