package io.licorice.imagej;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.Locale;

/** Runs the default model's networks on a device, to know that they do. */
final class DeviceTrial {
  private static final int SIDE = 64;

  private DeviceTrial() {}

  /**
   * Encodes and decodes a tiny picture.
   *
   * @return one line that says what ran
   * @throws IOException if the device is not to be had; the message says why
   */
  static String run(CodecSettings settings) throws IOException {
    long begin = System.nanoTime();
    // Otherwise so plain a picture would be coded without any network.
    EncodeOptions networksOnly = EncodeOptions.builder().learnedOnly(true).build();
    try (LicCodec codec = LicCodec.open(settings)) {
      byte[] bytes = codec.encode(ramp(), networksOnly, CodecListener.SILENT).bytes();
      DecodedPicture decoded =
          codec.decode(ByteSource.of(bytes), DecodeOptions.DEFAULT, CodecListener.SILENT);
      return String.format(
          Locale.ROOT,
          "%s ran on %s with %d %s in %.1f s",
          EncodeOptions.DEFAULT_MODEL,
          decoded.device(),
          settings.effectiveThreads(),
          settings.effectiveThreads() == 1 ? "thread" : "threads",
          (System.nanoTime() - begin) / 1e9);
    }
  }

  private static Picture ramp() {
    short[] samples = new short[SIDE * SIDE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (i % SIDE + i / SIDE);
    }
    return new Picture(SIDE, SIDE, Byte.SIZE, samples);
  }
}
