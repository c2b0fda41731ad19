package io.licorice.imagej;

import ij.gui.GenericDialog;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.EncodeOptions.Rate;
import java.io.IOException;

/** The fields of dialogs that say how images are to be coded: mode, quality, ratio and model. */
final class CodingFields {
  private static final String LOSSLESS = "Lossless";
  private static final String QUALITY = "Quality";
  private static final String RATIO = "Compression ratio";

  private CodingFields() {}

  static void addTo(GenericDialog dialog) throws IOException {
    String[] modes = {LOSSLESS, QUALITY, RATIO};
    dialog.addChoice("Mode", modes, LOSSLESS);
    dialog.addSlider("Quality", 0, 100, EncodeOptions.DEFAULT_QUALITY, 1);
    dialog.addNumericField("Ratio", 10, 1, 6, ": 1");
    dialog.addChoice("Model", Packs.transforms(), EncodeOptions.DEFAULT_MODEL);
  }

  /** What the dialog's next two choices and next two numbers say. */
  static EncodeOptions next(GenericDialog dialog) {
    String mode = Choices.next(dialog, "mode");
    double quality = dialog.getNextNumber();
    double ratio = dialog.getNextNumber();
    return options(mode, quality, ratio, Choices.next(dialog, "model"));
  }

  /** What these values say. */
  static EncodeOptions options(String mode, double quality, double ratio, String model) {
    EncodeOptions.Builder options = EncodeOptions.builder().model(model);
    switch (mode) {
      case LOSSLESS -> options.lossless();
      case QUALITY -> options.quality(quality);
      case RATIO -> options.rate(new Rate.TargetRatio(ratio));
      default ->
          throw new IllegalArgumentException(
              "mode Lossless, Quality or Compression ratio expected, found " + mode);
    }
    return options.build();
  }
}
