package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.io.SaveDialog;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code Plugins > Learned Compression > Compress Regions...}: saves the current image or stack
 * with other qualities in regions than around them.
 */
final class CompressRegionsCommand implements Command {
  @Override
  public void run() throws IOException {
    ImagePlus image = Images.current();
    if (image == null) {
      return;
    }
    RegionDialog.Answer answer = new RegionDialog(image).ask();
    if (answer == null) {
      return;
    }
    SaveDialog where = new SaveDialog("Save compressed regions...", image.getShortTitle(), ".lic");
    if (where.getFileName() == null) {
      return;
    }
    Path file = Path.of(where.getDirectory() + where.getFileName());
    SavedStack saved = save(image, answer.settings(), file);
    if (answer.open()) {
      open(file).show();
    }
    IJ.showStatus(saved.line());
  }

  private static SavedStack save(ImagePlus image, RegionSettings settings, Path file)
      throws IOException {
    try (Work work = Work.begin("Saving " + file.getFileName());
        RegionOptions options = new RegionOptions(image, settings, work)) {
      return StackSaver.save(image, file, options, work);
    }
  }

  private static ImagePlus open(Path file) throws IOException {
    try (Work work = Work.begin("Opening " + file.getFileName())) {
      return StackOpener.open(file, OpenOptions.DEFAULT, work);
    }
  }
}
