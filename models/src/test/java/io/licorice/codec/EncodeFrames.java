package io.licorice.codec;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Encodes a generated clip, a key frame and predicted ones, with two threads.
 *
 * <p>Arguments: quality, pack, folder of packs, width, height, number of predicted frames, file
 * that receives the payloads, each behind its length.
 */
final class EncodeFrames {
  private EncodeFrames() {}

  /** The clip that all arguments of this kind stand for. */
  static List<Picture> clip(int width, int height, int predicted) {
    return TestClips.panned(predicted + 1, width, height, 7);
  }

  /** Prints one line. */
  public static void main(String[] arguments) throws IOException {
    CodecSettings settings = new CodecSettings(Device.CPU, 2, Optional.of(Path.of(arguments[2])));
    int width = Integer.parseInt(arguments[3]);
    int height = Integer.parseInt(arguments[4]);
    List<Picture> clip = clip(width, height, Integer.parseInt(arguments[5]));
    Path file = Path.of(arguments[6]);
    try (LicCodec codec = LicCodec.open(settings);
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      FramePredictor predictor = codec.predictor(arguments[1]);
      double quality = Double.parseDouble(arguments[0]);
      for (PredictedFrame frame : FrameChains.encode(predictor, clip, quality)) {
        out.writeInt(frame.payload().length);
        out.write(frame.payload());
      }
    }
    System.out.println(file + ": " + Files.size(file) + " bytes");
  }
}
