package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where the networks run, and where packs are. */
final class CodecFlags {
  @Mixin DeviceFlags deviceFlags;

  @Option(
      names = "--packs",
      paramLabel = "FOLDER",
      description = "A folder with more model packs, looked at last.")
  Path packs;

  /**
   * The settings that were asked for.
   *
   * @throws IllegalArgumentException if there are none of that kind
   */
  CodecSettings settings() {
    CodecSettings settings = deviceFlags.settings();
    return new CodecSettings(settings.device(), settings.threads(), Optional.ofNullable(packs));
  }
}
