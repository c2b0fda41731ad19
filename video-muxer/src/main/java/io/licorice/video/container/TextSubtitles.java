package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text subtitles as Matroska has them, UTF-8 and nothing else, and as MP4's timed text has them
 * (3GPP TS 26.245), a length before the text and styles behind it. The text is the same in both.
 */
final class TextSubtitles {
  private static final int MAX_TEXT = 0xFFFF;

  private TextSubtitles() {}

  /**
   * The text of a timed text sample.
   *
   * @return UTF-8; empty for a sample that only fills a gap
   * @throws LicFormatException if the sample is cut off
   */
  static byte[] plain(byte[] sample) throws LicFormatException {
    int length = sample.length < 2 ? 0 : (sample[0] & 0xFF) << 8 | sample[1] & 0xFF;
    if (length > sample.length - 2 && length > 0) {
      throw new LicFormatException(-1, "timed text sample is cut off");
    }
    byte[] text = length == 0 ? new byte[0] : Arrays.copyOfRange(sample, 2, 2 + length);
    boolean isWide =
        length >= 2
            && (text[0] == (byte) 0xFE && text[1] == (byte) 0xFF
                || text[0] == (byte) 0xFF && text[1] == (byte) 0xFE);
    return isWide
        ? new String(text, StandardCharsets.UTF_16).getBytes(StandardCharsets.UTF_8)
        : text;
  }

  /** A timed text sample; one without text fills a gap. */
  static byte[] timed(byte[] text) throws IOException {
    if (text.length > MAX_TEXT) {
      throw new IOException("a subtitle of " + text.length + " bytes is too long for MP4");
    }
    return new ByteSink().u16(text.length).bytes(text).toBytes();
  }
}
