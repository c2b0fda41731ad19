package io.licorice.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Encodes and decodes again and again, and prints by how many KiB the resident memory of the
 * process has grown since the first calls. Linux only.
 *
 * <p>Arguments: calls to warm up, calls to measure.
 */
final class ResidentMemory {
  private ResidentMemory() {}

  /** Prints the growth. */
  public static void main(String[] arguments) throws IOException {
    try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(1))) {
      repeat(codec, Integer.parseInt(arguments[0]));
      long before = residentPages();
      repeat(codec, Integer.parseInt(arguments[1]));
      System.out.println((residentPages() - before) * 4);
    }
  }

  private static void repeat(LicCodec codec, int calls) throws IOException {
    for (int i = 0; i < calls; i++) {
      Picture picture = TestPictures.photoLike(35 + i % 5, 30 - i % 7, 3, i % 11);
      EncodeOptions options = Coding.tiled(i * 7 % 101, 1024);
      byte[] file = codec.encode(picture, options, CodecListener.SILENT).bytes();
      DecodedPicture decoded =
          codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT);
      if (!decoded.warnings().isEmpty()) {
        throw new IllegalStateException("warnings");
      }
    }
    System.gc();
  }

  private static long residentPages() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]);
  }
}
