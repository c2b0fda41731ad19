package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.io.SaveDialog;
import io.licorice.codec.EncodeOptions;
import java.io.IOException;
import java.nio.file.Path;

/** {@code File > Save As > LIC...}: saves the current image or stack. */
final class SaveCommand implements Command {
  @Override
  public void run() throws IOException {
    ImagePlus image = Images.current();
    if (image == null) {
      return;
    }
    GenericDialog dialog = new GenericDialog("Save as LIC");
    CodingFields.addTo(dialog);
    dialog.addHelp(Help.of("save"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return;
    }
    save(image, CodingFields.next(dialog));
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
