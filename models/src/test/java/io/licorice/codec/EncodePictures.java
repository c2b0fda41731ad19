package io.licorice.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Encodes pictures with one thread, for a processor that this program is run on in place of the
 * real one.
 *
 * <p>Arguments: quality, or QUALITY@PACK for another pack than the usual one; folder for the files;
 * pictures that the JDK reads as RGB.
 */
final class EncodePictures {
  private EncodePictures() {}

  /** Prints one line a file. */
  public static void main(String[] arguments) throws IOException {
    int at = arguments[0].indexOf('@');
    String quality = at < 0 ? arguments[0] : arguments[0].substring(0, at);
    String model = at < 0 ? EncodeOptions.DEFAULT_MODEL : arguments[0].substring(at + 1);
    EncodeOptions options =
        EncodeOptions.builder().quality(Double.parseDouble(quality)).model(model).build();
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(1))) {
      for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
        Path picture = Path.of(name);
        Path file = folder.resolve(picture.getFileName() + ".lic");
        Files.write(
            file, codec.encode(TestPictures.read(picture), options, CodecListener.SILENT).bytes());
        System.out.println(file + ": " + Files.size(file) + " bytes");
      }
    }
  }
}
