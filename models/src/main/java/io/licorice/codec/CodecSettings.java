package io.licorice.codec;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a codec runs on; immutable.
 *
 * @param device where the networks run; asking for CUDA where there is none is an error, never a
 *     silent fallback
 * @param threads threads to use, 0 for one a core
 * @param packs an additional folder with packs, looked at after the bundled ones and the user
 *     folder
 */
public record CodecSettings(Device device, int threads, Optional<Path> packs) {
  /** The CPU with all its cores. */
  public static final CodecSettings DEFAULT = new CodecSettings(Device.CPU, 0, Optional.empty());

  /**
   * Checks the thread count.
   *
   * @param device see the record
   * @param threads see the record
   * @param packs see the record
   * @throws IllegalArgumentException if it is negative
   */
  public CodecSettings {
    Objects.requireNonNull(device);
    Objects.requireNonNull(packs);
    if (threads < 0) {
      throw new IllegalArgumentException("threads of at least 0 expected, found " + threads);
    }
  }

  /**
   * These settings on another device.
   *
   * @param other the device
   * @return new settings
   */
  public CodecSettings withDevice(Device other) {
    return new CodecSettings(other, threads, packs);
  }

  /**
   * These settings with another number of threads.
   *
   * @param count threads, 0 for one a core
   * @return new settings
   */
  public CodecSettings withThreads(int count) {
    return new CodecSettings(device, count, packs);
  }

  /**
   * The number of threads that are really used.
   *
   * @return at least 1
   */
  public int effectiveThreads() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }
}
