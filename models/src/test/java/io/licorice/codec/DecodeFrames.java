package io.licorice.codec;

import io.licorice.runtime.ExecutionSettings.Rewriting;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Decodes what {@link EncodeFrames} wrote and prints a check sum of all samples of each chain;
 * fails if a frame is not the encoder's.
 *
 * <p>Arguments: number of threads, how ONNX Runtime may rewrite graphs (one or more of NONE, BASIC,
 * ALL with commas between them), pack, folder of packs, width, height, number of predicted frames,
 * files.
 */
final class DecodeFrames {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int FIRST_FILE = 7;

  private DecodeFrames() {}

  /** Prints one line a way and file: the file's name and eight digits. */
  public static void main(String[] arguments) throws IOException {
    CodecSettings settings =
        new CodecSettings(
            Device.CPU, Integer.parseInt(arguments[0]), Optional.of(Path.of(arguments[3])));
    int width = Integer.parseInt(arguments[4]);
    int height = Integer.parseInt(arguments[5]);
    int predicted = Integer.parseInt(arguments[6]);
    Picture key = EncodeFrames.clip(width, height, predicted).get(0);
    for (String rewriting : COMMA.split(arguments[1], -1)) {
      try (LicCodec codec = LicCodec.open(settings, Rewriting.valueOf(rewriting))) {
        FramePredictor predictor = codec.predictor(arguments[2]);
        for (int i = FIRST_FILE; i < arguments.length; i++) {
          Path file = Path.of(arguments[i]);
          long check = decode(predictor, key, predicted, file);
          System.out.printf("%s %08x%n", file.getFileName(), check);
        }
      }
    }
  }

  private static long decode(FramePredictor predictor, Picture key, int predicted, Path file)
      throws IOException {
    CRC32C check = new CRC32C();
    FrameReferences references = predictor.start(key);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int n = 0; n < predicted; n++) {
        byte[] payload = new byte[in.readInt()];
        in.readFully(payload);
        references = predictor.decode(payload, references, CodecListener.SILENT);
        for (int c = 0; c < 3; c++) {
          for (short sample : references.newest().plane(c)) {
            check.update(sample);
          }
        }
      }
    }
    return check.getValue();
  }
}
