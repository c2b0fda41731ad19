package io.licorice.examples;

import io.licorice.codec.Segmenter;
import picocli.CommandLine.Option;

/** The option that says with which network pictures are segmented. */
final class SegmenterFlag {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = Segmenter.DEFAULT_MODEL,
      description =
          "The segmentation network: an id, or a folder with segmenter.onnx and classes.json, or an"
              + " .onnx file beside which there is classes.json, or a file of its own name and the"
              + " suffix .json. Default: ${DEFAULT-VALUE}.")
  String name;
}
