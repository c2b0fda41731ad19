package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.TimeBase;
import java.nio.charset.StandardCharsets;

/**
 * The first line of a y4m file.
 *
 * @param layout of its frames
 * @param frameTime for how long each is shown
 */
record Y4mHeader(YuvLayout layout, TimeBase frameTime) {
  static final String MAGIC = "YUV4MPEG2 ";
  static final int MAX_LINE = 1 << 12;
  private static final int MAX_SIDE = 1 << 14;

  /** Reads the line, without the end of line. */
  static Y4mHeader parse(String line) throws LicFormatException {
    if (!line.startsWith(MAGIC)) {
      throw new LicFormatException(0, "no y4m file");
    }
    int width = 0;
    int height = 0;
    TimeBase time = MediaInput.DEFAULT_FRAME_TIME;
    String colours = "420jpeg";
    boolean isFull = false;
    for (String word : line.substring(MAGIC.length()).split(" +", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      String value = word.substring(1);
      switch (word.charAt(0)) {
        case 'W' -> width = number(value, MAX_SIDE);
        case 'H' -> height = number(value, MAX_SIDE);
        case 'F' -> time = frameTime(value);
        case 'C' -> colours = value;
        case 'X' -> isFull |= value.equals("COLORRANGE=FULL");
        default -> {
          // interlacing, the pixels' shape and remarks
        }
      }
    }
    if (width < 1 || height < 1) {
      throw new LicFormatException(0, "y4m file of " + width + "x" + height + " pixels");
    }
    return new Y4mHeader(layout(width, height, colours, isFull), time);
  }

  private static YuvLayout layout(int width, int height, String colours, boolean isFull)
      throws LicFormatException {
    ColourMatrix matrix = ColourMatrix.ofSize(width, height);
    return switch (colours) {
      case "420", "420jpeg", "420mpeg2", "420paldv" ->
          new YuvLayout(width, height, 1, 1, false, 8, isFull, matrix);
      case "422" -> new YuvLayout(width, height, 1, 0, false, 8, isFull, matrix);
      case "444" -> new YuvLayout(width, height, 0, 0, false, 8, isFull, matrix);
      case "mono" -> new YuvLayout(width, height, 0, 0, true, 8, isFull, matrix);
      default ->
          throw new LicFormatException(
              0, "y4m of kind '" + colours + "' is not read: 420, 422, 444 and mono of 8 bits are");
    };
  }

  private static TimeBase frameTime(String value) throws LicFormatException {
    int colon = value.indexOf(':');
    int rate = number(colon < 0 ? value : value.substring(0, colon), Integer.MAX_VALUE);
    int over = colon < 0 ? 1 : number(value.substring(colon + 1), Integer.MAX_VALUE);
    // 0:0 says that the rate is unknown.
    return rate == 0 || over == 0 ? MediaInput.DEFAULT_FRAME_TIME : new TimeBase(over, rate);
  }

  private static int number(String value, int most) throws LicFormatException {
    if (!value.matches("[0-9]{1,10}") || Long.parseLong(value) > most) {
      throw new LicFormatException(0, "y4m header: '" + value + "' is no number up to " + most);
    }
    return (int) Long.parseLong(value);
  }

  /** Bytes of a frame's samples. */
  long frameBytes() {
    long luma = (long) layout.width() * layout.height();
    long chroma = (long) layout.chromaWidth() * layout.chromaHeight();
    return layout.isGray() ? luma : luma + 2 * chroma;
  }

  byte[] toBytes() {
    String colours =
        layout.isGray()
            ? "mono"
            : layout.shiftX() == 0 ? "444" : layout.shiftY() == 0 ? "422" : "420jpeg";
    String line =
        "%sW%d H%d F%d:%d Ip A1:1 C%s XCOLORRANGE=%s\n"
            .formatted(
                MAGIC,
                layout.width(),
                layout.height(),
                frameTime.denominator(),
                frameTime.numerator(),
                colours,
                layout.isFullRange() ? "FULL" : "LIMITED");
    return line.getBytes(StandardCharsets.US_ASCII);
  }
}
