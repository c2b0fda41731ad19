package io.licorice.imageio;

import java.io.IOException;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/** What the service providers say of the format, and how its files are told from others. */
final class LicProviderInfo {
  static final String VENDOR = "Licorice";
  static final String VERSION = "0.1";
  static final String READER = "io.licorice.imageio.LicImageReader";
  static final String READER_SPI = "io.licorice.imageio.LicImageReaderSpi";
  static final String WRITER = "io.licorice.imageio.LicImageWriter";
  static final String WRITER_SPI = "io.licorice.imageio.LicImageWriterSpi";

  static final String VIDEO_READER = "io.licorice.imageio.LvcImageReader";
  static final String VIDEO_READER_SPI = "io.licorice.imageio.LvcImageReaderSpi";
  static final String VIDEO_WRITER = "io.licorice.imageio.LvcImageWriter";
  static final String VIDEO_WRITER_SPI = "io.licorice.imageio.LvcImageWriterSpi";
  static final String METADATA = LicMetadataFormat.NAME;
  static final String METADATA_FORMAT = "io.licorice.imageio.LicMetadataFormat";

  /** Bytes that tell a file: the codestream needs 4 of them, the box file all. */
  private static final int SNIFFED = 12;

  private static final int CODESTREAM = 0x8C4C4943; // 8C "LIC"
  private static final int VIDEO = 0x8C4C5643; // 8C "LVC"
  private static final int FILE_TYPE_BOX = 0x66747970; // "ftyp"
  private static final int BRAND = 0x6C696331; // "lic1"

  private LicProviderInfo() {}

  static String[] formatNames() {
    return new String[] {"lic", "LIC"};
  }

  static String[] suffixes() {
    return new String[] {"lic"};
  }

  static String[] mimeTypes() {
    return new String[] {"image/x-lic"};
  }

  static String[] videoFormatNames() {
    return new String[] {"lvc", "LVC"};
  }

  static String[] videoSuffixes() {
    return new String[] {"lvc"};
  }

  static String[] videoMimeTypes() {
    return new String[] {"video/x-licorice"};
  }

  /** Whether a stream starts as a {@code .lvc} file does; leaves it as it was. */
  static boolean isLvc(ImageInputStream stream) throws IOException {
    byte[] start = start(stream);
    return start.length >= 4 && word(start, 0) == VIDEO;
  }

  /**
   * Whether a stream starts as a {@code .lic} file does, bare or boxed. Leaves the stream's
   * position and byte order as they were.
   */
  static boolean isLic(ImageInputStream stream) throws IOException {
    byte[] start = start(stream);
    return start.length >= 4 && word(start, 0) == CODESTREAM
        || start.length == SNIFFED && word(start, 4) == FILE_TYPE_BOX && word(start, 8) == BRAND;
  }

  private static byte[] start(ImageInputStream stream) throws IOException {
    byte[] start = new byte[SNIFFED];
    int count = 0;
    stream.mark();
    try {
      while (count < start.length) {
        int read = stream.read(start, count, start.length - count);
        if (read <= 0) {
          break;
        }
        count += read;
      }
    } finally {
      stream.reset();
    }
    return Arrays.copyOf(start, count);
  }

  private static int word(byte[] bytes, int offset) {
    return bytes[offset] << 24
        | (bytes[offset + 1] & 0xFF) << 16
        | (bytes[offset + 2] & 0xFF) << 8
        | bytes[offset + 3] & 0xFF;
  }
}
