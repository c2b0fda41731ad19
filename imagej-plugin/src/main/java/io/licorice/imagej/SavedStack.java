package io.licorice.imagej;

import io.licorice.codec.Device;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What has been saved.
 *
 * @param file the file
 * @param bytes its size
 * @param rawBytes the size of the pixels in memory
 * @param model the pack that coded the first plane, empty if it is lossless
 * @param device where the networks ran
 * @param seconds what it took
 */
record SavedStack(
    Path file, long bytes, long rawBytes, String model, Device device, double seconds) {
  /** One line for the status bar. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s: %,d bytes, %.2f %% of %,d, %s, %.1f s",
        file.getFileName(),
        bytes,
        100.0 * bytes / rawBytes,
        rawBytes,
        model.isEmpty() ? "lossless" : model + " on " + device,
        seconds);
  }
}
