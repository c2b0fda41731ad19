package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.io.SaveDialog;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.EncodeOptions.Rate;
import java.io.IOException;
import java.nio.file.Path;

/** {@code File > Save As > LIC...}: saves the current image or stack. */
final class SaveCommand implements Command {
  private static final String LOSSLESS = "Lossless";
  private static final String QUALITY = "Quality";
  private static final String RATIO = "Compression ratio";

  @Override
  public void run() throws IOException {
    ImagePlus image = Images.current();
    if (image == null) {
      return;
    }
    GenericDialog dialog = new GenericDialog("Save as LIC");
    String[] modes = {LOSSLESS, QUALITY, RATIO};
    dialog.addChoice("Mode", modes, LOSSLESS);
    dialog.addSlider("Quality", 0, 100, EncodeOptions.DEFAULT_QUALITY, 1);
    dialog.addNumericField("Ratio", 10, 1, 6, ": 1");
    dialog.addChoice("Model", Packs.transforms(), EncodeOptions.DEFAULT_MODEL);
    dialog.addHelp(Help.of("save"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return;
    }
    String mode = dialog.getNextChoice();
    double quality = dialog.getNextNumber();
    double ratio = dialog.getNextNumber();
    EncodeOptions.Builder options = EncodeOptions.builder().model(dialog.getNextChoice());
    switch (mode) {
      case LOSSLESS -> options.lossless();
      case QUALITY -> options.quality(quality);
      default -> options.rate(new Rate.TargetRatio(ratio));
    }
    save(image, options.build());
  }

  private static void save(ImagePlus image, EncodeOptions options) throws IOException {
    SaveDialog where = new SaveDialog("Save as LIC...", image.getShortTitle(), ".lic");
    if (where.getFileName() == null) {
      return;
    }
    Path file = Path.of(where.getDirectory() + where.getFileName());
    SavedStack saved;
    try (Work work = Work.begin("Saving " + file.getFileName())) {
      saved = StackSaver.save(image, file, slice -> options, work);
    }
    IJ.showStatus(saved.line());
    if (saved.model().isEmpty()) {
      image.changes = false;
    }
  }
}
