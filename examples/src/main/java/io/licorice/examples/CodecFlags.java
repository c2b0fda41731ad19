package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.LicCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** The options that say where the networks run. */
final class CodecFlags {
  @Spec(Target.MIXEE)
  CommandSpec mixee;

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

  @Option(
      names = "--packs",
      paramLabel = "FOLDER",
      description = "A folder with more model packs, looked at first.")
  Path packs;

  CodecSettings settings() {
    try {
      return new CodecSettings(device, threads, Optional.ofNullable(packs));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(mixee.commandLine(), e.getMessage(), e);
    }
  }

  LicCodec open() throws IOException {
    return LicCodec.open(settings());
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
