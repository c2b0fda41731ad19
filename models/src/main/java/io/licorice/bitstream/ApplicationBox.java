package io.licorice.bitstream;

/**
 * The body of a box with what an application keeps beside a picture: the application's name and
 * bytes of its own. See the format specification, section "File forms".
 */
public final class ApplicationBox {
  /** No name has more characters. */
  public static final int MAX_NAME = 64;

  /** No body is longer. */
  static final int MAX_BODY = 1 + MAX_NAME + PictureBoxes.MAX_METADATA;

  private ApplicationBox() {}

  /**
   * Whether an application may have a name.
   *
   * @param name the name
   * @return true for 1 to 64 printable ASCII characters without spaces
   */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && name.chars().allMatch(character -> character > ' ' && character <= '~');
  }

  /**
   * A body's bytes.
   *
   * @param name the application's name
   * @param data what it keeps
   * @return a new array
   */
  public static byte[] toBytes(String name, byte[] data) {
    ByteSink body = new ByteSink().u8(name.length());
    name.chars().forEach(body::u8);
    return body.bytes(data).toBytes();
  }

  /**
   * What a body holds.
   *
   * @param name the application's name
   * @param data what it keeps
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Content(String name, byte[] data) {}

  /**
   * Reads a body.
   *
   * @param body its bytes
   * @param offset position of its first byte in the file, for messages
   * @return what it holds
   * @throws LicFormatException if it is malformed
   */
  public static Content parse(byte[] body, long offset) throws LicFormatException {
    ByteCursor in = new ByteCursor(body, offset);
    String name = in.ascii(in.u8("length of an application's name"), "name of an application");
    if (!isName(name)) {
      throw new LicFormatException(
          offset, "name of an application: 1 to 64 printable ASCII characters expected");
    }
    int size = in.remaining();
    if (size == 0 || size > PictureBoxes.MAX_METADATA) {
      throw new LicFormatException(
          in.offset(), "application data: 1 byte to 64 MiB expected, found " + size);
    }
    return new Content(name, in.bytes(size, "application data"));
  }
}
