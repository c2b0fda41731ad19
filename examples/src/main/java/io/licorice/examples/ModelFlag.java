package io.licorice.examples;

import io.licorice.codec.EncodeOptions;
import picocli.CommandLine.Option;

/** The option that says with which pack pictures are coded. */
final class ModelFlag {
  @Option(
      names = "--model",
      paramLabel = "ID",
      defaultValue = EncodeOptions.DEFAULT_MODEL,
      description = "The model pack. Default: ${DEFAULT-VALUE}.")
  String id;
}
