package io.licorice.imagej;

import ij.Prefs;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.LicCodec;
import java.util.Optional;

/** The codec on the device that the user has chosen, which lasts until another one is chosen. */
final class Codecs {
  private static final String DEVICE = "licorice.device";
  private static final String THREADS = "licorice.threads";

  private static LicCodec codec;
  private static CodecSettings settingsOfCodec;

  private Codecs() {}

  /** Device and threads as chosen; the processor with all its cores if nothing was. */
  static CodecSettings settings() {
    Device device = Device.parse(Prefs.get(DEVICE, Device.CPU.toString()));
    int threads = (int) Prefs.get(THREADS, 0);
    return new CodecSettings(device, Math.max(0, threads), Optional.empty());
  }

  /** Chooses, for this and later sessions of ImageJ. */
  static void choose(Device device, int threads) {
    Prefs.set(DEVICE, device.toString());
    Prefs.set(THREADS, threads);
  }

  /**
   * The codec. One of a former choice is left to those who may still use it: its networks are freed
   * with the program.
   */
  static synchronized LicCodec current() {
    CodecSettings settings = settings();
    if (codec == null || !settings.equals(settingsOfCodec)) {
      boolean usual = settings.equals(CodecSettings.DEFAULT);
      codec = usual ? LicCodec.shared() : LicCodec.open(settings);
      settingsOfCodec = settings;
    }
    return codec;
  }
}
