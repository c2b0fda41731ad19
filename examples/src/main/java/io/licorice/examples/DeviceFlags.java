package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say where networks run. */
final class DeviceFlags {
  @Option(
      names = "--device",
      paramLabel = "cpu|cuda[:N]",
      defaultValue = "cpu",
      converter = DeviceConverter.class,
      description = "Where the networks run. Default: ${DEFAULT-VALUE}.")
  Device device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads to use, 0 for one a core. Default: ${DEFAULT-VALUE}.")
  int threads;

  /**
   * The settings that were asked for.
   *
   * @throws IllegalArgumentException if there are none of that kind
   */
  CodecSettings settings() {
    return new CodecSettings(device, threads, Optional.empty());
  }

  /** Reads {@code cpu}, {@code cuda} or {@code cuda:N}. */
  static final class DeviceConverter implements ITypeConverter<Device> {
    @Override
    public Device convert(String text) {
      try {
        return Device.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
