package io.licorice.examples;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.Device;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our codec as a program of its own that does what other codecs' programs do: read a file, encode
 * or decode it, write a file. The tool's own commands do more, so the bench starts this instead.
 *
 * @param command the command line that starts it
 */
record LicProcess(List<String> command) {
  private static final String ENCODE = "encode";

  static LicProcess encoder(
      Path in, Path out, CodecSettings settings, String model, double quality) {
    return of(ENCODE, in, out, settings, List.of(model, Double.toString(quality)));
  }

  static LicProcess decoder(Path in, Path out, CodecSettings settings) {
    return of("decode", in, out, settings, List.of());
  }

  private static LicProcess of(
      String task, Path in, Path out, CodecSettings settings, List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LicProcess.class.getName(), task, in.toString(), out.toString()));
    command.add(settings.device().toString());
    command.add(Integer.toString(settings.threads()));
    command.add(settings.packs().map(Path::toString).orElse(""));
    command.addAll(more);
    return new LicProcess(command);
  }

  /**
   * Encodes or decodes a file.
   *
   * @param arguments what {@link #encoder} and {@link #decoder} put after the class
   * @throws IOException if a file cannot be read, coded or written
   */
  public static void main(String[] arguments) throws IOException {
    Path in = Path.of(arguments[1]);
    Path out = Path.of(arguments[2]);
    Optional<Path> packs =
        arguments[5].isEmpty() ? Optional.empty() : Optional.of(Path.of(arguments[5]));
    CodecSettings settings =
        new CodecSettings(Device.parse(arguments[3]), Integer.parseInt(arguments[4]), packs);
    try (LicCodec codec = LicCodec.open(settings)) {
      if (arguments[0].equals(ENCODE)) {
        EncodeOptions options =
            EncodeOptions.builder()
                .model(arguments[6])
                .quality(Double.parseDouble(arguments[7]))
                .build();
        Files.write(out, codec.encode(Pnm.read(in), options, CodecListener.SILENT).bytes());
      } else {
        DecodeOptions whole = DecodeOptions.DEFAULT.withMaxPixels(Long.MAX_VALUE);
        try (FileChannel channel = FileChannel.open(in)) {
          Pnm.write(
              codec.decode(ByteSource.of(channel), whole, CodecListener.SILENT).picture(), out);
        }
      }
    }
  }
}
