package io.licorice.codec;

import io.licorice.runtime.ExecutionSettings.Rewriting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Decodes files and prints a check sum of their samples; fails on any warning, of which other
 * samples than the encoder's are one.
 *
 * <p>Arguments: number of threads, how ONNX Runtime may rewrite graphs (one or more of NONE, BASIC,
 * ALL with commas between them), files.
 */
final class DecodePictures {
  private static final Pattern COMMA = Pattern.compile(",");

  private DecodePictures() {}

  /** Prints one line a file: its name and eight digits. */
  public static void main(String[] arguments) throws IOException {
    CodecSettings settings = CodecSettings.DEFAULT.withThreads(Integer.parseInt(arguments[0]));
    for (String rewriting : COMMA.split(arguments[1], -1)) {
      try (LicCodec codec = LicCodec.open(settings, Rewriting.valueOf(rewriting))) {
        for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
          System.out.printf("%s %08x%n", Path.of(name).getFileName(), decode(codec, Path.of(name)));
        }
      }
    }
  }

  private static long decode(LicCodec codec, Path file) throws IOException {
    DecodedPicture decoded =
        codec.decode(
            ByteSource.of(Files.readAllBytes(file)), DecodeOptions.DEFAULT, CodecListener.SILENT);
    if (!decoded.warnings().isEmpty()) {
      throw new IOException(file + ": " + decoded.warnings());
    }
    Picture picture = decoded.picture();
    CRC32C check = new CRC32C();
    for (int channel = 0; channel < picture.channels(); channel++) {
      for (short sample : picture.plane(channel)) {
        check.update(sample);
        check.update(sample >> 8);
      }
    }
    return check.getValue();
  }
}
